// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/text.h"

#include "core/base/text.h"

#include <QLabel>

namespace nei::ui {

QString from_utf8(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString shown(std::string_view text, bool keep_lines) {
    return from_utf8(display_text(text, keep_lines));
}

QString short_hash(const QString& hex) {
    return hex.size() <= 16 ? hex : hex.left(8) + QChar(0x2026) + hex.right(4);
}

QString plain_tooltip(const QString& text) {
    return Qt::mightBeRichText(text) ? QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped()) : text;
}

QString without_mnemonic(QString text) {
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

QString date_text(Timestamp moment) {
    return from_utf8(to_rfc3339(moment)).left(10);
}

QLabel* fact_label(const QString& text) {
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace nei::ui
