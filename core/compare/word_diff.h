// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plist/value.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where two values differ, down to words and elements.
namespace nei::compare {

struct Piece {
    std::string text;
    bool differs = false;
    bool operator==(const Piece&) const = default;
};

/// The two texts in pieces that both have and that only one has; put together, each side is its text again.
struct WordDiff {
    std::vector<Piece> a, b;
};

/// By words: letters and digits together, everything else by itself. Texts of more than some hundred words are
/// compared by their common start and end only.
WordDiff word_diff(std::string_view a, std::string_view b);

/// Elements of two lists side by side; one side is absent where only the other has it.
struct ElementPair {
    std::optional<plist::Value> a, b;
    bool operator==(const ElementPair&) const = default;
};

/// In the order of both lists.
std::vector<ElementPair> element_diff(const plist::Array& a, const plist::Array& b);

} // namespace nei::compare
