// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compare/compare.h"

namespace nei::compare {

/// Says of each difference that only follows from another which that is: the first cause, not what lies between. What
/// breaks the second build is not put behind what does not.
void link_causes(const Side& a, const Side& b, Comparison& comparison);

} // namespace nei::compare
