// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_watch.h"

#include <QGuiApplication>

#include <chrono>
#include <utility>

namespace nei::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto interval = 2s;
/// Of a folder with more code items than these, the first ones stand for the rest.
constexpr std::size_t most_items = 200;

} // namespace

FileWatch::FileWatch(Document& document, const Settings& settings, Workers& workers, QObject* parent)
    : QObject(parent), document_(document), job_(workers) {
    connect(&timer_, &QTimer::timeout, this, [this, &settings] {
        if (settings.readsAgain() && QGuiApplication::applicationState() == Qt::ApplicationActive) look();
    });
    connect(&document, &Document::changed, this, [this] {
        if (document_.state() == Document::State::ready && document_.bundle() != bundle_) look();
    });
    timer_.start(interval);
}

std::vector<std::filesystem::path> FileWatch::files() const {
    std::vector<std::filesystem::path> files{document_.path()};
    const bundle::Bundle& bundle = *document_.bundle();
    if (bundle.source.kind != source::SourceKind::folder) return files;
    for (const bundle::CodeItem& item : bundle.items) {
        if (files.size() > most_items) break;
        const std::string contents = item.contents.empty() ? "" : item.contents + "/";
        for (const std::string& file :
             {item.executable, contents + "Info.plist", contents + "_CodeSignature/CodeResources", item.profile_path})
            if (!file.empty()) files.push_back(document_.path() / file);
    }
    return files;
}

FileWatch::Seen FileWatch::see(const std::vector<std::filesystem::path>& files) {
    Seen seen;
    for (const std::filesystem::path& file : files) {
        std::error_code error;
        const auto time = std::filesystem::last_write_time(file, error);
        seen.numbers.push_back(error ? 0 : static_cast<std::int64_t>(time.time_since_epoch().count()));
        if (&file == &files.front()) seen.is_there = !error;
        const bool is_file = !error && std::filesystem::is_regular_file(file, error);
        seen.numbers.push_back(is_file ? static_cast<std::int64_t>(std::filesystem::file_size(file, error)) : 0);
    }
    return seen;
}

void FileWatch::look() {
    if (job_.isRunning() || document_.state() != Document::State::ready) return;
    if (document_.bundle() != bundle_) {
        bundle_ = document_.bundle();
        known_.reset();
        pending_.reset();
    }
    job_.start([files = files()](const TaskControl&) -> Result<Seen> { return see(files); },
               [this](const Result<Seen>& seen) {
                   if (seen) take(*seen);
               });
}

void FileWatch::take(const Seen& seen) {
    if (document_.state() != Document::State::ready || document_.bundle() != bundle_ || !seen.is_there) return;
    if (!known_) {
        known_ = seen;
    } else if (seen == *known_) {
        pending_.reset();
    } else if (std::exchange(pending_, seen) == seen) {
        document_.load();
    }
}

} // namespace nei::ui
