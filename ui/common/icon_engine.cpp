// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <utility>

namespace nei::ui {

QPixmap draw_icon(const QString& name, const QColor& colour, int size, qreal device_pixel_ratio) {
    const QString key = QStringLiteral("nei:%1:%2:%3:%4").arg(name, colour.name()).arg(size).arg(device_pixel_ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;

    const int pixels = qRound(size * device_pixel_ratio);
    pixmap = QPixmap(pixels, pixels);
    pixmap.setDevicePixelRatio(device_pixel_ratio);
    pixmap.fill(Qt::transparent);
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (file.open(QIODevice::ReadOnly)) {
        QByteArray svg = file.readAll();
        svg.replace("currentColor", colour.name().toLatin1());
        svg.replace("stroke-width=\"1.5\"", "stroke-width=\"" + QByteArray::number(24.0 / std::max(size, 1)) + '"');
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        QSvgRenderer(svg).render(&painter, QRectF(0, 0, size, size));
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

IconEngine::IconEngine(const Theme& theme, QString name, Colour colour)
    : theme_(&theme), name_(std::move(name)), colour_(colour) {}

QColor IconEngine::colourFor(QIcon::Mode mode) const {
    const Colour wanted = mode == QIcon::Disabled ? Colour::text_disabled : colour_;
    return theme_ ? theme_->colour(wanted) : palette_colour(wanted, {});
}

void IconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) {
    const int size = std::min(rect.width(), rect.height());
    const QPixmap pixmap = draw_icon(name_, colourFor(mode), size, painter->device()->devicePixelRatioF());
    painter->drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, pixmap);
}

QPixmap IconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) {
    return draw_icon(name_, colourFor(mode), std::min(size.width(), size.height()), 1.0);
}

QPixmap IconEngine::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) {
    // `size` counts device pixels here.
    return draw_icon(name_, colourFor(mode), qRound(std::min(size.width(), size.height()) / scale), scale);
}

QSize IconEngine::actualSize(const QSize& size, QIcon::Mode, QIcon::State) {
    const int side = std::min(size.width(), size.height());
    return {side, side};
}

} // namespace nei::ui
