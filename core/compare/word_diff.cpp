// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/word_diff.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <span>

namespace nei::compare {
namespace {

/// Cells of the table that finds what two lists have in common: 1 MB at most, and a millisecond.
constexpr std::size_t most_cells = 250'000;

/// Which elements of each list the other has as well, in the same order.
struct Common {
    std::vector<bool> a, b;
};

/// Longest common subsequence between a common start and a common end.
template <class Element>
Common common_elements(std::span<const Element> a, std::span<const Element> b) {
    Common common{std::vector<bool>(a.size(), false), std::vector<bool>(b.size(), false)};
    std::size_t start = 0, end_a = a.size(), end_b = b.size();
    const auto take = [&](std::size_t in_a, std::size_t in_b) { common.a[in_a] = common.b[in_b] = true; };
    for (; start < end_a && start < end_b && a[start] == b[start]; ++start) take(start, start);
    for (; end_a > start && end_b > start && a[end_a - 1] == b[end_b - 1]; --end_a, --end_b) take(end_a - 1, end_b - 1);

    const std::size_t rows = end_a - start, columns = end_b - start;
    if (rows == 0 || columns == 0 || rows > most_cells / columns) return common;
    // length[i][j]: of what the rests from i and j have in common.
    std::vector<std::uint32_t> length((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return length[i * (columns + 1) + j]; };
    for (std::size_t i = rows; i-- > 0;)
        for (std::size_t j = columns; j-- > 0;)
            at(i, j) = a[start + i] == b[start + j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
        if (a[start + i] == b[start + j])
            take(start + i++, start + j++);
        else if (at(i + 1, j) >= at(i, j + 1))
            ++i;
        else
            ++j;
    }
    return common;
}

/// Bytes above 127 belong to letters, so that no character is cut.
bool is_word_part(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0;
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> result;
    while (!text.empty()) {
        std::size_t length = 1;
        if (is_word_part(text.front()))
            while (length < text.size() && is_word_part(text[length])) ++length;
        result.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return result;
}

std::vector<Piece> pieces(const std::vector<std::string_view>& words, const std::vector<bool>& common) {
    std::vector<Piece> result;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (result.empty() || result.back().differs == common[i]) result.push_back({"", !common[i]});
        result.back().text += words[i];
    }
    return result;
}

} // namespace

WordDiff word_diff(std::string_view a, std::string_view b) {
    const std::vector<std::string_view> in_a = words(a), in_b = words(b);
    const Common common = common_elements<std::string_view>(in_a, in_b);
    return {pieces(in_a, common.a), pieces(in_b, common.b)};
}

std::vector<ElementPair> element_diff(const plist::Array& a, const plist::Array& b) {
    const Common common = common_elements<plist::Value>(a, b);
    std::vector<ElementPair> pairs;
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && !common.a[i])
            pairs.push_back({a[i++], std::nullopt});
        else if (j < b.size() && !common.b[j])
            pairs.push_back({std::nullopt, b[j++]});
        else
            pairs.push_back({a[i++], b[j++]});
    }
    return pairs;
}

} // namespace nei::compare
