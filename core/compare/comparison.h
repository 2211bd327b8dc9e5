// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plist/value.h"
#include "core/verify/integrity.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What two builds differ in, in values: what the command line, reports and the window show.
namespace nei::compare {

/// What a difference means for who ships the second build. Worst first.
enum class Class {
    breaks,   ///< the second build will not run where the first did
    review,   ///< changes what the code may do or needs
    expected, ///< follows from another build configuration, distribution or version
    noise,    ///< differs in every build
};
inline constexpr std::array all_classes{Class::breaks, Class::review, Class::expected, Class::noise};
std::string_view slug(Class kind);

enum class Change { added, removed, changed, moved, renamed, repackaged };
std::string_view slug(Change change);

/// Which part of a code item a difference is about: the views of an item, in their order.
enum class Aspect { item, findings, entitlements, profile, signature, info_plist, mach_o, files };
inline constexpr std::array all_aspects{Aspect::item,      Aspect::findings,   Aspect::entitlements, Aspect::profile,
                                        Aspect::signature, Aspect::info_plist, Aspect::mach_o,       Aspect::files};
std::string_view slug(Aspect aspect); ///< "info-plist", as --only takes it
std::optional<Aspect> aspect_from(std::string_view slug);

/// A code item of either build, or of both where they are the same one.
struct ItemMatch {
    std::optional<std::size_t> a, b; ///< index in each Bundle::items; one of them at least
    /// How the two were found to be one: "identifier", "identifier-below-app", "path", "role", "name", "code".
    std::string_view by;
};

/// One thing that differs. `aspect`, `architecture` and `key` say where: they find the row that shows it.
struct Difference {
    Class kind = Class::review;
    Change change = Change::changed;
    Aspect aspect = Aspect::item;
    std::optional<std::size_t> match{};        ///< index in Comparison::items; nothing for files outside of all items
    std::optional<std::string> architecture{}; ///< nothing where all slices that both have differ alike
    /// What it is about: an entitlement, keys of a property list joined by ':', a name of the JSON of `inspect`, a file
    /// from the item's folder, the id of a rule.
    std::string key{};
    std::optional<plist::Value> a{}, b{}; ///< nothing where that side does not have it
    std::string why{};                    ///< one sentence: what it means
    /// The difference that this one only follows from: index in Comparison::differences. It is not counted again.
    std::optional<std::size_t> cause{};
};

enum class PairKind { identical, debug_and_release, versions, re_signed, other_distribution, unrelated };
std::string_view slug(PairKind kind);

/// What the two builds are to each other.
struct Pair {
    PairKind kind = PairKind::identical;
    std::string relation; ///< that in a sentence
    std::string sentence; ///< the same, and what of the differences matters
};

/// What it rests on that the rest is said to be the same.
struct Sameness {
    std::size_t by_cdhash = 0;       ///< slices whose cdhashes are equal
    std::size_t by_sealed_hash = 0;  ///< files whose hashes in both seals are equal
    std::size_t by_content = 0;      ///< files that were read on both sides
    bool verified = false;           ///< both builds were verified, so that cdhashes and seals are known to be true
    std::vector<std::string> unread; ///< files that could not be compared: paths in the first or second build
};

struct Comparison {
    Pair pair;
    std::vector<ItemMatch> items;        ///< in the order of the first build; then what only the second has
    std::vector<Difference> differences; ///< worst first, then by item, aspect, key and architecture
    std::array<std::size_t, all_classes.size()> counts{}; ///< by Class; what follows from another is not counted
    Sameness sameness;
    std::vector<verify::NotChecked> not_checked;

    std::size_t count(Class kind) const;
    /// Fills `counts` from `differences`.
    void count_again();
    /// Key of the difference that this one follows from.
    std::optional<std::string_view> follows_from(const Difference& difference) const;
};

/// Only what differs in these aspects; what followed from something else stands for itself.
Comparison restricted_to(Comparison comparison, std::span<const Aspect> aspects);

} // namespace nei::compare
