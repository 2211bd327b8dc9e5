// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tree_model.h"

#include <QSet>
#include <QTreeView>

namespace nei::ui {

/// Every tree and table of the window: the same painting, keys, sorting and copying.
class TreeView : public QTreeView {
    Q_OBJECT

public:
    enum class Style {
        tree, ///< no header, no lines, 26 px rows: the code items
        table ///< header, lines between rows, 24 px rows, sorting
    };

    /// Shows `model` (which stays the caller's). `name` is the accessible name.
    TreeView(const Theme& theme, TreeModel* model, Style style, const QString& name, QWidget* parent = nullptr);

    TreeModel* rows() const { return model_; }

    /// Key of the current row; invalid without one.
    QVariant currentKey() const;
    /// Makes the row with this key the current one: now, or once rows that are being built are there.
    void selectKey(const QVariant& key);

    /// Selected rows, in the order of the view.
    QModelIndexList selectedInOrder() const;
    /// Columns in sight, in the order in which the user sees them.
    QList<int> shownColumns() const;

    /// Makes the view as high as its rows, up to `most` rows; then it scrolls.
    void fitHeight(int most);

    /// The last column is as wide as its content, the others share the rest.
    void fitLastColumn();
    /// Its content is another.
    void measureLastColumn();

    /// How the columns share the width, in percent, until the user moves one. Hidden columns leave theirs to the rest.
    void setColumnShares(QList<int> shares);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChangedTo(const QModelIndex& index);
    /// The row that was to be selected is there, but the filter hides it.
    void filterInTheWay();

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void rememberPlace();
    void showRows();
    void expandFirst();
    void spanHeadings(const ShownNode& parent);
    void applyShares();

    const Theme& theme_;
    TreeModel* model_;
    Style style_;
    int fitted_rows_ = 0;
    QList<int> shares_;
    bool sharing_ = false;
    bool fit_last_column_ = false;
    bool focus_ring_ = false;
    QVariant wanted_;                      ///< key to select once rows are there
    const RowNode* current_ = nullptr;     ///< while rows are rearranged
    QSet<const RowNode*> opened_, closed_; ///< by the user
    bool showing_rows_ = false;
};

} // namespace nei::ui
