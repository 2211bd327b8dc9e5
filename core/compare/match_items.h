// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/compare/comparison.h"

namespace nei::compare {

/// Finds which code item of one build is which of the other: by what it is and its identifier first, then by where it
/// lies, then by what it does, is called and is made of. In the order of the first build; then what only the second
/// has. Swapping the sides swaps the sides of each match.
std::vector<ItemMatch> match_items(const bundle::Bundle& a, const bundle::Bundle& b);

/// Path from the item's parent, or its file name where it has none: "Contents/PlugIns/Tunnel.appex".
std::string path_in_parent(const bundle::Bundle& bundle, const bundle::CodeItem& item);

} // namespace nei::compare
