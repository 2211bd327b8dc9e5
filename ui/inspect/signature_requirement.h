// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace nei::ui {

/// A code requirement (the text that codesign prints) with line breaks before `and` and `or`, outermost ones first,
/// until lines have at most `columns` letters. Only the blanks before these two words change, so that it is the same
/// requirement; quoted strings and comments stay as they are. What cannot be told apart stays one line.
QString laid_out_requirement(const QString& text, int columns = 68);

} // namespace nei::ui
