// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

namespace nei::ui {

/// A state as a shape; its colour only repeats what shape and word say.
enum class Mark { none, blocker, warning, note, ok, unknown, running };

/// Name of the icon; empty for `none`.
QString mark_icon(Mark mark);

Colour mark_colour(Mark mark);

/// What the shape means, for tooltips and screen readers where the word beside it says something else.
QString mark_word(Mark mark);

} // namespace nei::ui
