// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/compare.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// What differences are called when people read them. Texts that come from a bundle are returned as they are.
namespace nei::report {

/// "breaks", "to review", "expected", "noise".
std::string_view class_words(compare::Class kind);
/// "2 break", "1 to review", ...
std::string count_words(const compare::Comparison& comparison, compare::Class kind);
/// "Entitlements", "Mach-O", ...
std::string_view aspect_words(compare::Aspect aspect);

/// Path of the item that a difference is in: the second build's, or the first's where only that has it; both where they
/// differ; empty outside of all items.
std::string item_words(const Compared& compared, const compare::Difference& difference);
/// "cdhash (arm64)"
std::string key_words(const compare::Difference& difference);

/// A value as people compare it: one entry for each element of a list, with one entry else; none where it is absent.
std::vector<std::string> value_entries(const std::optional<plist::Value>& value);
/// The text with each hash in it (40 hexadecimal digits or more) cut to its start and end: "1a2b3c4d…9f0e".
std::string with_short_hashes(std::string_view text);
/// Of such a value that is not there: "not claimed", "not there".
std::string_view absent_words(compare::Aspect aspect);

/// Differences that count in one class, in one item.
struct DifferenceGroup {
    compare::Class kind = compare::Class::review;
    std::optional<std::size_t> match;
    std::vector<const compare::Difference*> differences;
};
/// Worst class first, then by item. `all`: noise too.
std::vector<DifferenceGroup> groups(const compare::Comparison& comparison, bool all);

/// Files that are listed in one group; the rest is counted. Another version of a product has thousands.
inline constexpr std::size_t files_shown = 25;
/// How many files of a group are not listed, and the group without them.
std::size_t leave_out_files(DifferenceGroup& group);

/// What follows from each difference, by its index.
std::vector<std::vector<const compare::Difference*>> consequences(const compare::Comparison& comparison);

/// "cdhash, special_slot_hashes:5 and 3 more"; those in other items are only counted. Empty where nothing follows.
std::string consequence_words(const compare::Difference& cause,
                              const std::vector<const compare::Difference*>& consequences);

/// What was folded as noise: "timestamp 3, uuid 2"; empty where nothing was.
std::string noise_words(const compare::Comparison& comparison);

} // namespace nei::report
