// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/actions.h"

#include <QScrollArea>

namespace nei::ui {

/// What the window shows while nothing is open: where to drop, what can be dropped, the first keys.
class WelcomePage : public QScrollArea {
    Q_OBJECT

public:
    WelcomePage(const Theme& theme, const Actions& actions, QWidget* parent = nullptr);

private:
    QWidget* makeDropArea(const Theme& theme, const Actions& actions);
    QWidget* makePromises(const Theme& theme);
    QWidget* makeKinds(const Theme& theme);
    QWidget* makeKeys(const Theme& theme, const Actions& actions);
};

} // namespace nei::ui
