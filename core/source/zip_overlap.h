// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/random_access.h"

#include <cstdint>
#include <vector>

namespace nei::source {

/// Entries of a zip whose data lie on those of another one: positions of their headers in the directory, sorted. Of two
/// entries the one that begins later is named. Small archives that unpack to terabytes are made that way (D. Fifield,
/// "A better zip bomb", 2019). `first` is where the directory begins.
std::vector<std::uint64_t> overlapping_entries(const RandomAccess& archive, std::uint64_t first);

} // namespace nei::source
