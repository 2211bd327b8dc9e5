// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/verdict_strip.h"

#include "ui/common/text.h"

#include <QHBoxLayout>
#include <QPainter>

namespace nei::ui {
namespace {

constexpr int icon_size = 16;
constexpr int radius = 5;

Colour fill_of(Mark mark) {
    switch (mark) {
    case Mark::blocker: return Colour::blocker_fill;
    case Mark::warning: return Colour::warning_fill;
    case Mark::note: return Colour::note_fill;
    case Mark::ok: return Colour::ok_fill;
    case Mark::unknown: return Colour::unknown_fill;
    case Mark::none:
    case Mark::running: break;
    }
    return Colour::panel;
}

} // namespace

VerdictStrip::VerdictStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), icon_(new IconLabel(theme, {}, Colour::text_secondary, icon_size)),
      sentence_(fact_label({})) {
    QFont medium = theme.font(FontRole::body);
    medium.setWeight(QFont::Medium);
    sentence_->setFont(medium);
    sentence_->setWordWrap(true);
    sentence_->setAccessibleName(tr("Verdict"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 10, 6);
    row->setSpacing(8);
    row->addWidget(icon_, 0, Qt::AlignTop);
    row->addWidget(sentence_, 1);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void VerdictStrip::setVerdict(Mark mark, const QString& sentence) {
    mark_ = mark;
    icon_->setIcon(mark_icon(mark), mark_colour(mark));
    icon_->setToolTip(mark_word(mark));
    icon_->setAccessibleName(mark_word(mark));
    icon_->setVisible(mark != Mark::none);
    sentence_->setText(sentence);
    setVisible(!sentence.isEmpty());
    update();
}

void VerdictStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    // With high contrast the fill is the surface, and a line says the same.
    painter.setPen(theme_.isHighContrast() ? QPen(theme_.colour(mark_colour(mark_))) : QPen(Qt::NoPen));
    painter.setBrush(theme_.colour(fill_of(mark_)));
    const qreal edge = theme_.isHighContrast() ? 0.5 : 0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(edge, edge, -edge, -edge), radius, radius);
}

} // namespace nei::ui
