// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/copy_button.h"

#include "ui/common/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QTimer>
#include <QToolButton>

namespace nei::ui {
namespace {

constexpr int said_for_ms = 2000;

QString copied_word() {
    return QCoreApplication::translate("CopyButton", "Copied");
}

} // namespace

void make_copy_button(const Theme& theme, QAbstractButton& button, std::function<QString()> text) {
    button.setIcon(theme.icon(QStringLiteral("copy")));
    auto* timer = new QTimer(&button);
    timer->setSingleShot(true);
    timer->setInterval(said_for_ms);
    QObject::connect(&button, &QAbstractButton::clicked, timer, [&theme, &button, timer, text = std::move(text)] {
        const QString copied = text();
        if (copied.isEmpty()) return;
        QApplication::clipboard()->setText(copied);
        if (timer->isActive()) return timer->start();
        const QString word = copied_word();
        timer->setProperty("text", button.text());
        timer->setProperty("name", button.accessibleName());
        timer->setProperty("tooltip", button.toolTip());
        button.setMinimumWidth(button.width()); // what lies beside it stays where it is
        if (!button.text().isEmpty()) button.setText(word);
        button.setAccessibleName(word);
        button.setToolTip(word);
        button.setIcon(theme.icon(QStringLiteral("ok"), Colour::ok));
        timer->start();
    });
    QObject::connect(timer, &QTimer::timeout, &button, [&theme, &button, timer] {
        // Somebody may have given it another text meanwhile.
        if (button.text() == copied_word()) button.setText(timer->property("text").toString());
        button.setAccessibleName(timer->property("name").toString());
        button.setToolTip(timer->property("tooltip").toString());
        button.setIcon(theme.icon(QStringLiteral("copy")));
        button.setMinimumWidth(0);
    });
}

QToolButton* copy_icon_button(const Theme& theme, const QString& name, std::function<QString()> text) {
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("quiet"));
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(name);
    button->setToolTip(name);
    make_copy_button(theme, *button, std::move(text));
    return button;
}

} // namespace nei::ui
