// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "core/base/text.h"
#include "ui/common/copy.h"
#include "ui/common/text.h"
#include "ui/common/tree_view.h"
#include "ui/common/widgets.h"
#include "ui/inspect/code_tree.h"
#include "ui/inspect/inspect_page.h"
#include "ui/window/welcome_page.h"

#include <QActionGroup>
#include <QApplication>
#include <QDragEnterEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace nei::ui {
namespace {

constexpr QSize first_size(1360, 860);
constexpr QSize least_size(860, 560);
constexpr int rail_width = 72;
constexpr int narrow_rail_width = 44;
constexpr int icons_only_below = 1100;
constexpr int narrow_rail_below = 1000;
constexpr int hint_margin = 8;

std::vector<std::filesystem::path> local_paths(const QMimeData* data) {
    std::vector<std::filesystem::path> paths;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile()) paths.push_back(to_path(url.toLocalFile()));
    return paths;
}

/// "10 code items, 20 slices, 214 files"
QString summary(const bundle::Bundle& bundle) {
    std::size_t slices = 0;
    for (const bundle::CodeItem& item : bundle.items) slices += item.slices.size();
    const std::string packages =
        bundle.packages.empty() ? ""
                                : counted(bundle.packages.size(), "installer package", "installer packages") + ", ";
    return from_utf8(packages + counted(bundle.items.size(), "code item", "code items") + ", " +
                     counted(slices, "slice", "slices") + ", " + counted(bundle.source.files, "file", "files"));
}

QString icon_of(const Document& document) {
    switch (document.state()) {
    case Document::State::loading: return QStringLiteral("running");
    case Document::State::failed: return QStringLiteral("unknown");
    case Document::State::stopped: return QStringLiteral("stop");
    case Document::State::ready: break;
    }
    const bundle::Bundle& bundle = *document.bundle();
    using enum source::SourceKind;
    if (bundle.source.kind == zip || bundle.source.kind == tar || bundle.source.kind == pkg || bundle.items.empty())
        return QStringLiteral("archive");
    const bool is_item = bundle.items.size() == 1 || bundle.items.front().path == ".";
    return is_item ? item_icon(bundle.items.front().kind) : QStringLiteral("folder");
}

} // namespace

