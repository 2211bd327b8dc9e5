// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compare/classes.h"
#include "core/compare/compare.h"

namespace nei::compare {

/// What two builds are to each other, from what of them was matched and what differs.
PairFacts recognise(const Side& a, const Side& b, std::span<const ItemMatch> items,
                    std::span<const Difference> differences);

/// That, and what of the differences matters, in one or two sentences.
std::string pair_sentence(const Side& a, const Side& b, const Comparison& comparison);

} // namespace nei::compare
