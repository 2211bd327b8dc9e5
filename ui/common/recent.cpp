// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/recent.h"

#include <QFile>

#include <algorithm>

namespace nei::ui {
namespace {

const auto files_key = QStringLiteral("recent/files");

/// Paths are bytes; they are stored as such, so that any name comes back as it was.
QByteArray bytes_of(const std::filesystem::path& path) {
    return QByteArray::fromStdString(path.string());
}

QVariantMap stored(const RecentFile& file) {
    return {{QStringLiteral("path"), bytes_of(file.path)},
            {QStringLiteral("icon"), file.icon},
            {QStringLiteral("title"), file.title},
            {QStringLiteral("second"), file.second},
            {QStringLiteral("opened"), file.opened.toUTC()}};
}

RecentFile restored(const QVariantMap& map) {
    return {map.value(QStringLiteral("path")).toByteArray().toStdString(), map.value(QStringLiteral("icon")).toString(),
            map.value(QStringLiteral("title")).toString(), map.value(QStringLiteral("second")).toString(),
            map.value(QStringLiteral("opened")).toDateTime().toLocalTime()};
}

} // namespace

QString recent_time(const QDateTime& opened, const QDateTime& now) {
    const qint64 days = opened.date().daysTo(now.date());
    if (days == 0) return RecentFiles::tr("Today %1").arg(opened.toString(QStringLiteral("HH:mm")));
    if (days == 1) return RecentFiles::tr("Yesterday");
    return opened.toString(QStringLiteral("yyyy-MM-dd"));
}

RecentFiles::RecentFiles(Settings& settings, Workers& workers, QObject* parent)
    : QObject(parent), settings_(settings), job_(workers) {
    for (const QVariant& entry : settings.value(files_key).toList()) {
        RecentFile file = restored(entry.toMap());
        if (!file.path.empty() && !file.title.isEmpty() && files_.size() < most) files_.push_back(std::move(file));
    }
}

std::vector<RecentFile> RecentFiles::present() const {
    std::vector<RecentFile> present;
    std::ranges::copy_if(files_, std::back_inserter(present),
                         [&](const RecentFile& file) { return std::ranges::find(there_, file.path) != there_.end(); });
    return present;
}

void RecentFiles::add(RecentFile file) {
    if (!settings_.keepsRecent()) return;
    const bool looking = job_.isRunning(); // for a list that is another one now
    job_.cancel();
    std::erase_if(files_, [&](const RecentFile& known) { return known.path == file.path; });
    if (std::ranges::find(there_, file.path) == there_.end()) there_.push_back(file.path);
    files_.insert(files_.begin(), std::move(file));
    if (files_.size() > most) files_.resize(most);
    store();
    Q_EMIT changed();
    if (looking) look();
}

void RecentFiles::clear() {
    job_.cancel();
    files_.clear();
    there_.clear();
    store();
    Q_EMIT changed();
}

void RecentFiles::look() {
    using Paths = std::vector<std::filesystem::path>;
    if (job_.isRunning() || files_.empty()) return;
    Paths wanted;
    for (const RecentFile& file : files_) wanted.push_back(file.path);
    const auto add_there = [this](const Paths& there) {
        if (std::ranges::find(there_, there.back()) != there_.end()) return;
        there_.push_back(there.back());
        Q_EMIT changed();
    };
    const auto take_there = [this](const Result<Paths>& there) {
        if (!there || *there == there_) return;
        const bool others = there->size() != there_.size(); // else only their order is another
        there_ = *there;
        if (others) Q_EMIT changed();
    };
    job_.startInParts<Paths>(
        [wanted](const TaskControl& control, const std::function<void(Paths)>& publish) -> Result<Paths> {
            Paths there;
            for (const std::filesystem::path& path : wanted) {
                if (control.stopped()) break;
                std::error_code ignored;
                if (!std::filesystem::exists(path, ignored)) continue;
                there.push_back(path);
                publish(there); // the next one may take for ever to answer
            }
            return there;
        },
        add_there, take_there);
}

void RecentFiles::store() {
    QVariantList list;
    for (const RecentFile& file : files_) list.append(stored(file));
    settings_.setValue(files_key, list);
}

} // namespace nei::ui