MainWindow::MainWindow(Services services) : services_(std::move(services)), actions_(services_.theme) {
    setWindowTitle(QStringLiteral("NE Inspector"));
    setWindowIcon(services_.theme.icon(QStringLiteral("inspect"), Colour::accent));
    setAcceptDrops(true);
    setMinimumSize(least_size);
    actions_.fill(menuBar());
    makeRail();
    setCentralWidget(makeCentre());
    makeStatusBar();
    connectActions();
    resize(first_size);
    showCurrent();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeRail() {
    rail_ = new QToolBar(tr("Modes"));
    rail_->setObjectName(QStringLiteral("rail"));
    rail_->setMovable(false);
    rail_->setFloatable(false);
    rail_->setContextMenuPolicy(Qt::PreventContextMenu);
    rail_->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    rail_->setIconSize({20, 20});
    rail_->setFixedWidth(rail_width);
    auto* modes = new QActionGroup(this);
    QAction* inspect = rail_->addAction(services_.theme.icon(QStringLiteral("inspect"), Colour::accent), tr("Inspect"));
    inspect->setCheckable(true);
    inspect->setChecked(true);
    modes->addAction(inspect);
    rail_->widgetForAction(inspect)->setFixedWidth(rail_width - 1);
    addToolBar(Qt::LeftToolBarArea, rail_);
}

QWidget* MainWindow::makeCentre() {
    tabs_ = new QTabBar;
    tabs_->setObjectName(QStringLiteral("documents"));
    tabs_->setDocumentMode(true);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setMovable(true);
    tabs_->setElideMode(Qt::ElideRight);
    tabs_->setIconSize({16, 16});
    tabs_->setAccessibleName(tr("Open documents"));
    connect(tabs_, &QTabBar::currentChanged, this, &MainWindow::showCurrent);

    tools_ = new QToolBar(tr("Tools"));
    tools_->setObjectName(QStringLiteral("tools"));
    tools_->setIconSize({16, 16});
    tools_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (const ActionId id : {ActionId::open, ActionId::open_folder, ActionId::read_again}) {
        tools_->addAction(actions_[id]);
        QWidget* button = tools_->widgetForAction(actions_[id]);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(actions_[id]->toolTip());
    }

    strip_ = new ProgressStrip;
    strip_->hide();
    connect(strip_, &ProgressStrip::cancelled, actions_[ActionId::cancel], &QAction::trigger);

    pages_ = new QStackedWidget;
    welcome_ = new WelcomePage(services_.theme, actions_);
    pages_->addWidget(welcome_);

    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(tabs_);
    column->addWidget(tools_);
    column->addWidget(strip_);
    column->addWidget(pages_, 1);

    drop_hint_ = new QLabel(centre);
    drop_hint_->setObjectName(QStringLiteral("dropHint"));
    drop_hint_->setTextFormat(Qt::PlainText);
    drop_hint_->setAlignment(Qt::AlignCenter);
    drop_hint_->setWordWrap(true);
    drop_hint_->setFont(services_.theme.font(FontRole::item_name));
    drop_hint_->hide();
    return centre;
}

void MainWindow::makeStatusBar() {
    summary_ = new QLabel;
    not_checked_ = new QLabel;
    problems_ = new QToolButton;
    problems_->setObjectName(QStringLiteral("quiet"));
    problems_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    problems_->setIconSize({14, 14});
    problems_->setToolTip(tr("Show what could not be read"));
    connect(problems_, &QToolButton::clicked, actions_[ActionId::problems], &QAction::trigger);
    for (QLabel* label : {summary_, not_checked_}) {
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setFont(services_.theme.font(FontRole::small));
        label->setContentsMargins(6, 0, 6, 0);
    }
    problems_->setFont(services_.theme.font(FontRole::small));
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(summary_);
    statusBar()->addWidget(problems_);
    statusBar()->addPermanentWidget(not_checked_);
}

void MainWindow::connectActions() {
    const auto on = [this](ActionId id, auto function) { connect(actions_[id], &QAction::triggered, this, function); };
    on(ActionId::open, [this] { open(services_.dialogs.openFile(this)); });
    on(ActionId::open_folder, [this] { open(services_.dialogs.openFolder(this)); });
    on(ActionId::read_again, [this] {
        if (InspectPage* page = currentPage()) page->document().load();
    });
    on(ActionId::cancel, [this] {
        if (InspectPage* page = currentPage()) page->document().cancel();
    });
    on(ActionId::close_tab, [this] { closeTab(tabs_->currentIndex()); });
    on(ActionId::quit, [] { QApplication::closeAllWindows(); });
    on(ActionId::copy, [this] { copy_from(focusWidget(), Copy::selection); });
    on(ActionId::copy_value, [this] { copy_from(focusWidget(), Copy::value); });
    on(ActionId::theme_system, [this] { services_.theme.setChoice(ThemeChoice::system); });
    on(ActionId::theme_light, [this] { services_.theme.setChoice(ThemeChoice::light); });
    on(ActionId::theme_dark, [this] { services_.theme.setChoice(ThemeChoice::dark); });
    on(ActionId::entitlements, [this] {
        if (InspectPage* page = currentPage()) page->itemView()->showView(ItemView::entitlements);
    });
    on(ActionId::signature, [this] {
        if (InspectPage* page = currentPage()) page->itemView()->showView(ItemView::signature);
    });
    on(ActionId::problems, [this] {
        if (InspectPage* page = currentPage()) page->showProblems(!page->problemsShown());
        showStatus();
    });
    on(ActionId::next_tab, [this] { stepTab(1); });
    on(ActionId::previous_tab, [this] { stepTab(-1); });
    on(ActionId::next_pane, [this] {
        if (InspectPage* page = currentPage()) page->focusPane(true);
    });
    on(ActionId::previous_pane, [this] {
        if (InspectPage* page = currentPage()) page->focusPane(false);
    });
    on(ActionId::about, [this] {
        services_.dialogs.about(this, tr("<h3>NE Inspector %1</h3><p>Shows what a macOS or iOS bundle claims and what "
                                         "its profiles allow. It never executes, changes or uploads what it "
                                         "inspects.</p><p>Free software under the GNU General Public License, "
                                         "version 3 or later.</p>")
                                          .arg(QStringLiteral(NEI_VERSION)));
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

void MainWindow::open(const std::optional<std::filesystem::path>& path) {
    if (path) openPath(*path);
}

Document* MainWindow::openPath(const std::filesystem::path& path) {
    const std::filesystem::path wanted = path.lexically_normal();
    for (int tab = 0; tab < tabs_->count(); ++tab) {
        if (pageAt(tab)->document().path() != wanted) continue;
        tabs_->setCurrentIndex(tab);
        return &pageAt(tab)->document();
    }
    auto* document = new Document(wanted, services_.opener, services_.workers);
    auto* page = new InspectPage(services_.theme, *document);
    document->setParent(page);
    connect(page, &InspectPage::helpWanted, this, [this] { pages_->setCurrentWidget(welcome_); });
    connect(document, &Document::changed, this, [this, page] { showTab(page); });
    connect(&document->job(), &JobSlot::becameSlow, this, &MainWindow::showProgress);
    connect(&document->job(), &JobSlot::progressed, this, [this, document](const Progress& progress) {
        if (currentPage() != nullptr && &currentPage()->document() == document)
            strip_->setProgress(document->fileName(), progress);
    });
    connect(&document->job(), &JobSlot::ended, this, &MainWindow::showProgress);
    addTab(page);
    document->load();
    return document;
}

void MainWindow::addTab(InspectPage* page) {
    pages_->addWidget(page);
    const int tab = tabs_->addTab(QString());
    tabs_->setTabData(tab, QVariant::fromValue<QWidget*>(page));
    auto* close = new QToolButton;
    close->setObjectName(QStringLiteral("closeTab"));
    close->setIcon(services_.theme.icon(QStringLiteral("close")));
    close->setIconSize({12, 12});
    close->setFocusPolicy(Qt::NoFocus);
    close->setToolTip(tr("Close this tab"));
    connect(close, &QToolButton::clicked, page, [this, page] { closeTab(tabOf(page)); });
    tabs_->setTabButton(tab, QTabBar::RightSide, close);
    tabs_->setCurrentIndex(tab);
    showTab(page);
    showCurrent();
}

void MainWindow::closeTab(int tab) {
    InspectPage* page = pageAt(tab);
    if (page == nullptr) return;
    page->document().disconnect(this);
    page->document().job().disconnect(this);
    tabs_->removeTab(tab);
    pages_->removeWidget(page);
    page->deleteLater(); // the click that closes it may come from inside it
    page->document().cancel();
    showCurrent();
}

InspectPage* MainWindow::pageAt(int tab) const {
    return qobject_cast<InspectPage*>(tabs_->tabData(tab).value<QWidget*>());
}

int MainWindow::tabOf(const InspectPage* page) const {
    for (int tab = 0; tab < tabs_->count(); ++tab)
        if (pageAt(tab) == page) return tab;
    return -1;
}

int MainWindow::documentCount() const {
    return tabs_->count();
}

InspectPage* MainWindow::currentPage() const {
    return pageAt(tabs_->currentIndex());
}

void MainWindow::showTab(InspectPage* page) {
    const int tab = tabOf(page);
    if (tab < 0) return;
    const Document& document = page->document();
    tabs_->setTabText(tab, without_mnemonic(document.title()));
    tabs_->setTabIcon(tab, services_.theme.icon(icon_of(document)));
    tabs_->setTabToolTip(tab, plain_tooltip(shown(document.path().string())));
    tabs_->tabButton(tab, QTabBar::RightSide)->setAccessibleName(tr("Close %1").arg(document.title()));
    if (page == currentPage()) showStatus();
}

void MainWindow::showCurrent() {
    InspectPage* page = currentPage();
    const bool any = page != nullptr;
    tabs_->setVisible(any);
    tools_->setVisible(any);
    if (any)
        pages_->setCurrentWidget(page);
    else
        pages_->setCurrentWidget(welcome_);
    for (const ActionId id : {ActionId::read_again, ActionId::close_tab, ActionId::entitlements, ActionId::signature,
                              ActionId::next_tab, ActionId::previous_tab, ActionId::next_pane, ActionId::previous_pane})
        actions_[id]->setEnabled(any);
    showStatus();
    showProgress();
}

void MainWindow::showStatus() {
    const InspectPage* page = currentPage();
    const Document* document = page != nullptr ? &page->document() : nullptr;
    const bool ready = document != nullptr && document->bundle() != nullptr && !document->bundle()->structure_only;
    const std::size_t problems = ready ? document->bundle()->problems.size() : 0;
    problems_->setVisible(problems > 0);
    const bool unread = ready && std::ranges::any_of(document->bundle()->problems, [](const Problem& problem) {
                            return problem.severity == ProblemSeverity::error;
                        });
    const Mark mark = unread ? Mark::unknown : Mark::warning;
    problems_->setIcon(services_.theme.icon(mark_icon(mark), mark_colour(mark)));
    problems_->setText(from_utf8(counted(problems, "problem", "problems")));
    actions_[ActionId::problems]->setEnabled(problems > 0);
    actions_[ActionId::problems]->setChecked(page != nullptr && page->problemsShown());
    setWindowTitle(document != nullptr ? document->title() + tr(" — NE Inspector") : QStringLiteral("NE Inspector"));
    if (!ready) {
        summary_->setText(document == nullptr                             ? tr("No document open")
                          : document->state() == Document::State::loading ? tr("Reading")
                                                                          : tr("Nothing read"));
        not_checked_->setText(document == nullptr ? QStringLiteral("NE Inspector " NEI_VERSION) : QString());
        return;
    }
    summary_->setText(summary(*document->bundle()));
    not_checked_->setText(
        document->bundle()->packages.empty()
            ? tr("Not checked: whether signatures are true, revocation, notarisation online")
            : tr("Not checked: whether signatures of code are true, revocation, notarisation online"));
}

void MainWindow::showProgress() {
    InspectPage* page = currentPage();
    JobSlot* job = page != nullptr ? &page->document().job() : nullptr;
    const bool running = job != nullptr && job->isRunning();
    strip_->setVisible(running && job->isSlow());
    if (running && job->isSlow()) strip_->setProgress(page->document().fileName(), {});
    actions_[ActionId::cancel]->setEnabled(running);
}

void MainWindow::stepTab(int step) {
    const int count = tabs_->count();
    if (count > 1) tabs_->setCurrentIndex((tabs_->currentIndex() + step + count) % count);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const auto paths = local_paths(event->mimeData());
    if (paths.empty()) return;
    event->acceptProposedAction();
    const std::filesystem::path& first = paths.front();
    const QString name = shown((first.has_filename() ? first : first.parent_path()).filename().string());
    drop_hint_->setText(paths.size() == 1 ? tr("Drop to inspect %1").arg(name)
                                          : tr("Drop to inspect %1 things").arg(paths.size()));
    drop_hint_->setGeometry(
        centralWidget()->rect().marginsRemoved({hint_margin, hint_margin, hint_margin, hint_margin}));
    drop_hint_->raise();
    drop_hint_->show();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    drop_hint_->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
    drop_hint_->hide();
    const auto paths = local_paths(event->mimeData());
    if (paths.empty()) return;
    event->acceptProposedAction();
    for (const std::filesystem::path& path : paths) openPath(path);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    const bool narrow = width() < narrow_rail_below;
    const int rail = narrow ? narrow_rail_width : rail_width;
    rail_->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextUnderIcon);
    rail_->setFixedWidth(rail);
    for (QAction* mode : rail_->actions()) rail_->widgetForAction(mode)->setFixedWidth(rail - 1);
    tools_->setToolButtonStyle(width() < icons_only_below ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

} // namespace nei::ui
