// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/inspect_page.h"

#include "ui/common/text.h"
#include "ui/common/tree_view.h"
#include "ui/common/widgets.h"
#include "ui/inspect/code_tree.h"
#include "ui/inspect/problems_pane.h"

#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

namespace nei::ui {
namespace {

constexpr int tree_width = 312;
constexpr int narrow_tree_width = 244;
constexpr int least_tree_width = 200;
constexpr int problems_height = 180;
/// Sizes of the whole page, below which things give way.
constexpr int narrow_below = 930;
constexpr int low_below = 620;

constexpr std::size_t no_package = ~std::size_t{0};

/// Whether some item has something to say in the State column.
bool has_states(const TreeModel& model, const QModelIndex& parent) {
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex item = model.index(row, 0, parent);
        if (!item.siblingAtColumn(1).data().toString().isEmpty() || has_states(model, item)) return true;
    }
    return false;
}

} // namespace

InspectPage::InspectPage(const Theme& theme, Document& document, QWidget* parent)
    : QWidget(parent), theme_(theme), document_(document), stack_(new QStackedWidget), message_(new MessagePane(theme)),
      panes_(new QSplitter(Qt::Vertical)), columns_(new QSplitter(Qt::Horizontal)),
      tree_head_(new PaneHead(theme, tr("Code items"))), tree_model_(new TreeModel({tr("Name"), tr("State")}, this)),
      tree_(new TreeView(theme, tree_model_, TreeView::Style::tree, tr("Code items"))), views_(new QStackedWidget),
      item_view_(new ItemView(theme)), package_view_(new PackageView(theme)), problems_(new ProblemsPane(theme)) {
    auto* side = new QWidget;
    side->setMinimumWidth(least_tree_width);
    auto* side_column = new QVBoxLayout(side);
    side_column->setContentsMargins(0, 0, 0, 0);
    side_column->setSpacing(0);
    side_column->addWidget(tree_head_);
    side_column->addWidget(tree_, 1);
    tree_->setSelectionMode(QAbstractItemView::SingleSelection);
    tree_->fitLastColumn();

    for (QSplitter* splitter : {panes_, columns_}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    columns_->addWidget(side);
    views_->addWidget(item_view_);
    views_->addWidget(package_view_);
    columns_->addWidget(views_);
    columns_->setStretchFactor(1, 1);
    columns_->setSizes({tree_width, tree_width * 3});
    panes_->addWidget(columns_);
    panes_->addWidget(problems_);
    panes_->setStretchFactor(0, 1);
    problems_->hide();

    stack_->addWidget(message_);
    stack_->addWidget(panes_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);

    connect(tree_, &TreeView::currentChangedTo, this, [this](const QModelIndex& index) {
        const QVariant key = index.data(KeyRole);
        if (key.typeId() == QMetaType::Int) showKey(key.toInt());
    });
    connect(problems_, &ProblemsPane::itemChosen, this, &InspectPage::selectItem);
    connect(&document, &Document::changed, this, &InspectPage::showDocument);
    showDocument();
}

void InspectPage::showDocument() {
    if (document_.bundle() && document_.bundle() != shown_) showBundle();
    if (document_.state() == Document::State::failed || !document_.bundle())
        showMessage();
    else
        stack_->setCurrentWidget(panes_);
}

void InspectPage::showBundle() {
    const QVariant key = tree_->currentKey();
    const bool was_selected = shown_ && key.typeId() == QMetaType::Int;
    const std::size_t package = was_selected ? package_of_key(key.toInt()).value_or(no_package) : no_package;
    const QVariant selected_path = was_selected && package == no_package
                                       ? QVariant(shown(shown_->items[static_cast<std::size_t>(key.toInt())].path))
                                       : QVariant();
    // The rows of the old bundle go before it does; the views keep what they show alive themselves.
    const BundlePointer old = std::exchange(shown_, document_.bundle());
    tree_model_->setRows(code_tree(*shown_));
    tree_->setColumnHidden(1, !has_states(*tree_model_, {}));
    tree_head_->setAddition(QString::number(shown_->items.size()));
    problems_->setBundle(*shown_);
    if (shown_->problems.empty()) problems_->hide();
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
        package_view_->setPackage(shown_, *package, now);
        views_->setCurrentWidget(package_view_);
    } else {
        item_view_->setItem(shown_, static_cast<std::size_t>(key), now);
        views_->setCurrentWidget(item_view_);
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

void InspectPage::selectItem(int item) {
    tree_->selectKey(item);
}

void InspectPage::selectPackage(std::size_t package) {
    tree_->selectKey(package_key(package));
}

bool InspectPage::problemsShown() const {
    return !problems_->isHidden();
}

void InspectPage::showProblems(bool show) {
    problems_->setVisible(show);
    if (show) panes_->setSizes({std::max(panes_->height() - problems_height, problems_height), problems_height});
}

void InspectPage::focusPane(bool forwards) {
    if (stack_->currentWidget() != panes_) return;
    const bool package = views_->currentWidget() == package_view_;
    const std::array<QWidget*, 3> panes{tree_, views_, problems_};
    const std::array<QWidget*, 3> targets{tree_, package ? package_view_->table() : item_view_->table(),
                                          problems_->table()};
    std::size_t current = forwards ? panes.size() - 1 : 1;
    for (std::size_t i = 0; i < panes.size(); ++i)
        if (focusWidget() != nullptr && (panes[i] == focusWidget() || panes[i]->isAncestorOf(focusWidget())))
            current = i;
    for (std::size_t step = 1; step <= panes.size(); ++step) {
        const std::size_t next = (current + (forwards ? step : panes.size() - step)) % panes.size();
        if (!targets[next]->isVisible()) continue;
        targets[next]->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

void InspectPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool narrow = width() < narrow_below;
    item_view_->setNarrow(narrow, height() < low_below);
    package_view_->setNarrow(narrow);
    if (narrow == narrow_) return;
    narrow_ = narrow;
    const int tree = narrow ? narrow_tree_width : tree_width;
    columns_->setSizes({tree, std::max(width() - tree, tree)});
}

} // namespace nei::ui
