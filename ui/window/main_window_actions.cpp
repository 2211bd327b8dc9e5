// SPDX-License-Identifier: GPL-3.0-or-later

// What the actions of the window do, menu by menu.

#include "ui/common/copy.h"
#include "ui/common/table_pane.h"
#include "ui/inspect/findings_pane.h"
#include "ui/inspect/inspect_page.h"
#include "ui/window/document_area.h"
#include "ui/window/main_window.h"

#include <QApplication>

namespace nei::ui {

void MainWindow::connectFileActions() {
    const auto on = [this](ActionId id, auto function) { connect(actions_[id], &QAction::triggered, this, function); };
    on(ActionId::open, [this] { open(services_.dialogs.openFile(this)); });
    on(ActionId::open_folder, [this] { open(services_.dialogs.openFolder(this)); });
    on(ActionId::close_tab, [this] { documents_->close(documents_->tabs()->currentIndex()); });
    on(ActionId::quit, [] { QApplication::closeAllWindows(); });
    on(ActionId::copy, [this] { copy_from(focusWidget(), Copy::selection); });
    on(ActionId::copy_value, [this] { copy_from(focusWidget(), Copy::value); });
    on(ActionId::copy_all, [this] { copy_from(focusWidget(), Copy::all); });
    on(ActionId::copy_markdown, [this] { copy_from(focusWidget(), Copy::markdown); });
    on(ActionId::copy_findings, [this] {
        if (InspectPage* page = currentPage()) page->findings()->copyText();
    });
    on(ActionId::find, [this] { documents_->startSearch(); });
    on(ActionId::find_next, [this] {
        if (InspectPage* page = currentPage()) page->stepSearch(1);
    });
    on(ActionId::find_previous, [this] {
        if (InspectPage* page = currentPage()) page->stepSearch(-1);
    });
    on(ActionId::filter, [this] {
        if (TablePane* pane = TablePane::around(focusWidget())) pane->startFilter();
    });
    on(ActionId::preferences, [this] { showPreferences(); });
    actions_[ActionId::preferences]->setEnabled(services_.settings != nullptr);
}

void MainWindow::chooseTheme(ThemeChoice choice) {
    if (services_.settings != nullptr) services_.settings->setThemeChoice(choice);
    services_.theme.setChoice(choice);
}

void MainWindow::connectViewActions() {
    const auto on = [this](ActionId id, auto function) { connect(actions_[id], &QAction::triggered, this, function); };
    const auto on_page = [&](ActionId id, auto function) {
        on(id, [this, function] {
            if (InspectPage* page = currentPage()) function(*page);
        });
    };
    for (const auto& [action, view] : {std::pair{ActionId::entitlements, ItemView::entitlements},
                                       {ActionId::signature, ItemView::signature},
                                       {ActionId::info_plist, ItemView::info_plist},
                                       {ActionId::libraries, ItemView::libraries},
                                       {ActionId::files, ItemView::files}})
        on_page(action, [view](InspectPage& page) { page.itemView()->showView(view); });
    on_page(ActionId::findings, [this](InspectPage& page) {
        page.showFindings(!page.findingsShown());
        showCurrent();
    });
    on_page(ActionId::problems, [this](InspectPage& page) {
        page.showProblems(!page.problemsShown());
        showCurrent();
    });
    on_page(ActionId::next_pane, [](InspectPage& page) { page.focusPane(true); });
    on_page(ActionId::previous_pane, [](InspectPage& page) { page.focusPane(false); });
    on(ActionId::next_tab, [this] { documents_->stepTab(1); });
    on(ActionId::previous_tab, [this] { documents_->stepTab(-1); });
    on(ActionId::theme_system, [this] { chooseTheme(ThemeChoice::system); });
    on(ActionId::theme_light, [this] { chooseTheme(ThemeChoice::light); });
    on(ActionId::theme_dark, [this] { chooseTheme(ThemeChoice::dark); });
    on(ActionId::full_screen, [this](bool full) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, full)); });
    on(ActionId::menu_bar, [this](bool show) {
        showMenuBar(show);
        if (services_.settings != nullptr) services_.settings->setShowsMenuBar(show);
    });
    const auto show_choice = [this] {
        const ThemeChoice choice = services_.theme.choice();
        actions_[ActionId::theme_system]->setChecked(choice == ThemeChoice::system);
        actions_[ActionId::theme_light]->setChecked(choice == ThemeChoice::light);
        actions_[ActionId::theme_dark]->setChecked(choice == ThemeChoice::dark);
    };
    connect(&services_.theme, &Theme::changed, this, show_choice);
    show_choice();
}

void MainWindow::connectBundleActions() {
    const auto on_document = [this](ActionId id, auto function) {
        connect(actions_[id], &QAction::triggered, this, [this, function] {
            if (InspectPage* page = currentPage()) function(page->document());
        });
    };
    on_document(ActionId::read_again, [](Document& document) { document.load(); });
    on_document(ActionId::check_again, [](Document& document) { document.check(); });
    on_document(ActionId::cancel, [](Document& document) { document.cancel(); });
    on_document(ActionId::show_in_folder,
                [this](const Document& document) { services_.dialogs.showInFolder(document.path()); });
}

void MainWindow::connectHelpActions() {
    connect(actions_[ActionId::about], &QAction::triggered, this, [this] {
        services_.dialogs.about(this, tr("<h3>NE Inspector %1</h3><p>Shows what a macOS or iOS bundle claims and what "
                                         "its profiles allow. It never executes, changes or uploads what it "
                                         "inspects.</p><p>Free software under the GNU General Public License, "
                                         "version 3 or later.</p>")
                                          .arg(QStringLiteral(NEI_VERSION)));
    });
}

} // namespace nei::ui
