// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/cell_delegate.h"

#include "ui/common/tree_model.h"

#include <QApplication>
#include <QPainter>
#include <QTreeView>

#include <algorithm>

namespace nei::ui {
namespace {

constexpr int table_lead = 12; ///< before the first column of a table, as before its heading
constexpr int padding = 6;     ///< between the cell's edge and its content
constexpr int icon_gap = 6;    ///< icon to text
constexpr int tree_icon = 16;
constexpr int mark_icon_size = 14;
constexpr int rounding = 2; ///< text is elided by fractions of a pixel, which its advance rounds away
constexpr int row_air = 8;  ///< line height + this is the least height of a row

/// Whether nothing (no branch, no indentation) stands before the cell.
bool is_flush(const QStyleOptionViewItem& option, const QModelIndex& index) {
    const auto* tree = qobject_cast<const QTreeView*>(option.widget);
    return index.column() == 0 && tree != nullptr && (tree->indentation() == 0 || !tree->rootIsDecorated());
}

Mark mark_of(const QModelIndex& index) {
    return static_cast<Mark>(index.data(MarkRole).toInt());
}

} // namespace

CellDelegate::CellDelegate(const Theme& theme, int row_height, QObject* parent)
    : QStyledItemDelegate(parent), theme_(theme), row_height_(row_height) {}

QFont CellDelegate::fontFor(const QModelIndex& index) const {
    const auto tone = static_cast<Tone>(index.data(ToneRole).toInt());
    QFont font = theme_.font(index.data(MonospaceRole).toBool() ? FontRole::monospace : FontRole::body);
    if (tone == Tone::strong) font.setWeight(QFont::DemiBold);
    return font;
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem background = option;
    initStyleOption(&background, index);
    background.text.clear();
    background.icon = QIcon();
    const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &background, painter, option.widget);

    painter->save();
    QRect rect = option.rect.adjusted(is_flush(option, index) ? table_lead : padding, 0, -padding, 0);
    const Mark mark = mark_of(index);
    const QString icon = mark == Mark::none ? index.data(IconRole).toString() : mark_icon(mark);
    if (!icon.isEmpty()) {
        const int size = mark == Mark::none ? tree_icon : mark_icon_size;
        const Colour colour = mark != Mark::none                              ? mark_colour(mark)
                              : option.state.testFlag(QStyle::State_Selected) ? Colour::text
                                                                              : Colour::text_secondary;
        if (rect.width() >= size) {
            painter->drawPixmap(rect.x(), rect.y() + (rect.height() - size) / 2,
                                theme_.pixmap(icon, colour, size, painter->device()->devicePixelRatioF()));
        }
        rect.setLeft(rect.left() + size + icon_gap);
    }

    const auto tone = static_cast<Tone>(index.data(ToneRole).toInt());
    const Colour text_colour = mark != Mark::none        ? mark_colour(mark)
                               : tone == Tone::secondary ? Colour::text_secondary
                                                         : Colour::text;
    const QFont font = fontFor(index);
    const QFontMetrics metrics(font);
    const auto elide = static_cast<Qt::TextElideMode>(index.data(ElideRole).toInt());
    const QString text = metrics.elidedText(index.data(Qt::DisplayRole).toString(), elide, std::max(rect.width(), 0));
    painter->setFont(font);
    painter->setPen(theme_.colour(text_colour));
    const Qt::Alignment side = index.data(RightRole).toBool() ? Qt::AlignRight : Qt::AlignLeft;
    painter->drawText(rect, static_cast<int>(side | Qt::AlignVCenter) | Qt::TextSingleLine, text);

    const QString suffix = index.data(SuffixRole).toString();
    rect.setLeft(rect.left() + metrics.horizontalAdvance(text) + icon_gap);
    if (!suffix.isEmpty() && rect.width() > 4 * icon_gap) {
        painter->setFont(theme_.font(FontRole::body));
        painter->setPen(theme_.colour(Colour::text_secondary));
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(suffix, Qt::ElideMiddle, rect.width()));
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const QFontMetrics metrics(fontFor(index));
    const QString text = index.data(Qt::DisplayRole).toString();
    int width = text.isEmpty() ? 0 : 2 * padding + metrics.horizontalAdvance(text) + rounding;
    const Mark mark = mark_of(index);
    if (mark != Mark::none)
        width += mark_icon_size + icon_gap;
    else if (!index.data(IconRole).toString().isEmpty())
        width += tree_icon + icon_gap;
    return {width, std::max(row_height_, QFontMetrics(theme_.font(FontRole::body)).height() + row_air)};
}

} // namespace nei::ui
