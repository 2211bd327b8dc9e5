// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/two_line_list.h"

#include "ui/common/text.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>

namespace nei::ui {
namespace {

constexpr int least_row_height = 50;
constexpr int row_air = 14;
constexpr int edge = 14; ///< text to the edge of the list
constexpr int icon_size = 18;
constexpr int icon_gap = 10;
constexpr int mark_size = 14;
constexpr int gap = 8;
constexpr int mark_column = 116; ///< of a mark and its word
constexpr int right_column = 92; ///< of a size or a date

const TwoLine& row_of(const QModelIndex& index) {
    return static_cast<const TwoLineModel*>(index.model())->at(index.row());
}

} // namespace

void TwoLineModel::setRows(std::vector<TwoLine> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

int TwoLineModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant TwoLineModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const TwoLine& row = at(index.row());
    switch (role) {
    case Qt::DisplayRole: return row.title; // what typing looks for
    case Qt::ToolTipRole: return row.tooltip.isEmpty() ? QVariant() : plain_tooltip(row.tooltip);
    case Qt::AccessibleTextRole: {
        QStringList parts{row.title, row.second, mark_word(row.mark), row.word, row.right};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(", "));
    }
    default: return {};
    }
}

TwoLineDelegate::TwoLineDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), theme_(theme) {}

void TwoLineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const TwoLine& row = row_of(index);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->fillRect(option.rect, theme_.colour(focused   ? Colour::selection
                                                 : hovered ? Colour::hover
                                                           : Colour::surface));
    if (index.row() + 1 < index.model()->rowCount()) {
        painter->setPen(theme_.colour(Colour::border_soft));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    }
    const qreal ratio = painter->device()->devicePixelRatioF();
    const auto icon = [&](const QString& name, Colour colour, int size, int left) {
        painter->drawPixmap(left, option.rect.y() + (option.rect.height() - size) / 2,
                            theme_.pixmap(name, colour, size, ratio));
    };
    const auto text = [&](const QRect& rect, const QString& words, FontRole font, Colour colour,
                          Qt::Alignment alignment, Qt::TextElideMode elide) {
        painter->setFont(theme_.font(font));
        painter->setPen(theme_.colour(colour));
        painter->drawText(rect, static_cast<int>(alignment) | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(words, elide, rect.width()));
    };
    QRect rect = option.rect.adjusted(edge, 0, -edge, 0);
    icon(row.icon, Colour::text_secondary, icon_size, rect.x());
    rect.setLeft(rect.x() + icon_size + icon_gap);
    if (!row.right.isEmpty()) {
        text({rect.right() - right_column + 1, rect.y(), right_column, rect.height()}, row.right, FontRole::body,
             Colour::text_secondary, Qt::AlignRight | Qt::AlignVCenter, Qt::ElideRight);
        rect.setRight(rect.right() - right_column - gap);
    }
    if (row.mark != Mark::none) {
        const int left = rect.right() - mark_column;
        icon(mark_icon(row.mark), mark_colour(row.mark), mark_size, left);
        text({left + mark_size + gap, rect.y(), mark_column - mark_size - gap, rect.height()}, row.word, FontRole::body,
             mark_colour(row.mark), Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideRight);
        rect.setRight(left - gap);
    }
    const int title_height = QFontMetrics(theme_.font(FontRole::body)).height();
    const int second_height = row.second.isEmpty() ? 0 : QFontMetrics(theme_.font(FontRole::small)).height();
    const int top = rect.y() + (rect.height() - title_height - second_height) / 2;
    text({rect.x(), top, rect.width(), title_height}, row.title, FontRole::body, Colour::text,
         Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideMiddle);
    text({rect.x(), top + title_height, rect.width(), second_height}, row.second, FontRole::small,
         Colour::text_secondary, Qt::AlignLeft | Qt::AlignVCenter, Qt::ElideRight);
    painter->restore();
}

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    const int lines =
        QFontMetrics(theme_.font(FontRole::body)).height() + QFontMetrics(theme_.font(FontRole::small)).height();
    return {0, std::max(least_row_height, lines + row_air)};
}

TwoLineList::TwoLineList(const Theme& theme, const QString& name, QWidget* parent) : QListView(parent), theme_(theme) {
    setAccessibleName(name);
    setModel(&model_);
    setItemDelegate(new TwoLineDelegate(theme, this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setUniformItemSizes(true);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QListView::clicked, this, &TwoLineList::choose);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TwoLineList::setRows(std::vector<TwoLine> rows) {
    model_.setRows(std::move(rows));
    updateGeometry();
}

QSize TwoLineList::sizeHint() const {
    const int height = model_.rowCount() == 0 ? 0 : sizeHintForRow(0) * model_.rowCount();
    return {QListView::sizeHint().width(), height};
}

QSize TwoLineList::minimumSizeHint() const {
    return {0, sizeHint().height()};
}

void TwoLineList::choose(const QModelIndex& index) {
    if (index.isValid()) Q_EMIT chosen(model_.at(index.row()).key);
}

void TwoLineList::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return choose(currentIndex());
    QListView::keyPressEvent(event);
}

void TwoLineList::focusInEvent(QFocusEvent* event) {
    const Qt::FocusReason reason = event->reason();
    focus_ring_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && model_.rowCount() > 0) setCurrentIndex(model_.index(0));
    viewport()->update();
}

void TwoLineList::focusOutEvent(QFocusEvent* event) {
    QListView::focusOutEvent(event);
    viewport()->update();
}

void TwoLineList::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if (!focus_ring_ || !hasFocus()) return;
    QPainter painter(viewport());
    painter.setPen(QPen(theme_.colour(Colour::accent), 2));
    painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
}

void TwoLineList::wheelEvent(QWheelEvent* event) {
    event->ignore(); // the page scrolls, the list never does
}

} // namespace nei::ui
