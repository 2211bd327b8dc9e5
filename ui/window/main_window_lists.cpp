// SPDX-License-Identifier: GPL-3.0-or-later

// What was opened lately and the examples, in menus and on the welcome page.

#include "core/base/text.h"
#include "ui/common/open_bundle.h"
#include "ui/common/text.h"
#include "ui/inspect/inspect_page.h"
#include "ui/window/document_area.h"
#include "ui/window/document_words.h"
#include "ui/window/main_window.h"
#include "ui/window/recent_menu.h"
#include "ui/window/welcome_page.h"

namespace nei::ui {
namespace {

/// The welcome page has no room for more; the menu lists them all.
constexpr std::size_t recent_on_welcome = 6;

using Sizes = std::vector<std::optional<std::uint64_t>>;

} // namespace

void MainWindow::makeRecent() {
    actions_[ActionId::open_recent]->setEnabled(services_.settings != nullptr);
    if (services_.settings == nullptr) return;
    recent_ = std::make_unique<RecentFiles>(*services_.settings, services_.workers);
    auto* menu = new RecentMenu(*recent_, services_.theme, this);
    actions_[ActionId::open_recent]->setMenu(menu);
    connect(menu, &RecentMenu::chosen, this, &MainWindow::openPath);
    connect(recent_.get(), &RecentFiles::changed, this, &MainWindow::showRecent);
    connect(welcome_, &WelcomePage::recentChosen, this, [this](const QVariant& key) {
        const std::vector<RecentFile> present = recent_->present();
        if (key.toUInt() < present.size()) openPath(present[key.toUInt()].path);
    });
    connect(welcome_, &WelcomePage::clearRecentWanted, recent_.get(), &RecentFiles::clear);
    connect(documents_, &DocumentArea::wasRead, this, [this](InspectPage* page) {
        // An example is always at hand, and what is read again was not opened again.
        if (documents_->isExample(page) || page->property("remembered").toBool()) return;
        page->setProperty("remembered", true);
        recent_->add(recent_file(page->document(), QDateTime::currentDateTime()));
    });
    showRecent();
    recent_->look();
}

void MainWindow::showRecent() {
    std::vector<TwoLine> rows;
    const QDateTime now = QDateTime::currentDateTime();
    for (const RecentFile& file : recent_->present()) {
        if (rows.size() == recent_on_welcome) break;
        rows.push_back({.icon = file.icon,
                        .title = file.title,
                        .second = file.second,
                        .right = recent_time(file.opened, now),
                        .tooltip = shown(file.path.string()),
                        .key = static_cast<uint>(rows.size())});
    }
    welcome_->setRecent(std::move(rows));
}

void MainWindow::makeExamples() {
    auto* menu = new ExamplesMenu(services_.theme, this);
    actions_[ActionId::examples]->setMenu(menu);
    actions_[ActionId::examples]->setEnabled(services_.examples.has_value());
    connect(menu, &ExamplesMenu::chosen, this, &MainWindow::openExample);
    connect(welcome_, &WelcomePage::exampleChosen, this, [this](const QVariant& key) { openExample(key.toString()); });
    if (!services_.examples) return;
    showExamples(Sizes(bundle::examples().size(), 0));
    example_sizes_.start(
        [library = *services_.examples](const TaskControl&) -> Result<Sizes> {
            Sizes sizes;
            for (const bundle::Example& example : bundle::examples()) sizes.push_back(library.size(example));
            return sizes;
        },
        [this](const Result<Sizes>& sizes) {
            if (sizes) showExamples(*sizes);
        });
}

void MainWindow::showExamples(const Sizes& sizes) {
    std::vector<TwoLine> rows;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (!sizes[i]) continue; // its files are not there
        const bundle::Example& example = bundle::examples()[i];
        rows.push_back({.icon = from_utf8(example.icon),
                        .title = from_utf8(example.title),
                        .second = from_utf8(example.sentence),
                        .right = *sizes[i] == 0 ? QString() : from_utf8(size_words(*sizes[i])),
                        .key = from_utf8(example.name)});
    }
    welcome_->setExamples(std::move(rows));
}

Document* MainWindow::openExample(const QString& name) {
    const bundle::Example* example = bundle::find_example(name.toStdString());
    if (example == nullptr || !services_.examples) return nullptr;
    return documents_->open({services_.examples->path(*example), example_opener(*services_.examples), true});
}

} // namespace nei::ui
