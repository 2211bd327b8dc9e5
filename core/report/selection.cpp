// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/selection.h"

#include "core/base/text.h"

#include <algorithm>
#include <numeric>

namespace nei::report {
namespace {

std::string_view trimmed(std::string_view path) {
    while (path.starts_with("./")) path.remove_prefix(2);
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return path;
}

/// Longest text that edit_distance compares; longer names count as far apart.
constexpr std::size_t comparable_length = 256;

/// Number of single-character changes from one text to the other (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b) {
    if (a.size() > comparable_length || b.size() > comparable_length) return std::max(a.size(), b.size());
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, substituted});
        }
    }
    return row[b.size()];
}

/// Smaller is closer; nothing where the two have nothing to do with each other.
std::optional<std::size_t> distance(const bundle::CodeItem& item, std::string_view named) {
    const std::string path = ascii_lower(item.path), name = ascii_lower(item.name), wanted = ascii_lower(named);
    const std::string last(source::file_name(wanted));
    if (!last.empty() && (path.ends_with(wanted) || name == last)) return 0;
    const std::string stem = last.substr(0, last.rfind('.'));
    if (!stem.empty() && name.find(stem) != std::string::npos) return 1;
    const std::size_t changes = edit_distance(name, last);
    if (changes * 3 <= std::max(name.size(), last.size())) return 1 + changes;
    return std::nullopt;
}

} // namespace

std::vector<std::size_t> selected_items(const bundle::Bundle& bundle, const Selection& selection) {
    std::vector<std::size_t> chosen;
    std::vector<bool> inside(bundle.items.size(), false);
    for (std::size_t i = 0; i < bundle.items.size(); ++i) {
        const bundle::CodeItem& item = bundle.items[i];
        const bool below = item.parent && *item.parent < i && inside[*item.parent];
        inside[i] = selection.item.empty() || item.path == selection.item || below;
        if (inside[i]) chosen.push_back(i);
    }
    return chosen;
}

const bundle::CodeItem* find_item(const bundle::Bundle& bundle, std::string_view named) {
    const std::string_view wanted = trimmed(named);
    for (const bundle::CodeItem& item : bundle.items)
        if (item.path == wanted) return &item;
    for (const bundle::CodeItem& item : bundle.items)
        if (!item.executable.empty() && item.executable == wanted) return &item;
    const auto only = [&](auto matches) {
        const bundle::CodeItem* found = nullptr;
        for (const bundle::CodeItem& item : bundle.items) {
            if (!matches(item)) continue;
            if (found) return static_cast<const bundle::CodeItem*>(nullptr);
            found = &item;
        }
        return found;
    };
    if (const auto* item = only([&](const bundle::CodeItem& each) { return each.path_in_root == wanted; })) return item;
    return only([&](const bundle::CodeItem& each) { return each.name == wanted; });
}

std::vector<std::string> close_items(const bundle::Bundle& bundle, std::string_view named, std::size_t most) {
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const bundle::CodeItem& item : bundle.items)
        if (const auto far = distance(item, trimmed(named))) ranked.emplace_back(*far, item.path);
    std::ranges::sort(ranked);
    std::vector<std::string> closest;
    for (std::size_t i = 0; i < ranked.size() && i < most; ++i) closest.push_back(std::move(ranked[i].second));
    return closest;
}

std::vector<std::string> architectures(const bundle::Bundle& bundle) {
    std::vector<std::string> names;
    for (const bundle::CodeItem& item : bundle.items)
        for (const bundle::CodeSlice& slice : item.slices)
            if (std::ranges::find(names, slice.code.architecture) == names.end())
                names.push_back(slice.code.architecture);
    return names;
}

} // namespace nei::report
