// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tree_view.h"

#include "ui/common/cell_delegate.h"
#include "ui/common/copy.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QFocusEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace nei::ui {
namespace {

constexpr int branch_icon = 12;
constexpr int table_row = 24;
constexpr int tree_row = 26;
constexpr int tree_indentation = 14;
constexpr int most_texts_measured = 200; // beyond, a wider cell is elided
constexpr std::size_t most_rows_expanded = 5'000;

} // namespace

TreeView::TreeView(const Theme& theme, TreeModel* model, Style style, const QString& name, QWidget* parent)
    : QTreeView(parent), theme_(theme), model_(model), style_(style) {
    setAccessibleName(name);
    setModel(model);
    setItemDelegate(new CellDelegate(theme, style == Style::table ? table_row : tree_row, this));
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setFrameShape(NoFrame);
    setIndentation(tree_indentation);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    header()->setHighlightSections(false);
    header()->setFont(theme.font(FontRole::small));
    if (style == Style::table) {
        header()->setSortIndicatorClearable(true);
        header()->setSortIndicator(-1, Qt::AscendingOrder);
        setSortingEnabled(true);
        header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    } else {
        setHeaderHidden(true);
    }
    connect(header(), &QHeaderView::sectionResized, this, [this] {
        if (!sharing_ && isVisible() && QApplication::mouseButtons() != Qt::NoButton) shares_.clear();
    });
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex& index) {
        if (showing_rows_) return;
        opened_.insert(model_->nodeAt(index));
        closed_.remove(model_->nodeAt(index));
    });
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex& index) {
        if (showing_rows_) return;
        closed_.insert(model_->nodeAt(index));
        opened_.remove(model_->nodeAt(index));
    });
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &TreeView::rememberPlace);
    connect(model, &QAbstractItemModel::modelReset, this, &TreeView::showRows);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    showRows();
}

void TreeView::rememberPlace() {
    current_ = model_->isRearranging() ? model_->nodeAt(currentIndex()) : nullptr;
    if (model_->isRearranging()) return;
    opened_.clear();
    closed_.clear();
}

void TreeView::showRows() {
    showing_rows_ = true;
    expandFirst();
    if (model_->shown().rows->hasHeadings()) spanHeadings(model_->shown().root);
    applyShares();
    if (fit_last_column_) measureLastColumn();
    if (fitted_rows_ > 0) updateGeometry();
    if (wanted_.isValid() && !model_->isBuilding()) {
        current_ = nullptr;
        selectKey(std::exchange(wanted_, {}));
    } else if (current_ != nullptr) {
        const QModelIndex index = model_->indexOf(current_);
        if (index.isValid())
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        current_ = nullptr;
    }
    showing_rows_ = false;
}

void TreeView::expandFirst() {
    const ShownRows& shown = model_->shown();
    // What a filter found is shown, even in branches that the user had closed.
    const bool as_user_left = !shown.arrangement.isFiltered();
    if (shown.size <= most_rows_expanded && (!as_user_left || closed_.isEmpty())) return expandAll();
    // Wide before deep, until so many rows are in sight that more would only cost time.
    std::vector<const ShownNode*> level{&shown.root};
    std::size_t in_sight = shown.root.children.size();
    while (!level.empty()) {
        std::vector<const ShownNode*> next;
        for (const ShownNode* parent : level) {
            for (const ShownNode& child : parent->children) {
                if (child.children.empty()) continue;
                const bool opened = as_user_left && opened_.contains(child.node);
                const bool closed = as_user_left && closed_.contains(child.node);
                const bool fits = in_sight + child.children.size() <= most_rows_expanded;
                if (!opened && (closed || !fits)) continue;
                in_sight += child.children.size();
                expand(model_->indexOf(child));
                next.push_back(&child);
            }
        }
        level = std::move(next);
    }
}

void TreeView::spanHeadings(const ShownNode& parent) {
    for (const ShownNode& child : parent.children) {
        if (child.node->row.spanned) setFirstColumnSpanned(child.position, model_->indexOf(parent), true);
        spanHeadings(child);
    }
}

QVariant TreeView::currentKey() const {
    return currentIndex().data(KeyRole);
}

