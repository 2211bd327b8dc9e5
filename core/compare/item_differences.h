// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compare/compare.h"

namespace nei::compare {

/// What the two items of a match say differently, and whether they lie, are called or are packaged otherwise. Of an
/// item that only one build has, that alone. Classes and reasons are still to be told.
std::vector<Difference> item_differences(const Side& a, const Side& b, std::span<const ItemMatch> items,
                                         std::size_t match);

/// Findings that only one build has, or that weigh more in one of them.
std::vector<Difference> finding_differences(const Side& a, const Side& b, std::span<const ItemMatch> items);

/// Items of which verification found another state of integrity.
std::vector<Difference> integrity_differences(const Side& a, const Side& b, std::span<const ItemMatch> items);

} // namespace nei::compare
