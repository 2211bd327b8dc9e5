// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndexList>
#include <QString>

class QMenu;
class QWidget;

namespace nei::ui {

class TreeView;

/// What of a table is copied. Values are whole, never as elided.
enum class CopyRows { selected, all };
enum class CopyFormat {
    tabs,    ///< a line a row, cells separated by tabs
    markdown ///< a table with headings
};
QString table_text(const TreeView& view, CopyRows rows, CopyFormat format);

/// The value of the current cell. Rows are current as a whole; which of its cells it is, the mouse or the arrow keys
/// said last.
QString current_value(const TreeView& view);

enum class Copy { selection, value, all, markdown };

/// Copies from the widget that has the focus: from a table what is asked; from a label or a box, what is selected in
/// it. Nothing where there is nothing. Markdown takes the selected rows where there are several, else all.
void copy_from(QWidget* widget, Copy what);

/// The same as entries of a table's context menu.
void add_copy_actions(QMenu& menu, TreeView& view);

} // namespace nei::ui
