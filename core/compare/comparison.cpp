// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/comparison.h"

#include <algorithm>

namespace nei::compare {

std::string_view slug(Class kind) {
    switch (kind) {
    case Class::breaks: return "breaks";
    case Class::review: return "review";
    case Class::expected: return "expected";
    case Class::noise: return "noise";
    }
    return "review";
}

std::string_view slug(Change change) {
    switch (change) {
    case Change::added: return "added";
    case Change::removed: return "removed";
    case Change::changed: return "changed";
    case Change::moved: return "moved";
    case Change::renamed: return "renamed";
    case Change::repackaged: return "repackaged";
    }
    return "changed";
}

std::string_view slug(Aspect aspect) {
    switch (aspect) {
    case Aspect::item: return "item";
    case Aspect::findings: return "findings";
    case Aspect::entitlements: return "entitlements";
    case Aspect::profile: return "profile";
    case Aspect::signature: return "signature";
    case Aspect::info_plist: return "info-plist";
    case Aspect::mach_o: return "mach-o";
    case Aspect::files: return "files";
    }
    return "item";
}

std::optional<Aspect> aspect_from(std::string_view name) {
    const auto found = std::ranges::find(all_aspects, name, [](Aspect aspect) { return slug(aspect); });
    return found == all_aspects.end() ? std::nullopt : std::optional(*found);
}

std::string_view slug(PairKind kind) {
    switch (kind) {
    case PairKind::identical: return "identical";
    case PairKind::debug_and_release: return "debug-and-release";
    case PairKind::versions: return "versions";
    case PairKind::re_signed: return "re-signed";
    case PairKind::other_distribution: return "other-distribution";
    case PairKind::unrelated: return "unrelated";
    }
    return "unrelated";
}

std::size_t Comparison::count(Class kind) const {
    return counts.at(static_cast<std::size_t>(kind));
}

void Comparison::count_again() {
    counts = {};
    for (const Difference& difference : differences)
        if (!difference.cause) ++counts.at(static_cast<std::size_t>(difference.kind));
}

std::optional<std::string_view> Comparison::follows_from(const Difference& difference) const {
    if (!difference.cause) return std::nullopt;
    return differences.at(*difference.cause).key;
}

Comparison restricted_to(Comparison comparison, std::span<const Aspect> aspects) {
    std::vector<std::optional<std::size_t>> now_at(comparison.differences.size());
    std::vector<Difference> kept;
    for (std::size_t i = 0; i < comparison.differences.size(); ++i) {
        Difference& difference = comparison.differences[i];
        if (std::ranges::find(aspects, difference.aspect) == aspects.end()) continue;
        now_at[i] = kept.size();
        kept.push_back(std::move(difference));
    }
    for (Difference& difference : kept)
        if (difference.cause) difference.cause = now_at[*difference.cause];
    comparison.differences = std::move(kept);
    comparison.pair.sentence = comparison.pair.relation;
    comparison.count_again();
    return comparison;
}

} // namespace nei::compare
