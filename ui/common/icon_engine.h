// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QIconEngine>
#include <QPointer>

namespace nei::ui {

/// Draws a line icon in a colour. `size` is in logical pixels; the line is 1.5 px wide at every size. A transparent
/// pixmap where there is no icon of that name.
QPixmap draw_icon(const QString& name, const QColor& colour, int size, qreal device_pixel_ratio);

/// Draws an icon in the colour that the theme has at the moment of painting.
class IconEngine : public QIconEngine {
public:
    IconEngine(const Theme& theme, QString name, Colour colour);

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    QSize actualSize(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    bool isNull() override { return false; }
    QIconEngine* clone() const override { return new IconEngine(*this); }

private:
    QColor colourFor(QIcon::Mode mode) const;

    QPointer<const Theme> theme_;
    QString name_;
    Colour colour_;
};

} // namespace nei::ui
