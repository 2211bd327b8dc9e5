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
      tree_(new TreeView(theme, tree_model_, TreeView::Style::tree, tr("Code items"))), item_view_(new ItemView(theme)),
      problems_(new ProblemsPane(theme)) {
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
    columns_->addWidget(item_view_);
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
        bool is_item = false;
        const int item = index.data(KeyRole).toInt(&is_item);
        if (is_item && index.data(KeyRole).typeId() == QMetaType::Int)
            item_view_->setItem(shown_, static_cast<std::size_t>(item),
                                std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
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
    const QVariant selected_path =
        shown_ && tree_->currentKey().typeId() == QMetaType::Int
            ? QVariant(shown(shown_->items[static_cast<std::size_t>(tree_->currentKey().toInt())].path))
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
    selectItem(item);
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

bool InspectPage::problemsShown() const {
    return !problems_->isHidden();
}

void InspectPage::showProblems(bool show) {
    problems_->setVisible(show);
    if (show) panes_->setSizes({std::max(panes_->height() - problems_height, problems_height), problems_height});
}

void InspectPage::focusPane(bool forwards) {
    if (stack_->currentWidget() != panes_) return;
    const std::array<QWidget*, 3> panes{tree_, item_view_, problems_};
    const std::array<QWidget*, 3> targets{tree_, item_view_->table(), problems_->table()};
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
    if (narrow == narrow_) return;
    narrow_ = narrow;
    const int tree = narrow ? narrow_tree_width : tree_width;
    columns_->setSizes({tree, std::max(width() - tree, tree)});
}

} // namespace nei::ui
