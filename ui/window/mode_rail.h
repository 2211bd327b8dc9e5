// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/actions.h"

#include <QToolBar>

namespace nei::ui {

/// The modes of the window at its left edge: icon and word, in a narrow window the icon alone. Below them, while the
/// menu bar is hidden, the way back to it.
class ModeRail : public QToolBar {
    Q_OBJECT

public:
    ModeRail(const Theme& theme, const Actions& actions, QWidget* parent = nullptr);

    void setNarrow(bool narrow);
    void setMenuButtonShown(bool shown);

private:
    void fitButtons();

    QAction* menu_spacer_;
    QAction* menu_button_;
    bool narrow_ = false;
};

} // namespace nei::ui
