// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tree_view.h"

#include "ui/common/cell_delegate.h"

#include <QApplication>
#include <QClipboard>
#include <QFocusEvent>
#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace nei::ui {
namespace {

constexpr int branch_icon = 12;
constexpr int table_row = 24;
constexpr int tree_row = 26;
constexpr int tree_indentation = 14;
constexpr int most_rows_measured = 2000; // beyond, a wider cell is elided

} // namespace

bool SortProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    if (left.data(SpannedRole).toBool() && right.data(SpannedRole).toBool())
        return sortOrder() == Qt::AscendingOrder ? left.row() < right.row() : left.row() > right.row();
    return QSortFilterProxyModel::lessThan(left, right);
}

TreeView::TreeView(const Theme& theme, TreeModel* model, Style style, const QString& name, QWidget* parent)
    : QTreeView(parent), theme_(theme), model_(model), proxy_(new SortProxy(this)), style_(style) {
    setAccessibleName(name);
    proxy_->setSortRole(SortRole);
    proxy_->setSortCaseSensitivity(Qt::CaseInsensitive);
    proxy_->setSourceModel(model);
    setModel(proxy_);
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
    connect(proxy_, &QAbstractItemModel::modelReset, this, &TreeView::showRows);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    showRows();
}

void TreeView::showRows() {
    expandAll();
    spanHeadings({});
    applyShares();
    if (fit_last_column_) measureLastColumn();
    if (fitted_rows_ > 0) updateGeometry();
}

void TreeView::spanHeadings(const QModelIndex& parent) {
    for (int row = 0; row < proxy_->rowCount(parent); ++row) {
        const QModelIndex index = proxy_->index(row, 0, parent);
        setFirstColumnSpanned(row, parent, index.data(SpannedRole).toBool());
        spanHeadings(index);
    }
}

QVariant TreeView::currentKey() const {
    return currentIndex().data(KeyRole);
}

void TreeView::selectKey(const QVariant& key) {
    const QModelIndex index = proxy_->mapFromSource(model_->find(key));
    if (!index.isValid()) return;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

QString TreeView::selectedText() const {
    QModelIndexList rows = selectionModel()->selectedRows();
    // selectedRows() is in the order of selecting; a copy reads from top to bottom.
    std::ranges::sort(rows, {}, [this](const QModelIndex& index) { return visualRect(index).top(); });
    QStringList lines;
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (int column = 0; column < proxy_->columnCount(); ++column) {
            const bool heading = row.data(SpannedRole).toBool() && column > 0;
            if (!isColumnHidden(column) && !heading)
                cells.append(row.siblingAtColumn(column).data(WholeTextRole).toString());
        }
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n'));
}

void TreeView::copySelection() const {
    QApplication::clipboard()->setText(selectedText());
}

void TreeView::fitHeight(int most) {
    fitted_rows_ = most;
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    updateGeometry();
}

QSize TreeView::sizeHint() const {
    QSize hint = QTreeView::sizeHint();
    if (fitted_rows_ == 0) return hint;
    const int rows = std::clamp(shownRows({}), 1, fitted_rows_);
    const int row_height = itemDelegate()->sizeHint(QStyleOptionViewItem(), proxy_->index(0, 0)).height();
    hint.setHeight(rows * row_height + (isHeaderHidden() ? 0 : header()->sizeHint().height()));
    return hint;
}

QSize TreeView::minimumSizeHint() const {
    return fitted_rows_ == 0 ? QTreeView::minimumSizeHint() : QSize(0, sizeHint().height());
}

int TreeView::shownRows(const QModelIndex& parent) const {
    int rows = proxy_->rowCount(parent);
    for (int row = 0; row < proxy_->rowCount(parent) && rows < fitted_rows_; ++row)
        rows += shownRows(proxy_->index(row, 0, parent));
    return rows;
}

void TreeView::fitLastColumn() {
    fit_last_column_ = true;
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(1);
    const int last = proxy_->columnCount() - 1;
    for (int column = 0; column < last; ++column) header()->setSectionResizeMode(column, QHeaderView::Stretch);
    header()->setSectionResizeMode(last, QHeaderView::Fixed);
    measureLastColumn();
}

void TreeView::measureLastColumn() {
    // The header's own ResizeToContents measures only rows that are in sight, and none before the view is shown.
    const int last = proxy_->columnCount() - 1;
    int width = 1;
    int measured = 0;
    for (QModelIndex at = proxy_->index(0, 0); at.isValid() && measured < most_rows_measured; at = indexBelow(at)) {
        width = std::max(width, itemDelegate()->sizeHint({}, at.siblingAtColumn(last)).width());
        ++measured;
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

void TreeView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentChangedTo(proxy_->mapToSource(current));
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

void TreeView::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
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
