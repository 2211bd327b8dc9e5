// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

namespace nei::source {

/// What is wrong with the names of a source taken together (sorted by path): those that macOS would take for one,
/// because they differ in case or in how accents are composed, and symlinks that lead out or in a circle.
Problems check_entries(std::span<const Entry> entries);

} // namespace nei::source
