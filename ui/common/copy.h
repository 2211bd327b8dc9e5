// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace nei::ui {

/// Copies what is selected in the widget that has the focus: rows of a table (or the current cell's value alone), text
/// of a label or a box. Nothing where nothing is selected.
void copy_from(QWidget* widget, bool value_only);

} // namespace nei::ui