void TreeView::selectKey(const QVariant& key) {
    wanted_ = {};
    if (model_->isBuilding()) {
        wanted_ = key; // the rows that are still here are those of before
        return;
    }
    QModelIndex index = model_->find(key);
    if (!index.isValid() && model_->hasKey(key)) {
        Q_EMIT filterInTheWay();
        index = model_->find(key);
        if (!index.isValid()) wanted_ = key; // a long list is arranged anew on a worker
    }
    if (!index.isValid()) return;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

QModelIndexList TreeView::selectedInOrder() const {
    QModelIndexList rows;
    std::vector<const ShownNode*> pending{&model_->shown().root};
    while (!pending.empty()) {
        const ShownNode* at = pending.back();
        pending.pop_back();
        const QModelIndex index = model_->indexOf(*at);
        if (index.isValid() && selectionModel()->isSelected(index)) rows.append(index);
        for (auto child = at->children.rbegin(); child != at->children.rend(); ++child) pending.push_back(&*child);
    }
    return rows;
}

QList<int> TreeView::shownColumns() const {
    QList<int> columns;
    for (int place = 0; place < header()->count(); ++place)
        if (const int column = header()->logicalIndex(place); !isColumnHidden(column)) columns.append(column);
    return columns;
}

void TreeView::fitHeight(int most) {
    fitted_rows_ = most;
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    updateGeometry();
}

QSize TreeView::sizeHint() const {
    QSize hint = QTreeView::sizeHint();
    if (fitted_rows_ == 0) return hint;
    const int rows = std::clamp(static_cast<int>(model_->shown().size), 1, fitted_rows_);
    const int row_height = itemDelegate()->sizeHint(QStyleOptionViewItem(), model_->index(0, 0)).height();
    hint.setHeight(rows * row_height + (isHeaderHidden() ? 0 : header()->sizeHint().height()));
    return hint;
}

QSize TreeView::minimumSizeHint() const {
    return fitted_rows_ == 0 ? QTreeView::minimumSizeHint() : QSize(0, sizeHint().height());
}

void TreeView::fitLastColumn() {
    fit_last_column_ = true;
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(1);
    const int last = model_->columnCount() - 1;
    for (int column = 0; column < last; ++column) header()->setSectionResizeMode(column, QHeaderView::Stretch);
    header()->setSectionResizeMode(last, QHeaderView::Fixed);
    measureLastColumn();
}

void TreeView::measureLastColumn() {
    // The header's own ResizeToContents measures only rows that are in sight, and none before the view is shown. Few
    // rows differ in this column, and measuring text is slow: each text once.
    const int last = model_->columnCount() - 1;
    int width = 1;
    QSet<QString> measured;
    std::vector<const ShownNode*> pending{&model_->shown().root};
    while (!pending.empty() && measured.size() < most_texts_measured) {
        const ShownNode* at = pending.back();
        pending.pop_back();
        for (const ShownNode& child : at->children) {
            pending.push_back(&child);
            const QModelIndex index = model_->indexOf(child, last);
            const QString text = index.data().toString();
            if (measured.contains(text)) continue;
            measured.insert(text);
            width = std::max(width, itemDelegate()->sizeHint({}, index).width());
        }
    }
    header()->resizeSection(last, width);
}

void TreeView::setColumnShares(QList<int> shares) {
    shares_ = std::move(shares);
    applyShares();
}

void TreeView::applyShares() {
    if (shares_.isEmpty()) return;
    int total = 0;
    int last = -1;
    for (int column = 0; column < shares_.size(); ++column) {
        if (isColumnHidden(column)) continue;
        total += shares_.at(column);
        last = column;
    }
    if (total == 0) return;
    sharing_ = true;
    int left = viewport()->width();
    for (int column = 0; column < shares_.size(); ++column) {
        if (isColumnHidden(column)) continue;
        const int width = column == last ? left : viewport()->width() * shares_.at(column) / total;
        header()->resizeSection(column, width);
        left -= width;
    }
    sharing_ = false;
}

void TreeView::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    applyShares();
}

QModelIndex TreeView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
    // Left closes an open branch and else goes to its parent, as in file managers; Fusion only scrolls.
    const QModelIndex current = currentIndex();
    const bool open = isExpanded(current) && model()->hasChildren(current);
    if (action == MoveLeft && !open && current.parent().isValid()) return current.parent().siblingAtColumn(0);
    return QTreeView::moveCursor(action, modifiers);
}

void TreeView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentChangedTo(current);
}

void TreeView::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const {
    if (selectionModel()->isSelected(index)) {
        const bool active = hasFocus() && isActiveWindow();
        painter->fillRect(rect, palette().color(active ? QPalette::Active : QPalette::Inactive, QPalette::Highlight));
    }
    if (!model()->hasChildren(index)) return;
    const QString icon = isExpanded(index) ? QStringLiteral("collapse") : QStringLiteral("expand");
    painter->drawPixmap(rect.right() - branch_icon, rect.y() + (rect.height() - branch_icon) / 2,
                        theme_.pixmap(icon, Colour::text_secondary, branch_icon, devicePixelRatioF()));
}

void TreeView::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const bool heading = style_ == Style::table && index.data(SpannedRole).toBool();
    if (heading) painter->fillRect(option.rect, theme_.colour(Colour::panel));
    QTreeView::drawRow(painter, option, index);
    if (style_ != Style::table) return;
    painter->setPen(theme_.colour(Colour::border_soft));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
}

void TreeView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    add_copy_actions(menu, *this);
    if (!actions().isEmpty()) {
        menu.addSeparator();
        menu.addActions(actions());
    }
    menu.exec(event->globalPos());
}

void TreeView::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    if (const ShownRows& shown = model_->shown(); shown.size == 0 && shown.rows->size() > 0) {
        QPainter painter(viewport());
        painter.setPen(theme_.colour(Colour::text_secondary));
        const QString text = shown.arrangement.filter.isEmpty()
                                 ? tr("There are none of these.")
                                 : tr("No row contains \"%1\".").arg(shown.arrangement.filter);
        painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignHCenter | Qt::TextWordWrap, text);
    }
    if (!focus_ring_ || !hasFocus()) return;
    QPainter painter(viewport());
    painter.setPen(QPen(theme_.colour(Colour::accent), 2));
    painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
}

void TreeView::focusInEvent(QFocusEvent* event) {
    const Qt::FocusReason reason = event->reason();
    focus_ring_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    QTreeView::focusInEvent(event);
    viewport()->update();
}

void TreeView::focusOutEvent(QFocusEvent* event) {
    QTreeView::focusOutEvent(event);
    viewport()->update();
}

} // namespace nei::ui
