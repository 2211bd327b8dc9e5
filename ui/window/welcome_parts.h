// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/actions.h"

#include <QWidget>

/// The parts of the welcome page that never change.
namespace nei::ui {

/// Where to drop, and buttons for those who do not drag.
QWidget* make_drop_area(const Theme& theme, const Actions& actions);

/// What the program does not do.
QWidget* make_promises(const Theme& theme);

/// What can be dropped, as a table.
QWidget* make_kinds(const Theme& theme);

/// The first keys.
QWidget* make_keys(const Theme& theme, const Actions& actions);

/// A box with a title line, in which `at_right` may be null, over `content`.
QWidget* make_box(const Theme& theme, const QString& title, QWidget* at_right, QWidget* content);

} // namespace nei::ui
