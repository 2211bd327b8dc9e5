// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compare/compare.h"

#include <span>

namespace nei::compare {

/// Adds what differs in files: those of each matched item that are not code items themselves, the bytes of code that is
/// not signed, and files outside of all items. Their classes are still to be told. Files whose hashes stand in the
/// seals of both builds are not read, unless verification found that one of them is not as sealed.
Result<void> compare_files(const Side& a, const Side& b, std::span<const ItemMatch> items, const TaskControl& control,
                           std::vector<Difference>& differences, Sameness& sameness);

} // namespace nei::compare
