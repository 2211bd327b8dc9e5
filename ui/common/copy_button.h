// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QAbstractButton;
class QToolButton;

namespace nei::ui {

class Theme;

/// Makes a button put what `text` gives on the clipboard and say so for two seconds; nothing where it gives nothing.
/// The button has its text (or accessible name) already.
void make_copy_button(const Theme& theme, QAbstractButton& button, std::function<QString()> text);

/// An icon that does it, for heads of panes. `name`: what is copied, "Copy the requirement".
QToolButton* copy_icon_button(const Theme& theme, const QString& name, std::function<QString()> text);

} // namespace nei::ui
