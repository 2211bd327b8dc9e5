// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/document_area.h"

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/inspect/inspect_page.h"
#include "ui/inspect/verdicts.h"
#include "ui/window/aim_tools.h"
#include "ui/window/document_words.h"
#include "ui/window/file_watch.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace nei::ui {
namespace {

constexpr int search_width = 236;
constexpr int least_search_width = 140;
constexpr int most_search_letters = 1'000;
constexpr int search_after_ms = 150; // after the last letter

} // namespace

DocumentArea::DocumentArea(const Services& services, const Actions& actions, QWidget* welcome, QWidget* parent)
    : QWidget(parent), services_(services), open_(actions[ActionId::open]), welcome_(welcome),
      strip_(new ProgressStrip), pages_(new QStackedWidget) {
    makeTabs();
    makeTools(actions);
    strip_->hide();
    connect(strip_, &ProgressStrip::cancelled, actions[ActionId::cancel], &QAction::trigger);
    pages_->addWidget(welcome_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(tabs_);
    column->addWidget(tools_);
    column->addWidget(strip_);
    column->addWidget(pages_, 1);
    showCurrent();
}

DocumentArea::~DocumentArea() = default;

void DocumentArea::makeTabs() {
    tabs_ = new QTabBar;
    tabs_->setObjectName(QStringLiteral("documents"));
    tabs_->setDocumentMode(true);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setMovable(true);
    tabs_->setElideMode(Qt::ElideRight);
    tabs_->setIconSize({16, 16});
    tabs_->setAccessibleName(tr("Open documents"));
    connect(tabs_, &QTabBar::currentChanged, this, &DocumentArea::showCurrent);
    // Leads back from the welcome page to the tab that is current all the while.
    connect(tabs_, &QTabBar::tabBarClicked, this, [this](int tab) {
        if (tab == tabs_->currentIndex()) showCurrent();
    });
}

void DocumentArea::makeTools(const Actions& actions) {
    tools_ = new QToolBar(tr("Tools"));
    tools_->setObjectName(QStringLiteral("tools"));
    tools_->setIconSize({16, 16});
    tools_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (const ActionId id : {ActionId::open, ActionId::open_folder, ActionId::read_again}) {
        tools_->addAction(actions[id]);
        QWidget* button = tools_->widgetForAction(actions[id]);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAccessibleName(actions[id]->toolTip());
    }
    aim_ = new AimTools(services_.theme);
    tools_->addSeparator();
    tools_->addWidget(aim_);
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    tools_->addWidget(space);
    tools_->addWidget(makeSearch(actions));
}

QWidget* DocumentArea::makeSearch(const Actions& actions) {
    search_ = icon_field(services_.theme, QStringLiteral("search"), tr("Find key, value or file"),
                         tr("Find in the whole bundle"));
    search_->setObjectName(QStringLiteral("search"));
    search_->setToolTip(tr("Find a key, value, file or identifier anywhere in the bundle (%1)")
                            .arg(actions[ActionId::find]->shortcut().toString(QKeySequence::NativeText)));
    search_->setMinimumWidth(least_search_width);
    search_->setMaximumWidth(search_width);
    search_->setMaxLength(most_search_letters);
    search_->installEventFilter(this);
    search_delay_.setSingleShot(true);
    search_delay_.setInterval(search_after_ms);
    connect(search_, &QLineEdit::textEdited, &search_delay_, qOverload<>(&QTimer::start));
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty()) search_delay_.start(0); // the button that clears it is not "edited"
    });
    connect(&search_delay_, &QTimer::timeout, this, [this] {
        if (InspectPage* page = currentPage()) page->search(search_->text());
    });
    connect(search_, &QLineEdit::returnPressed, this, [this] {
        InspectPage* page = currentPage();
        if (page == nullptr) return;
        if (page->searchText() != search_->text()) return page->search(search_->text());
        page->stepSearch(1);
    });
    return search_;
}

