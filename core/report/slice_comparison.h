// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the slices of a universal file say, side by side: each has a signature of its own.
namespace nei::report {

/// One thing that every slice says.
struct SliceFact {
    std::string_view name;           ///< "Identifier", "Flags", ...
    std::vector<std::string> values; ///< one a slice, "" where it does not say; lists have a line for each element
    bool differs = false;            ///< not all values are equal
    bool is_code = false;            ///< follows from the code itself, so that it differs in every universal file
};

/// The facts of all slices, in the order of CodeItem::slices; empty where the item has no code. Values are as the
/// bundle has them: whoever shows them calls display_text.
std::vector<SliceFact> compare_slices(const bundle::CodeItem& item);

/// What of it matters: "Both slices agree in identifier, team, flags, requirement and entitlements. Only their code
/// differs." Empty where there are fewer than two slices.
std::string slice_summary(const bundle::CodeItem& item, std::span<const SliceFact> facts);

} // namespace nei::report
