// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tree_model.h"

#include <QSortFilterProxyModel>
#include <QTreeView>

namespace nei::ui {

/// Sorts by SortRole. Headings (spanned rows) keep their order; what is under them is sorted.
class SortProxy : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

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

    /// Key of the current row; invalid without one.
    QVariant currentKey() const;
    void selectKey(const QVariant& key);

    /// Selected rows as tab-separated whole values of the visible columns, one line a row.
    QString selectedText() const;
    void copySelection() const;

    /// Makes the view as high as its rows, up to `most` rows; then it scrolls.
    void fitHeight(int most);

    /// The last column is as wide as its content, the others share the rest.
    void fitLastColumn();

    /// How the columns share the width, in percent, until the user moves one. Hidden columns leave theirs to the rest.
    void setColumnShares(QList<int> shares);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChangedTo(const QModelIndex& source_index);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void showRows();
    void spanHeadings(const QModelIndex& parent);
    void applyShares();
    void measureLastColumn();
    int shownRows(const QModelIndex& parent) const;

    const Theme& theme_;
    TreeModel* model_;
    SortProxy* proxy_;
    Style style_;
    int fitted_rows_ = 0;
    QList<int> shares_;
    bool sharing_ = false;
    bool fit_last_column_ = false;
    bool focus_ring_ = false;
};

} // namespace nei::ui