bool DocumentArea::eventFilter(QObject* watched, QEvent* event) {
    const auto is_escape = [event] { return static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape; };
    if (event->type() == QEvent::ShortcutOverride && is_escape()) {
        event->accept(); // here it clears the search; elsewhere it stops what is being read
        return true;
    }
    if (event->type() == QEvent::KeyPress && is_escape()) {
        search_->clear();
        if (InspectPage* page = currentPage()) page->tree()->setFocus(Qt::ShortcutFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void DocumentArea::startSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

ViewServices DocumentArea::viewServices() const {
    return {
        services_.theme, services_.workers,
        [&dialogs = services_.dialogs](QWidget* parent, const QString& name) { return dialogs.saveFile(parent, name); },
        [&dialogs = services_.dialogs](const QString& address) { dialogs.openAddress(address); }};
}

Document* DocumentArea::open(OpenRequest request) {
    const std::filesystem::path wanted = request.path.lexically_normal();
    for (int tab = 0; tab < tabs_->count(); ++tab) {
        InspectPage* page = pageAt(tab);
        if (page->document().path() != wanted || isExample(page) != request.example) continue;
        tabs_->setCurrentIndex(tab);
        showCurrent();
        return &page->document();
    }
    auto* document = new Document(wanted, std::move(request.opener), services_.workers);
    auto* page = new InspectPage(viewServices(), *document);
    page->useSettings(services_.settings);
    document->setParent(page);
    page->setFocusProxy(page->tree());
    if (request.example) examples_.insert(page);
    if (services_.settings != nullptr && !request.example)
        new FileWatch(*document, *services_.settings, services_.workers, page);
    follow(page);
    addTab(page);
    document->load();
    page->setFocus(Qt::OtherFocusReason);
    return document;
}

void DocumentArea::follow(InspectPage* page) {
    Document& document = page->document();
    connect(page, &InspectPage::helpWanted, this, &DocumentArea::showWelcome);
    connect(page, &InspectPage::openWanted, open_, &QAction::trigger);
    connect(page, &InspectPage::searched, this, [this, page] {
        if (page == currentPage() && !search_->hasFocus()) search_->setText(page->searchText());
    });
    connect(&document, &Document::changed, this, [this, page] {
        showTab(page);
        if (page->document().state() == Document::State::ready) Q_EMIT wasRead(page);
    });
    connect(&document, &Document::judgedChanged, this, [this, page] { showTab(page); });
    connect(page, &InspectPage::lowerChanged, this, [this, page] {
        if (page == currentPage()) Q_EMIT currentChanged();
    });
    for (JobSlot* job : {&document.job(), &document.checkJob()}) {
        connect(job, &JobSlot::becameSlow, this, &DocumentArea::showProgress);
        connect(job, &JobSlot::progressed, this, [this, page](const Progress& progress) {
            if (currentPage() == page) strip_->setProgress(page->document().fileName(), progress);
        });
        connect(job, &JobSlot::ended, this, [this] {
            showProgress();
            Q_EMIT currentChanged();
        });
    }
}

void DocumentArea::addTab(InspectPage* page) {
    pages_->addWidget(page);
    const int tab = tabs_->addTab(QString());
    tabs_->setTabData(tab, QVariant::fromValue<QWidget*>(page));
    auto* close_button = new QToolButton;
    close_button->setObjectName(QStringLiteral("closeTab"));
    close_button->setIcon(services_.theme.icon(QStringLiteral("close")));
    close_button->setIconSize({12, 12});
    close_button->setFocusPolicy(Qt::NoFocus);
    close_button->setToolTip(tr("Close this tab"));
    connect(close_button, &QToolButton::clicked, page, [this, page] { close(tabOf(page)); });
    tabs_->setTabButton(tab, QTabBar::RightSide, close_button);
    tabs_->setCurrentIndex(tab);
    showTab(page);
    showCurrent();
}

void DocumentArea::close(int tab) {
    InspectPage* page = pageAt(tab);
    if (page == nullptr) return;
    page->document().disconnect(this);
    page->document().job().disconnect(this);
    page->document().checkJob().disconnect(this);
    examples_.remove(page);
    tabs_->removeTab(tab);
    pages_->removeWidget(page);
    page->deleteLater(); // the click that closes it may come from inside it
    page->document().cancel();
    showCurrent();
}

void DocumentArea::cancelAll() {
    for (int tab = 0; tab < tabs_->count(); ++tab) pageAt(tab)->document().cancel();
}

int DocumentArea::count() const {
    return tabs_->count();
}

InspectPage* DocumentArea::pageAt(int tab) const {
    return qobject_cast<InspectPage*>(tabs_->tabData(tab).value<QWidget*>());
}

int DocumentArea::tabOf(const InspectPage* page) const {
    for (int tab = 0; tab < tabs_->count(); ++tab)
        if (pageAt(tab) == page) return tab;
    return -1;
}

InspectPage* DocumentArea::currentPage() const {
    return pageAt(tabs_->currentIndex());
}

QString DocumentArea::titleOf(const InspectPage& page) const {
    const QString title = page.document().title();
    return isExample(&page) ? tr("%1, example").arg(title) : title;
}

void DocumentArea::showTab(InspectPage* page) {
    const int tab = tabOf(page);
    if (tab < 0) return;
    const Document& document = page->document();
    const QString title = titleOf(*page);
    tabs_->setTabText(tab, without_mnemonic(title));
    tabs_->setTabIcon(tab, tabIcon(document));
    tabs_->setTabToolTip(tab, plain_tooltip(shown(document.path().string())));
    tabs_->tabButton(tab, QTabBar::RightSide)->setAccessibleName(tr("Close %1").arg(title));
    if (page != currentPage()) return;
    aim_->show(&page->document());
    Q_EMIT currentChanged();
}

/// Once it was judged, what the verdict is; before that what it is.
QIcon DocumentArea::tabIcon(const Document& document) const {
    const auto& judgement = document.judged().judgement;
    const bool judged = document.state() == Document::State::ready && judgement != nullptr && !judgement->roots.empty();
    if (!judged) return services_.theme.icon(document_icon(document));
    const Mark verdict = mark_of(judgement->verdict.state);
    const Mark mark = document.checking() == Checking::running && verdict != Mark::blocker ? Mark::running : verdict;
    return services_.theme.icon(mark_icon(mark), mark_colour(mark));
}

void DocumentArea::showCurrent() {
    InspectPage* page = currentPage();
    tabs_->setVisible(page != nullptr);
    tools_->setVisible(page != nullptr);
    pages_->setCurrentWidget(page != nullptr ? page : welcome_);
    if (page != nullptr) search_->setText(page->searchText());
    aim_->show(page != nullptr ? &page->document() : nullptr);
    showProgress();
    Q_EMIT currentChanged();
}

void DocumentArea::showWelcome() {
    pages_->setCurrentWidget(welcome_);
}

void DocumentArea::showProgress() {
    InspectPage* page = currentPage();
    const auto is_slow = [](const JobSlot& job) { return job.isRunning() && job.isSlow(); };
    const bool slow = page != nullptr && (is_slow(page->document().job()) || is_slow(page->document().checkJob()));
    strip_->setVisible(slow);
    if (slow) strip_->setProgress(page->document().fileName(), {});
}

void DocumentArea::stepTab(int step) {
    const int tab_count = tabs_->count();
    if (tab_count > 1) tabs_->setCurrentIndex((tabs_->currentIndex() + step + tab_count) % tab_count);
}

void DocumentArea::setIconsOnly(bool icons_only) {
    tools_->setToolButtonStyle(icons_only ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    aim_->setNarrow(icons_only);
}

} // namespace nei::ui
