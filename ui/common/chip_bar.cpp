// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/chip_bar.h"

#include "ui/common/flow_layout.h"
#include "ui/common/text.h"

#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace nei::ui {
namespace {

constexpr int gap = 6;
constexpr int chip_icon = 14;
constexpr int most_letters = 60; // no team and no platform has a longer name; the tooltip is whole
constexpr int chip_padding = 8;  // 7 and a border of 1, as in the style sheet

} // namespace

Chip::Chip(const Theme& theme, const ChipText& text, QWidget* parent)
    : QLabel(parent), theme_(theme), mark_(text.mark) {
    setObjectName(QStringLiteral("chip"));
    setTextFormat(Qt::PlainText);
    const bool cut = text.text.size() > most_letters;
    setText(cut ? text.text.left(most_letters) + QChar(0x2026) : text.text);
    setToolTip(plain_tooltip(cut && text.tooltip.isEmpty() ? text.text : text.tooltip));
    setFont(theme.font(FontRole::small));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    const QString word = mark_word(mark_);
    setAccessibleName(word.isEmpty() ? text.text : word + QStringLiteral(": ") + text.text);
    // The style sheet's padding is what the box model adds; an indent makes room for the mark inside it.
    if (mark_ != Mark::none) setContentsMargins(chip_icon + gap, 0, 0, 0);
}

void Chip::paintEvent(QPaintEvent* event) {
    QLabel::paintEvent(event);
    if (mark_ == Mark::none) return;
    QPainter painter(this);
    painter.drawPixmap(chip_padding, (height() - chip_icon) / 2,
                       theme_.pixmap(mark_icon(mark_), mark_colour(mark_), chip_icon, devicePixelRatioF()));
}

ChipBar::ChipBar(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme), more_(new QToolButton(this)) {
    new FlowLayout(gap, gap, this);
    more_->setObjectName(QStringLiteral("moreChips"));
    more_->setAccessibleName(tr("More facts"));
    more_->setFont(theme.font(FontRole::small));
    more_->setPopupMode(QToolButton::InstantPopup);
    more_->setMenu(new QMenu(more_));
    more_->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    layout()->addWidget(more_);
    more_->hide();
}

void ChipBar::setChips(const std::vector<ChipText>& chips) {
    for (Chip* chip : chips_) delete chip;
    chips_.clear();
    layout()->removeWidget(more_);
    for (const ChipText& text : chips) {
        chips_.push_back(new Chip(theme_, text, this));
        layout()->addWidget(chips_.back());
    }
    layout()->addWidget(more_);
    arrange();
}

void ChipBar::setSingleLine(bool single) {
    if (single == single_line_) return;
    single_line_ = single;
    arrange();
}

void ChipBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (single_line_) arrange();
}

void ChipBar::arrange() {
    // The button is as wide as it can get, so that the count never changes what fits.
    more_->setText(tr("%n more fact(s)", nullptr, static_cast<int>(chips_.size())));
    const int button = more_->sizeHint().width();
    std::size_t fitting = chips_.size();
    if (single_line_) {
        int x = 0;
        for (std::size_t i = 0; i < chips_.size(); ++i) {
            x += chips_[i]->sizeHint().width() + gap;
            const bool last = i + 1 == chips_.size();
            if (x - gap + (last ? 0 : gap + button) > width()) {
                fitting = i;
                break;
            }
        }
    }
    more_->menu()->clear();
    for (std::size_t i = 0; i < chips_.size(); ++i) {
        chips_[i]->setVisible(i < fitting);
        if (i >= fitting) more_->menu()->addAction(without_mnemonic(chips_[i]->accessibleName()));
    }
    const int rest = static_cast<int>(chips_.size() - fitting);
    more_->setText(rest == 1 ? tr("1 more fact") : tr("%1 more facts").arg(rest));
    more_->setVisible(rest > 0);
    updateGeometry();
}

} // namespace nei::ui
