// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/inspect_page.h"

#include "ui/common/settings.h"
#include "ui/common/table_pane.h"
#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/inspect/code_tree.h"
#include "ui/inspect/findings_pane.h"
#include "ui/inspect/problems_pane.h"
#include "ui/inspect/search_pane.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace nei::ui {
namespace {

constexpr int tree_width = 312;
constexpr int narrow_tree_width = 244;
constexpr int least_tree_width = 200;
constexpr int lower_height = 200;
/// Sizes of the whole page, below which things give way.
constexpr int narrow_below = 930;
constexpr int low_below = 620;

constexpr int state_column = 1;

constexpr std::size_t no_package = ~std::size_t{0};

/// Whether some item has something to say in the State column by itself.
bool has_states(const ShownNode& parent) {
    return std::ranges::any_of(parent.children, [](const ShownNode& child) {
        const std::vector<Cell>& cells = child.node->row.cells;
        return (cells.size() > 1 && !cells[1].text.isEmpty()) || has_states(child);
    });
}

std::string before_colon(const std::string& keys) {
    return keys.substr(0, keys.find(':'));
}

} // namespace

InspectPage::InspectPage(const ViewServices& services, Document& document, QWidget* parent)
    : QWidget(parent), services_(services), document_(document), notice_(new QFrame), notice_text_(fact_label({})),
      stack_(new QStackedWidget), message_(new MessagePane(services.theme)), panes_(new QSplitter(Qt::Vertical)),
      columns_(new QSplitter(Qt::Horizontal)), tree_head_(new PaneHead(services.theme, tr("Code items"))),
      tree_model_(new TreeModel({tr("Name"), tr("State")}, this)),
      tree_(new TablePane(services.theme, tree_model_, TreeView::Style::tree, tr("Code items"))),
      views_(new QStackedWidget), item_view_(new ItemView(services)), lower_(new QStackedWidget),
      findings_(new FindingsPane(services)), problems_(new ProblemsPane(services.theme)),
      search_(new SearchPane(services)) {
    auto* side = new QWidget;
    side->setMinimumWidth(least_tree_width);
    QVBoxLayout* side_column = tight_column(side);
    side_column->addWidget(tree_head_);
    side_column->addWidget(tree_, 1);
    tree()->setSelectionMode(QAbstractItemView::SingleSelection);
    tree()->fitLastColumn();
    tree()->setDragEnabled(true);
    tree_model_->setUrlOf([this](const QVariant& key) {
        const int item = key.typeId() == QMetaType::Int ? key.toInt() : -1;
        if (item < 0 || folder().isEmpty()) return QUrl();
        return QUrl::fromLocalFile(folder() + QLatin1Char('/') +
                                   QString::fromStdString(listed_.bundle->items[static_cast<std::size_t>(item)].path));
    });

    for (QSplitter* splitter : {panes_, columns_}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    columns_->addWidget(side);
    views_->addWidget(item_view_);
    columns_->addWidget(views_);
    columns_->setStretchFactor(1, 1);
    columns_->setSizes({tree_width, tree_width * 3});
    lower_->addWidget(findings_);
    lower_->addWidget(problems_);
    lower_->addWidget(search_);
    panes_->addWidget(columns_);
    panes_->addWidget(lower_);
    panes_->setStretchFactor(0, 1);
    lower_->hide();

    stack_->addWidget(message_);
    stack_->addWidget(panes_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(notice_);
    column->addWidget(stack_);
    notice_->setObjectName(QStringLiteral("strip"));
    notice_->hide();
    QPushButton* detected = small_button(tr("Use the detected one"));
    auto* notice_row = new QHBoxLayout(notice_);
    notice_row->setContentsMargins(12, 4, 12, 4);
    notice_row->addWidget(notice_text_, 1);
    notice_row->addWidget(detected);
    connect(detected, &QPushButton::clicked, this, [this] {
        rules::Intent intent = document_.intent();
        intent.distribution.reset();
        document_.setIntent(std::move(intent));
    });

    connect(tree(), &TreeView::currentChangedTo, this, [this](const QModelIndex& index) {
        const QVariant key = index.data(KeyRole);
        if (key.typeId() == QMetaType::Int) showKey(key.toInt());
    });
    tree_model_->setLateCells(state_column, [this](const QVariant& key) -> const Cell* {
        const int item = key.typeId() == QMetaType::Int ? key.toInt() : -1;
        const bool known = item >= 0 && static_cast<std::size_t>(item) < states_.size() && listed_.bundle == shown_;
        const Cell* cell = known ? &states_[static_cast<std::size_t>(item)] : nullptr;
        return cell != nullptr && cell->mark != Mark::none ? cell : nullptr;
    });
    connect(tree_model_, &TreeModel::arranged, this, [this] {
        if (!tree_model_->shown().arrangement.isFiltered()) showStateColumn();
    });
    connect(findings_, &FindingsPane::findingChosen, this, [this](const rules::Finding& finding) { goTo(finding); });
    connect(findings_, &FindingsPane::foldWanted, this, [this](bool fold) { showFindings(!fold); });
    connect(&document, &Document::judgedChanged, this, &InspectPage::showJudged);
    later_.setSingleShot(true);
    connect(&later_, &QTimer::timeout, this, &InspectPage::showFindingsLater);
    connect(problems_, &ProblemsPane::itemChosen, this, &InspectPage::selectItem);
    connect(search_, &SearchPane::hitChosen, this, [this](const bundle::Hit& hit) { goTo(hit); });
    connect(search_, &SearchPane::closed, this, [this] { search({}); });
    connect(&document, &Document::changed, this, &InspectPage::showDocument);
    showDocument();
}

PackageView* InspectPage::packageView() {
    if (package_view_ != nullptr) return package_view_;
    package_view_ = new PackageView(services_.theme);
    views_->addWidget(package_view_);
    put_in_tab_order(item_view_, package_view_);
    package_view_->setNarrow(room_.narrow);
    return package_view_;
}

TreeView* InspectPage::tree() const {
    return tree_->view();
}

QString InspectPage::folder() const {
    return listed_.bundle && listed_.bundle->source.kind == source::SourceKind::folder
               ? QString::fromStdString(document_.path().lexically_normal().string())
               : QString();
}

void InspectPage::showDocument() {
    if (document_.bundle() && document_.bundle() != shown_) showBundle();
    if (document_.state() == Document::State::failed || !document_.bundle())
        showMessage();
    else
        stack_->setCurrentWidget(panes_);
}

void InspectPage::showBundle() {
    const QVariant key = tree()->currentKey();
    const bool was_selected = listed_.bundle && key.typeId() == QMetaType::Int;
    const std::size_t package = was_selected ? package_of_key(key.toInt()).value_or(no_package) : no_package;
    const QVariant selected_path =
        was_selected && package == no_package
            ? QVariant(shown(listed_.bundle->items[static_cast<std::size_t>(key.toInt())].path))
            : QVariant();
    shown_ = document_.bundle();
    tree_model_->build(
        services_.workers, [bundle = shown_](const TaskControl&) { return code_tree(*bundle); },
        [this, opened = Opened{shown_, document_.files()}] { listed_ = opened; });
    tree_head_->setAddition(QString::number(shown_->items.size()));
    problems_->setBundle(*shown_);
    if (shown_->problems.empty() && lower_->currentWidget() == problems_) closeLower();
    showJudged();
    if (const QString text = searchText(); !text.isEmpty()) search_->search(shown_, document_.files(), text);
    int item = 0;
    for (std::size_t i = 0; i < shown_->items.size(); ++i)
        if (selected_path.isValid() && shown(shown_->items[i].path) == selected_path.toString())
            item = static_cast<int>(i);
    if (!shown_->packages.empty() && (shown_->items.empty() || package != no_package))
        selectPackage(package < shown_->packages.size() ? package : 0);
    else
        selectItem(item);
}

void InspectPage::showKey(int key) {
    const Timestamp now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (const auto package = package_of_key(key)) {
        packageView()->setPackage(listed_.bundle, *package, now);
        views_->setCurrentWidget(package_view_);
    } else {
        const auto item = static_cast<std::size_t>(key);
        const bool known = listed_.bundle == document_.bundle(); // what was found out is of another one else
        const Judged judged = known ? document_.judged() : Judged();
        item_view_->setItem({listed_.bundle, listed_.files, item, now, folder(), judged},
                            verdict_of(*listed_.bundle, judged, document_.checking(), item));
        views_->setCurrentWidget(item_view_);
        findings_->setItem(item);
    }
}

void InspectPage::showMessage() {
    message_->clearButtons();
    switch (document_.state()) {
    case Document::State::loading:
        message_->setMessage(QStringLiteral("running"), Colour::text_secondary,
                             tr("Reading %1").arg(document_.fileName()), {});
        break;
    case Document::State::failed: {
        message_->setMessage(QStringLiteral("unknown"), Colour::unknown,
                             tr("%1 cannot be opened").arg(document_.fileName()), shown(document_.error().message));
        connect(message_->addButton(tr("Try again")), &QPushButton::clicked, &document_, &Document::load);
        connect(message_->addButton(tr("Open another file")), &QPushButton::clicked, this, &InspectPage::openWanted);
        connect(message_->addButton(tr("What can I drop?")), &QPushButton::clicked, this, &InspectPage::helpWanted);
        break;
    }
    case Document::State::stopped:
        message_->setMessage(QStringLiteral("stop"), Colour::text_secondary,
                             tr("Reading %1 was stopped").arg(document_.fileName()), {});
        connect(message_->addButton(tr("Read it")), &QPushButton::clicked, &document_, &Document::load);
        break;
    case Document::State::ready: break;
    }
    stack_->setCurrentWidget(message_);
}

bool InspectPage::isBusy() const {
    const TreeView* table = views_->currentWidget() == item_view_ ? item_view_->table() : nullptr;
    const bool view = table != nullptr && table->rows()->isBuilding();
    return document_.isBusy() || later_.isActive() || tree_model_->isBuilding() || search_->isBusy() || view;
}

void InspectPage::selectItem(int item) {
    tree()->selectKey(item);
}

void InspectPage::selectPackage(std::size_t package) {
    tree()->selectKey(package_key(package));
}

bool InspectPage::problemsShown() const {
    return !lower_->isHidden() && lower_->currentWidget() == problems_;
}

void InspectPage::showProblems(bool show) {
    if (show)
        showLower(problems_);
    else
        closeLower();
}

bool InspectPage::findingsShown() const {
    return !lower_->isHidden() && lower_->currentWidget() == findings_ && !findings_->isFolded();
}

void InspectPage::showFindings(bool show) {
    findings_wanted_ = show;
    findings_->setFolded(!show);
    showLower(findings_);
    Q_EMIT lowerChanged();
}

/// Back to the findings, or to nothing where the user folded them.
void InspectPage::closeLower() {
    const bool any = shown_ != nullptr && !shown_->structure_only && !shown_->items.empty();
    findings_->setFolded(!findings_wanted_ || room_.low);
    showLower(any ? findings_ : nullptr);
    Q_EMIT lowerChanged();
}

/// The bundle was judged, or more of it is known.
void InspectPage::showJudged() {
    if (shown_ == nullptr || document_.bundle() != shown_) return;
    showStates();
    showNotice();
    showVerdict();
    later_.start(0);
}

void InspectPage::showNotice() {
    const auto& wanted = document_.intent().distribution;
    const auto detected = detected_distribution(*shown_);
    notice_->setVisible(wanted && wanted != detected);
    if (!wanted) return;
    notice_text_->setText(detected ? tr("Shown as if shipped with %1. Detected: %2.")
                                         .arg(distribution_words(*wanted), distribution_words(*detected))
                                   : tr("Shown as if shipped with %1.").arg(distribution_words(*wanted)));
}

void InspectPage::showVerdict() {
    const QVariant key = tree()->currentKey();
    if (views_->currentWidget() != item_view_ || key.typeId() != QMetaType::Int || listed_.bundle != shown_) return;
    const auto item = static_cast<std::size_t>(key.toInt());
    if (item >= shown_->items.size()) return;
    const Judged& judged = document_.judged();
    item_view_->setJudged(judged, verdict_of(*shown_, judged, document_.checking(), item));
}

/// The findings come with the next events, and so does their pane when it is shown for the first time: all at once
/// would take longer than a frame.
void InspectPage::showFindingsLater() {
    if (std::exchange(room_changed_, false)) {
        findings_->setNarrow(room_.narrow);
        if (shown_ != nullptr) showStates();
        if (!lower_->isHidden() && lower_->currentWidget() == findings_) closeLower();
    }
    if (shown_ == nullptr || document_.bundle() != shown_) return;
    if (findings_->isOf(document_.judged(), document_.checking())) {
        if (lower_->isHidden() && document_.judged().judgement != nullptr) closeLower();
        return;
    }
    findings_->setJudged(shown_, document_.judged(), document_.checking(), document_.intent());
    later_.start(0);
}

/// What the tree says of its items.
void InspectPage::showStates() {
    states_ = state_cells(*shown_, document_.judged(), document_.checking(), room_.narrow);
    tree_model_->refreshLateCells();
    if (!tree_model_->shown().arrangement.isFiltered()) showStateColumn();
}

void InspectPage::showStateColumn() {
    const bool late = std::ranges::any_of(states_, [](const Cell& cell) { return cell.mark != Mark::none; });
    tree()->setColumnHidden(state_column, !late && !has_states(tree_model_->shown().root));
    tree()->measureLastColumn();
}

void InspectPage::showLower(QWidget* pane) {
    const bool was_shown = !lower_->isHidden() && lower_->maximumHeight() == QWIDGETSIZE_MAX;
    lower_->setVisible(pane != nullptr);
    if (pane == nullptr) return;
    lower_->setCurrentWidget(pane);
    const bool folded = pane == findings_ && findings_->isFolded();
    lower_->setMaximumHeight(folded ? findings_->headHeight() : QWIDGETSIZE_MAX);
    if (was_shown || folded) return;
    const int rest = std::max(panes_->height() - lower_height, lower_height);
    panes_->setSizes({rest, lower_height});
}

void InspectPage::search(const QString& text) {
    if (text.isEmpty() && searchText().isEmpty()) return;
    search_->search(shown_, document_.files(), text);
    if (!text.isEmpty())
        showLower(search_);
    else if (lower_->currentWidget() == search_)
        closeLower();
    Q_EMIT searched();
}

QString InspectPage::searchText() const {
    return search_->text();
}

bool InspectPage::isSearching() const {
    return search_->isSearching();
}

void InspectPage::stepSearch(int by) {
    if (searchText().isEmpty()) return;
    showLower(search_);
    search_->step(by);
}

void InspectPage::goTo(const bundle::Hit& hit) {
    selectItem(static_cast<int>(hit.item.value_or(0)));
    switch (hit.place) {
    case bundle::Place::item: break;
    case bundle::Place::info_plist: item_view_->showRow(ItemView::info_plist, shown(hit.key)); break;
    case bundle::Place::entitlement: item_view_->showRow(ItemView::entitlements, shown(before_colon(hit.key))); break;
    case bundle::Place::profile: item_view_->showView(ItemView::entitlements); break;
    case bundle::Place::signature: item_view_->showView(ItemView::signature); break;
    case bundle::Place::library: item_view_->showRow(ItemView::libraries, shown(hit.value)); break;
    case bundle::Place::file: item_view_->showRow(ItemView::files, shown(hit.path)); break;
    }
}

/// To what the finding is about: its item, and there the row of an entitlement, an Info.plist key or a file.
void InspectPage::goTo(const rules::Finding& finding) {
    if (finding.item >= shown_->items.size()) return; // it is of the bundle of before
    selectItem(static_cast<int>(finding.item));
    const bundle::CodeItem& item = shown_->items[finding.item];
    const std::string* about = finding.facts.find_string("key");
    const std::string& key = about != nullptr ? *about : finding.key;
    const auto is_claim = [&](const profile::Authorisation& row) { return row.key == key; };
    if (key.empty()) return;
    if (std::ranges::any_of(item.authorisation, is_claim))
        item_view_->showRow(ItemView::entitlements, shown(key));
    else if (item.info_plist && item.info_plist->find(key) != nullptr)
        item_view_->showRow(ItemView::info_plist, shown(key));
    else if (finding.rule == "seal-broken")
        item_view_->showRow(ItemView::files, shown(source::join(item.path, key)));
}

void InspectPage::focusPane(bool forwards) {
    if (stack_->currentWidget() != panes_) return;
    const bool package = package_view_ != nullptr && views_->currentWidget() == package_view_;
    const std::array<QWidget*, 3> panes{tree_, views_, lower_};
    const std::array<QWidget*, 3> targets{tree(), package ? package_view_->table() : item_view_->table(),
                                          lower_->currentWidget() == search_     ? search_->table()
                                          : lower_->currentWidget() == problems_ ? problems_->table()
                                                                                 : findings_->table()};
    std::size_t current = forwards ? panes.size() - 1 : 1;
    for (std::size_t i = 0; i < panes.size(); ++i)
        if (focusWidget() != nullptr && (panes[i] == focusWidget() || panes[i]->isAncestorOf(focusWidget())))
            current = i;
    for (std::size_t step = 1; step <= panes.size(); ++step) {
        const std::size_t next = (current + (forwards ? step : panes.size() - step)) % panes.size();
        if (targets[next] == nullptr || !targets[next]->isVisible()) continue;
        targets[next]->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

void InspectPage::useSettings(Settings* settings) {
    settings_ = settings;
    if (settings == nullptr) return;
    settings->restoreSplitter(columnsName(), *columns_);
    connect(columns_, &QSplitter::splitterMoved, this, [this] { settings_->saveSplitter(columnsName(), *columns_); });
}

/// Wide and narrow windows are remembered apart.
QString InspectPage::columnsName() const {
    return room_.narrow ? QStringLiteral("inspect-narrow") : QStringLiteral("inspect");
}

void InspectPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const Room room{width() < narrow_below, height() < low_below};
    if (room == room_ && event->oldSize().isValid()) return;
    const bool narrowness = room.narrow != room_.narrow;
    room_ = room;
    item_view_->setRoom(room);
    room_changed_ = true; // what follows from that comes with the next events
    later_.start(0);
    if (package_view_ != nullptr) package_view_->setNarrow(room.narrow);
    if (!narrowness) return;
    const int tree = room.narrow ? narrow_tree_width : tree_width;
    columns_->setSizes({tree, std::max(width() - tree, tree)});
    if (settings_ != nullptr) settings_->restoreSplitter(columnsName(), *columns_);
}

} // namespace nei::ui
