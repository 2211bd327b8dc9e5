// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compare/classes.h"
#include "core/compare/compare.h"

namespace nei::compare {

/// What two builds are to each other, from what of them was matched and what differs.
PairFacts recognise(const Side& a, const Side& b, std::span<const ItemMatch> items,
                    std::span<const Difference> differences);

/// The same in words, with what of the differences matters.
Pair described(const PairFacts& facts, const Side& a, const Side& b, const Comparison& comparison);

} // namespace nei::compare
