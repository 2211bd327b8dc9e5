// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/pair.h"

#include "core/base/text.h"
#include "core/compare/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nei::compare {
namespace {

using bundle::CodeItem;

/// The two items that stand for their builds: the app if there is one, else what was matched first.
const ItemMatch* main_match(const Side& a, std::span<const ItemMatch> items) {
    const ItemMatch* best = nullptr;
    for (const ItemMatch& match : items) {
        if (!match.a || !match.b || a.bundle.items[*match.a].parent) continue;
        if (a.bundle.items[*match.a].kind == bundle::ItemKind::app) return &match;
        if (!best) best = &match;
    }
    return best;
}

bool may_be_debugged(const CodeItem& item) {
    const signature::Signature* signature = item.main_signature();
    if (!signature || !signature->entitlements) return false;
    for (const std::string_view key : {"com.apple.security.get-task-allow", "get-task-allow"}) {
        const plist::Value* value = signature->entitlements->effective().find(key);
        if (value && value->boolean() && *value->boolean()) return true;
    }
    return false;
}

bool is_debug(const CodeItem& item) {
    const signature::Signature* signature = item.main_signature();
    return may_be_debugged(item) || (signature && signature->signer_class == signature::SignerClass::development);
}

/// How a build reaches its users: "Developer ID", as far as that is known.
std::string distribution_of(const Side& side, std::size_t item) {
    if (side.judgement)
        for (const rules::RootJudgement& root : side.judgement->roots)
            if (root.item == item && root.distribution) return std::string(rules::display_name(*root.distribution));
    return "";
}

bool are_related(const CodeItem& a, const CodeItem& b, std::string_view matched_by) {
    if (matched_by != "role") return true;
    const std::string first = a.bundle_identifier.value_or(""), second = b.bundle_identifier.value_or("");
    if (first.empty() || second.empty()) return a.name == b.name;
    return first == second || first.starts_with(second + ".") || second.starts_with(first + ".");
}

/// Whether there is signed code, and nothing of it differs but what signing itself changes.
bool has_same_code(const Side& a, std::span<const ItemMatch> items, std::span<const Difference> differences) {
    const auto is_of_code = [&](const Difference& each) {
        if (each.aspect == Aspect::item) return each.key == key::presence;
        return each.aspect == Aspect::mach_o && each.key != key::header && each.key != key::size;
    };
    if (std::ranges::any_of(differences, is_of_code)) return false;
    return std::ranges::any_of(
        items, [&](const ItemMatch& match) { return match.a && a.bundle.items[*match.a].main_signature() != nullptr; });
}

bool has_same_signature(const CodeItem& a, const CodeItem& b) {
    const signature::Signature *first = a.main_signature(), *second = b.main_signature();
    return first && second && a.slices.size() == b.slices.size() && !first->code_directories.empty() &&
           first->code_directories == second->code_directories && first->cms_digest == second->cms_digest;
}

/// "Fernway 2.5 (391)"
std::string named(const CodeItem& item) {
    std::string name = item.name;
    if (item.version) name += " " + *item.version;
    if (item.build) name += fmt::format(" ({})", *item.build);
    return name;
}

/// Version and build alone.
std::string numbered(const CodeItem& item) {
    if (item.version && item.build) return fmt::format("{} ({})", *item.version, *item.build);
    return item.version ? *item.version : item.build ? "build " + *item.build : "without a version";
}

/// "Fernway 2.5 (391)", or "Fernway 2.5 (390 and 391)" where only the builds differ.
std::string common_name(const CodeItem& a, const CodeItem& b) {
    if (a.name == b.name && a.version && a.version == b.version && a.build && b.build && a.build != b.build)
        return fmt::format("{} {} ({} and {})", a.name, *a.version, *a.build, *b.build);
    return named(a);
}

/// ": development against Developer ID"
std::string against(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || a == b ? "" : fmt::format(": {} against {}", a, b);
}

std::string signer_words(const CodeItem& item) {
    const signature::Signature* signature = item.main_signature();
    if (!signature) return "nobody";
    return signature->signer ? signature->signer->common_name : "nobody (ad hoc)";
}

std::string what_they_are(PairKind kind, const Side& side_a, const Side& side_b, const Comparison& comparison) {
    const ItemMatch* match = main_match(side_a, comparison.items);
    if (!match) return "The two have no code item in common.";
    const CodeItem &a = side_a.bundle.items[*match->a], &b = side_b.bundle.items[*match->b];
    switch (kind) {
    case PairKind::identical: return fmt::format("The same build twice: {}.", named(a));
    case PairKind::debug_and_release: {
        const bool debug_first = is_debug(a) && !(is_debug(b) && may_be_debugged(b) && !may_be_debugged(a));
        return fmt::format("A {} and a {} build of {}{}.", debug_first ? "debug" : "release",
                           debug_first ? "release" : "debug", common_name(a, b),
                           against(distribution_of(side_a, *match->a), distribution_of(side_b, *match->b)));
    }
    case PairKind::versions:
        if (has_same_signature(a, b)) return fmt::format("Two copies of one signed build of {}.", named(a));
        if (a.version != b.version)
            return fmt::format("Two versions of {}: {} and {}.", a.name, numbered(a), numbered(b));
        return fmt::format("Two builds of {}.", common_name(a, b));
    case PairKind::re_signed: {
        const std::string first = signer_words(a), second = signer_words(b);
        return first == second
                   ? fmt::format("The same code of {}, signed again by {}.", named(a), first)
                   : fmt::format("The same code of {}, signed again: by {} in place of {}.", named(a), second, first);
    }
    case PairKind::other_distribution:
        return fmt::format("{} for two ways to its users{}.", common_name(a, b),
                           against(distribution_of(side_a, *match->a), distribution_of(side_b, *match->b)));
    case PairKind::unrelated: return fmt::format("Two different products: {} and {}.", named(a), named(b));
    }
    return "";
}

/// "all in Tunnel.appex" where one item has all of these.
std::string where(const Side& a, const Side& b, const Comparison& comparison, Class kind) {
    std::set<std::optional<std::size_t>> matches;
    for (const Difference& difference : comparison.differences)
        if (difference.kind == kind && !difference.cause) matches.insert(difference.match);
    if (matches.size() != 1 || !*matches.begin()) return "";
    const ItemMatch& match = comparison.items[**matches.begin()];
    const CodeItem& item = match.b ? b.bundle.items[*match.b] : a.bundle.items[*match.a];
    const std::size_t count = comparison.count(kind);
    return fmt::format(", {}in {}", count > 2 ? "all " : count == 2 ? "both " : "", item.name);
}

std::string what_matters(const Side& a, const Side& b, const Comparison& comparison) {
    std::size_t all = 0;
    for (const std::size_t count : comparison.counts) all += count;
    const std::size_t breaking = comparison.count(Class::breaks), review = comparison.count(Class::review);
    if (all == 0) return "Nothing differs.";
    if (breaking > 0)
        return fmt::format("{} of {} {} the second build{}.", breaking, counted(all, "difference", "differences"),
                           breaking == 1 ? "breaks" : "break", where(a, b, comparison, Class::breaks));
    if (review > 0)
        return fmt::format("{} of {} {} to be reviewed{}.", review, counted(all, "difference", "differences"),
                           review == 1 ? "is" : "are", where(a, b, comparison, Class::review));
    return comparison.count(Class::expected) > 0 ? "All that differs is to be expected." : "Only noise differs.";
}

} // namespace

