// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/main_window.h"

#include <QString>

namespace nei::ui {
class FilterBar;
class TablePane;
class TreeView;
} // namespace nei::ui

namespace nei::test {

/// Does what people do with a window: keys go to whatever has the keyboard. After each deed the window finishes it.
class Driver {
public:
    explicit Driver(ui::MainWindow& window) : window_(window) {}

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}, int times = 1);
    /// Letter by letter.
    void type(const QString& text);
    /// Turns the wheel over a list, one notch each.
    void wheel(const ui::TreeView& view, int notches);
    void click(QWidget& widget);
    void clickHeader(const ui::TreeView& view, int column);

    /// Handles events until nothing is read, made or arranged any more. False: it takes too long.
    bool settle();

    QWidget* focus() const;
    /// The list that has the keyboard; null where something else has it.
    ui::TreeView* list() const;

private:
    bool isSettled() const;

    ui::MainWindow& window_;
};

} // namespace nei::test
