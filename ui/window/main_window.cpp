// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "ui/inspect/inspect_page.h"
#include "ui/window/document_area.h"
#include "ui/window/document_words.h"
#include "ui/window/drop_hint.h"
#include "ui/window/mode_rail.h"
#include "ui/window/preferences.h"
#include "ui/window/status_line.h"
#include "ui/window/welcome_page.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMenuBar>

namespace nei::ui {
namespace {

constexpr QSize first_size(1360, 860);
constexpr QSize least_size(860, 560);
constexpr int icons_only_below = 1100;
constexpr int narrow_rail_below = 1000;
const auto window_name = QStringLiteral("main");

} // namespace

MainWindow::MainWindow(Services services)
    : services_(std::move(services)), actions_(services_.theme), example_sizes_(services_.workers),
      rail_(new ModeRail(services_.theme, actions_)), welcome_(new WelcomePage(services_.theme, actions_)),
      documents_(new DocumentArea(services_, actions_, welcome_)), status_(new StatusLine(services_.theme, actions_)),
      drop_hint_(new DropHint(services_.theme, documents_)) {
    setWindowTitle(QStringLiteral("NE Inspector"));
    setWindowIcon(services_.theme.icon(QStringLiteral("inspect"), Colour::accent));
    setAcceptDrops(true);
    setMinimumSize(least_size);
    actions_.fill(menuBar());
    addActions(actions_.all());
    addToolBar(Qt::LeftToolBarArea, rail_);
    setCentralWidget(documents_);
    setStatusBar(status_);
    makeRecent();
    makeExamples();
    connectFileActions();
    connectViewActions();
    connectBundleActions();
    connectHelpActions();
    connect(documents_, &DocumentArea::currentChanged, this, &MainWindow::showCurrent);
    resize(first_size);
    if (services_.settings != nullptr) {
        services_.settings->restoreWindow(window_name, *this);
        connect(services_.settings, &Settings::changed, this, &MainWindow::applySettings);
        applySettings();
    }
    welcome_->setFocus(Qt::OtherFocusReason); // the page, which arrows scroll; else the rail would have it
    showMenuBar(services_.settings == nullptr || services_.settings->showsMenuBar());
    showCurrent();
}

MainWindow::~MainWindow() = default;

void MainWindow::applySettings() {
    services_.theme.setChoice(services_.settings->themeChoice());
    services_.theme.setContrastChoice(services_.settings->contrastChoice());
}

void MainWindow::showMenuBar(bool show) {
    menuBar()->setVisible(show);
    rail_->setMenuButtonShown(!show);
    actions_[ActionId::menu_bar]->setChecked(show);
}

void MainWindow::open(const std::optional<std::filesystem::path>& path) {
    if (path) openPath(*path);
}

Document* MainWindow::openPath(const std::filesystem::path& path) {
    return documents_->open({path, services_.opener});
}

void MainWindow::closeTab(int tab) {
    documents_->close(tab);
}

int MainWindow::documentCount() const {
    return documents_->count();
}

InspectPage* MainWindow::currentPage() const {
    return documents_->currentPage();
}

QTabBar* MainWindow::documentTabs() const {
    return documents_->tabs();
}

ProgressStrip* MainWindow::progressStrip() const {
    return documents_->strip();
}

void MainWindow::showPreferences() {
    if (services_.settings == nullptr) return;
    if (preferences_ == nullptr) {
        preferences_ = new Preferences(services_.theme, *services_.settings, *recent_, this);
        preferences_->setAttribute(Qt::WA_DeleteOnClose);
    }
    preferences_->show();
    preferences_->raise();
    preferences_->activateWindow();
}

void MainWindow::showCurrent() {
    const InspectPage* page = currentPage();
    const bool any = page != nullptr;
    for (const ActionId id : {ActionId::read_again, ActionId::show_in_folder, ActionId::close_tab,
                              ActionId::entitlements, ActionId::signature, ActionId::info_plist, ActionId::libraries,
                              ActionId::files, ActionId::find, ActionId::find_next, ActionId::find_previous,
                              ActionId::next_tab, ActionId::previous_tab, ActionId::next_pane, ActionId::previous_pane})
        actions_[id]->setEnabled(any);
    const Document* document = any ? &page->document() : nullptr;
    const bool is_read = any && document->bundle() && !document->bundle()->structure_only;
    const bool is_judged = is_read && document->judged().judgement != nullptr;
    actions_[ActionId::cancel]->setEnabled(
        any && (page->document().job().isRunning() || page->document().checkJob().isRunning()));
    actions_[ActionId::check_again]->setEnabled(is_read && document->files() &&
                                                document->checking() != Checking::running);
    for (const ActionId id : {ActionId::findings, ActionId::copy_findings}) actions_[id]->setEnabled(is_judged);
    actions_[ActionId::findings]->setChecked(any && page->findingsShown());
    actions_[ActionId::problems]->setEnabled(is_read && !document->bundle()->problems.empty());
    actions_[ActionId::problems]->setChecked(any && page->problemsShown());
    setWindowTitle(any ? documents_->titleOf(*page) + tr(" — NE Inspector") : QStringLiteral("NE Inspector"));
    status_->show(document);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const DropOffer offer = drop_offer(*event->mimeData());
    if (offer.isNothing()) return;
    // What cannot be opened is taken here and refused with each move: only so does Qt tell when the drag has left.
    event->acceptProposedAction();
    drop_hint_->show(offer);
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event) {
    if (drop_offer(*event->mimeData()).paths.empty())
        event->ignore();
    else
        event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    drop_hint_->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
    drop_hint_->hide();
    const DropOffer offer = drop_offer(*event->mimeData());
    if (offer.paths.empty()) return;
    event->acceptProposedAction();
    for (const std::filesystem::path& path : offer.paths) openPath(path);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    rail_->setNarrow(width() < narrow_rail_below);
    documents_->setIconsOnly(width() < icons_only_below);
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange) actions_[ActionId::full_screen]->setChecked(isFullScreen());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (services_.settings != nullptr) services_.settings->saveWindow(window_name, *this);
    documents_->cancelAll(); // the program ends when its workers have stopped
    QMainWindow::closeEvent(event);
}

} // namespace nei::ui
