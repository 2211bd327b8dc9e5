// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/bundle_writer.h"

namespace nei::forge {

/// Does to the files of a finished item what a spec's "damage" list says; README.md lists the words. Paths are relative
/// to `root`.
void apply_damage(Tree& tree, const Json& damages, const std::string& root, const std::vector<PlacedItem>& placed);

} // namespace nei::forge
