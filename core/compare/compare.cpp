// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/compare.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/compare/classes.h"
#include "core/compare/compare_files.h"
#include "core/compare/consequences.h"
#include "core/compare/facts.h"
#include "core/compare/item_differences.h"
#include "core/compare/match_items.h"
#include "core/compare/pair.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace nei::compare {
namespace {

void append(std::vector<Difference>& differences, std::vector<Difference>&& more) {
    std::ranges::move(more, std::back_inserter(differences));
}

const bundle::CodeItem* item_of(const Side& a, const Side& b, const Comparison& comparison,
                                const Difference& difference) {
    if (!difference.match) return nullptr;
    const ItemMatch& match = comparison.items[*difference.match];
    return match.b ? &b.bundle.items[*match.b] : &a.bundle.items[*match.a];
}

/// A system extension with other code under the same build number: macOS may keep the one that is installed.
void add_unchanged_versions(const Side& a, const Side& b, Comparison& comparison) {
    std::vector<Difference> more;
    for (const Difference& difference : comparison.differences) {
        if (difference.key != key::code || difference.aspect != Aspect::mach_o) continue;
        const ItemMatch& match = comparison.items[*difference.match];
        const bundle::CodeItem &first = a.bundle.items[*match.a], &second = b.bundle.items[*match.b];
        if (second.kind != bundle::ItemKind::system_extension || first.kind != second.kind || !first.build ||
            first.build != second.build)
            continue;
        if (!more.empty() && more.back().match == difference.match) continue;
        more.push_back({.aspect = Aspect::info_plist,
                        .match = difference.match,
                        .key = "CFBundleVersion",
                        .a = plist::Value(*first.build),
                        .b = plist::Value(*second.build)});
    }
    append(comparison.differences, std::move(more));
}

/// Where the second build has a new fault that is about this very key, the difference is what broke it.
void blame_causes_of_faults(Comparison& comparison) {
    auto& differences = comparison.differences;
    for (const Difference& finding : differences) {
        if (finding.aspect != Aspect::findings || finding.kind != Class::breaks) continue;
        const std::size_t colon = finding.key.find(':');
        if (colon == std::string::npos) continue;
        const std::string_view about = std::string_view(finding.key).substr(colon + 1);
        for (Difference& difference : differences)
            if (difference.match == finding.match && difference.key == about &&
                (difference.aspect == Aspect::entitlements || difference.aspect == Aspect::info_plist)) {
                difference.kind = Class::breaks;
                difference.why = finding.why;
            }
    }
}

/// What one signature covers cannot be two things: one of the two was changed after signing.
void suspect_changes_after_signing(const Side& a, const Side& b, Comparison& comparison) {
    for (Difference& difference : comparison.differences) {
        const bool sealed = difference.aspect == Aspect::info_plist || difference.aspect == Aspect::profile ||
                            difference.aspect == Aspect::files;
        if (!sealed || !difference.match || difference.kind == Class::breaks) continue;
        const ItemMatch& match = comparison.items[*difference.match];
        const signature::Signature* first = a.bundle.items[*match.a].main_signature();
        const signature::Signature* second = b.bundle.items[*match.b].main_signature();
        if (!first || !second || first->code_directories.empty() || first->code_directories != second->code_directories)
            continue;
        difference.kind = Class::review;
        difference.why = "Both builds have the same signature, and this differs: it was changed after signing in one "
                         "of them, which macOS then refuses. Verification tells in which.";
    }
}

void sort(std::vector<Difference>& differences) {
    std::ranges::stable_sort(differences, {}, [](const Difference& difference) {
        return std::tuple(difference.kind, difference.match.value_or(SIZE_MAX), difference.aspect,
                          std::string_view(difference.key), difference.architecture);
    });
}

void add_sameness(const Side& a, const Side& b, Comparison& comparison) {
    comparison.sameness.verified = a.integrity && b.integrity;
    for (const ItemMatch& match : comparison.items) {
        if (!match.a || !match.b) continue;
        const auto &in_a = a.bundle.items[*match.a].slices, &in_b = b.bundle.items[*match.b].slices;
        for (const bundle::CodeSlice& slice : in_a)
            for (const bundle::CodeSlice& other : in_b)
                if (slice.code.architecture == other.code.architecture && slice.signature && other.signature &&
                    !slice.signature->code_directories.empty() &&
                    slice.signature->code_directories == other.signature->code_directories)
                    ++comparison.sameness.by_cdhash;
    }
}

/// "3 equal cdhashes and 7 equal file hashes"; empty where all of it is known to be so.
std::string unverified_basis(const Sameness& same) {
    if (same.verified) return "";
    std::string basis;
    if (same.by_cdhash > 0) basis = counted(same.by_cdhash, "equal cdhash", "equal cdhashes");
    if (same.by_cdhash > 0 && same.by_sealed_hash > 0) basis += " and ";
    if (same.by_sealed_hash > 0) basis += counted(same.by_sealed_hash, "equal file hash", "equal file hashes");
    return basis;
}

void add_not_checked(const Side& a, const Side& b, Comparison& comparison) {
    auto& list = comparison.not_checked;
    const Sameness& same = comparison.sameness;
    if (const std::string basis = unverified_basis(same); !basis.empty())
        list.push_back({"whether what is said to be the same is so",
                        fmt::format("it rests on {} in signatures that were not verified", basis)});
    if (!same.unread.empty()) list.push_back({counted(same.unread.size(), "file", "files"), "could not be read"});
    if (!a.files || !b.files) list.push_back({"files", "only what was read of one build is known"});
    if (!a.judgement || !b.judgement) list.push_back({"findings", "the builds were not judged"});
    if (!a.bundle.packages.empty() || !b.bundle.packages.empty())
        list.push_back({"installer packages", "their contents are compared, not their scripts and signatures"});
    for (const Side* side : {&a, &b})
        if (side->integrity)
            for (const verify::NotChecked& each : side->integrity->not_checked)
                if (std::ranges::find(list, each) == list.end()) list.push_back(each);
}

} // namespace

Result<Comparison> compare(const Side& a, const Side& b, const CompareOptions& options) {
    Comparison comparison;
    comparison.items = match_items(a.bundle, b.bundle);
    auto& differences = comparison.differences;
    std::vector<std::vector<Difference>> of_items(comparison.items.size());
    parallel_for(of_items.size(), processor_count(), [&](std::size_t i) {
        if (!options.control.stopped()) of_items[i] = item_differences(a, b, comparison.items, i);
    });
    if (options.control.stopped()) return fail(ErrorCode::cancelled, "The comparison was stopped.");
    for (std::vector<Difference>& each : of_items) append(differences, std::move(each));
    if (a.files && b.files) {
        const auto done = compare_files(a, b, comparison.items, options.control, differences, comparison.sameness);
        if (!done) return std::unexpected(done.error());
    }
    append(differences, integrity_differences(a, b, comparison.items));
    append(differences, finding_differences(a, b, comparison.items));
    const PairFacts pair = recognise(a, b, comparison.items, differences);
    if (pair.kind == PairKind::versions) add_unchanged_versions(a, b, comparison);

    for (Difference& difference : differences)
        ClassTable::builtin().classify(difference, item_of(a, b, comparison, difference), pair);
    blame_causes_of_faults(comparison);
    suspect_changes_after_signing(a, b, comparison);
    sort(differences);
    link_causes(a, b, comparison);
    comparison.count_again();
    add_sameness(a, b, comparison);
    add_not_checked(a, b, comparison);
    comparison.pair = described(pair, a, b, comparison);
    return comparison;
}

} // namespace nei::compare
