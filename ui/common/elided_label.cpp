// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/elided_label.h"

#include "ui/common/text.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

namespace nei::ui {
namespace {

constexpr int least_letters = 6;

} // namespace

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget* parent) : QLabel(parent), mode_(mode) {
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

void ElidedLabel::setWhole(const QString& text) {
    whole_ = text;
    fit();
    updateGeometry();
}

void ElidedLabel::setMore(const QString& tooltip) {
    more_ = tooltip;
    fit();
}

QString ElidedLabel::copied() const {
    return hasSelectedText() && isElided() ? whole_ : selectedText();
}

QSize ElidedLabel::sizeHint() const {
    const QMargins margins = contentsMargins();
    // A pixel more: widths of letters are rounded.
    return {fontMetrics().horizontalAdvance(whole_) + margins.left() + margins.right() + 1,
            QLabel::sizeHint().height()};
}

QSize ElidedLabel::minimumSizeHint() const {
    return {std::min(sizeHint().width(), least_letters * fontMetrics().averageCharWidth()),
            QLabel::minimumSizeHint().height()};
}

void ElidedLabel::fit() {
    const QString fitting = fontMetrics().elidedText(whole_, mode_, contentsRect().width());
    if (fitting != text()) setText(fitting);
    setToolTip(plain_tooltip(!more_.isEmpty() ? more_ : isElided() ? whole_ : QString()));
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    fit();
}

void ElidedLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::StyleChange) return;
    fit();
    updateGeometry();
}

void ElidedLabel::keyPressEvent(QKeyEvent* event) {
    if (!event->matches(QKeySequence::Copy) || copied().isEmpty()) return QLabel::keyPressEvent(event);
    QApplication::clipboard()->setText(copied());
}

void ElidedLabel::contextMenuEvent(QContextMenuEvent* event) {
    if (!isElided()) return QLabel::contextMenuEvent(event);
    QMenu menu(this);
    menu.addAction(tr("&Copy"), this, [this] { QApplication::clipboard()->setText(whole_); });
    menu.exec(event->globalPos());
}

} // namespace nei::ui
