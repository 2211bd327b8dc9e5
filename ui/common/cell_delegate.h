// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QStyledItemDelegate>

namespace nei::ui {

/// Paints the cells of a TreeModel: an icon or a mark, the text in its tone and font, a quieter suffix. Values are
/// elided where their cell says; the selection keeps the text colours.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// `row_height`: least height in pixels; rows grow with the font.
    CellDelegate(const Theme& theme, int row_height, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QFont fontFor(const QModelIndex& index) const;

    const Theme& theme_;
    int row_height_;
};

} // namespace nei::ui