PairFacts recognise(const Side& side_a, const Side& side_b, std::span<const ItemMatch> items,
                    std::span<const Difference> differences) {
    if (differences.empty()) return {PairKind::identical, true};
    const ItemMatch* match = main_match(side_a, items);
    if (!match) return {PairKind::unrelated, false};
    const CodeItem &a = side_a.bundle.items[*match->a], &b = side_b.bundle.items[*match->b];
    const bool same_version = a.version == b.version && a.build == b.build;
    if (!are_related(a, b, match->by)) return {PairKind::unrelated, same_version};
    const auto is_about_signature = [](const Difference& each) {
        return each.aspect == Aspect::signature && each.key != key::integrity;
    };
    if (same_version && has_same_code(side_a, items, differences) &&
        std::ranges::any_of(differences, is_about_signature))
        return {PairKind::re_signed, same_version};
    if (a.version != b.version) return {PairKind::versions, same_version};
    if (may_be_debugged(a) != may_be_debugged(b) || is_debug(a) != is_debug(b))
        return {PairKind::debug_and_release, same_version};
    const std::string first = distribution_of(side_a, *match->a), second = distribution_of(side_b, *match->b);
    const bool other_distribution = first != second && !first.empty() && !second.empty();
    return {other_distribution ? PairKind::other_distribution : PairKind::versions, same_version};
}

Pair described(const PairFacts& facts, const Side& a, const Side& b, const Comparison& comparison) {
    Pair pair{facts.kind, what_they_are(facts.kind, a, b, comparison), ""};
    pair.sentence = fmt::format("{} {}", pair.relation, what_matters(a, b, comparison));
    return pair;
}

} // namespace nei::compare
