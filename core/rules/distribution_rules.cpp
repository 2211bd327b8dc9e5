// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>

/// What Developer ID asks of a build: hardened runtime, time stamp, notarisation.
namespace nei::rules {
namespace {

constexpr std::string_view debugging = "com.apple.security.get-task-allow";

bool hardened(const ItemFacts& item) {
    return !item.signature->code_directories.empty() &&
           (item.signature->code_directories.front().flags & signature::flag_runtime) != 0;
}

/// Code that the notary service looks at: signed with Developer ID, for macOS. Kernel and driver extensions need no
/// hardened runtime.
bool for_notary(const ItemFacts& item) {
    return item.mac && item.developer_id_signed() && !item.item->slices.empty();
}

bool needs_runtime(const ItemFacts& item) {
    if (!for_notary(item) || item.driver() || item.is(bundle::ItemKind::kernel_extension)) return false;
    const bundle::CodeSlice* slice = item.item->main_slice();
    return slice && slice->code.file_type == macho::FileType::execute;
}

void no_hardened_runtime(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items())
        if (needs_runtime(item) && !hardened(item))
            report.add(item, fmt::format("{} is signed without the hardened runtime.", facts.name(item)));
}

void no_secure_timestamp(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items())
        if (for_notary(item) && !item.signature->timestamp)
            report.add(item,
                       fmt::format("The Developer ID signature of {} has no secure time stamp.", facts.name(item)));
}

/// Why a root cannot have been notarised; empty where it can.
std::string refusal(const Facts& facts, const std::vector<std::size_t>& items, std::optional<std::size_t>& where) {
    for (const std::size_t index : items) {
        const ItemFacts& item = facts.at(index);
        if (!for_notary(item)) continue;
        where = index;
        if (item.claims_true(debugging)) return "get-task-allow";
        if (needs_runtime(item) && !hardened(item)) return "no hardened runtime";
        if (!item.signature->timestamp) return "no secure time stamp";
    }
    where.reset();
    return {};
}

void not_notarized(const Facts& facts, Report& report) {
    std::vector<std::vector<std::size_t>> by_root(facts.items().size());
    for (const ItemFacts& item : facts.items()) by_root[item.root].push_back(item.index);
    for (const std::size_t index : facts.roots()) {
        const ItemFacts& root = facts.at(index);
        // A ticket covers the code that it lists, whatever these say.
        if (!for_notary(root) || root.item->ticket || !root.runs()) continue;
        std::optional<std::size_t> where;
        const std::string reason = refusal(facts, by_root[index], where);
        if (reason.empty()) {
            Draft& draft =
                report.add(root, fmt::format("{} has no notarisation ticket stapled to it.", facts.name(root)));
            // Products are notarised without a staple: then the ticket is online.
            draft.finding.severity = Severity::warning;
            draft.finding.why =
                "It may be notarised all the same: then macOS asks Apple for the ticket, which needs the "
                "network the first time. A Mac that is offline refuses it.";
            draft.finding.fix =
                "Look with spctl -a -vv on a Mac, and staple the app (xcrun stapler staple) before it is "
                "packed. Staple the app only, never what is inside.";
            draft.clause = "it has no notarisation ticket";
            continue;
        }
        Draft& draft = report.add(root, fmt::format("{} cannot have been notarised: {} has {}.", facts.name(root),
                                                    facts.name(facts.at(*where)), reason));
        draft.finding.facts = facts_of({{"reason", reason}, {"item", facts.at(*where).item->path}});
        if (!root.installable.empty()) continue;
        // Policy asks for it wherever a system extension is activated, but of an app only where it was downloaded:
        // Developer ID apps that nobody notarised run where they were copied.
        draft.finding.severity = Severity::warning;
        draft.finding.why = "macOS refuses it where it arrives as a download. Copied in other ways it runs.";
    }
}

void used_for_development(const Facts& facts, Report& report) {
    for (const std::size_t index : facts.roots()) {
        const ItemFacts& root = facts.at(index);
        if (!root.mac || !root.developer_id_signed() || root.item->ticket) continue;
        const bool debug_library = std::ranges::any_of(
            root.inside, [&](std::size_t at) { return facts.name(facts.at(at)).ends_with(".debug.dylib"); });
        if (!root.claims_true(debugging) && !debug_library) continue;
        report.add(root, fmt::format("{} looks like a build of daily work and is signed with Developer ID.",
                                     facts.name(root)));
    }
}

} // namespace

std::vector<Rule> distribution_rules() {
    return {
        {.id = "no-hardened-runtime",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "Distribution code is signed without the hardened runtime, so it cannot be notarised.",
         .clause = "it is signed without the hardened runtime",
         .why = "The notary service refuses executables without it.",
         .fix = "Switch the Hardened Runtime capability on, or sign with codesign -o runtime.",
         .sources = {sources::notarisation},
         .causes = {},
         .check = no_hardened_runtime},
        {.id = "no-secure-timestamp",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "A Developer ID signature has no secure timestamp, so it cannot be notarised.",
         .clause = "its signature has no secure time stamp",
         .why = "The notary service refuses it, and when the certificate expires nobody can tell that the signature is "
                "older.",
         .fix = "Sign with codesign --timestamp.",
         .sources = {sources::notarisation},
         .causes = {},
         .check = no_secure_timestamp},
        {.id = "not-notarized",
         .severity = Severity::blocker,
         .stage = Stage::notary,
         .title = "Developer ID code has no notarisation ticket.",
         .clause = "it cannot have been notarised",
         .why =
             "macOS starts downloaded Developer ID code, and activates Developer ID system extensions, only if Apple "
             "notarised it (\"code failed to satisfy specified code requirement(s)\", -67050). That it runs with "
             "System "
             "Integrity Protection off proves nothing.",
         .fix = "Remove what the notary service refuses, sign again, notarise the app (xcrun notarytool submit), and "
                "staple "
                "the app. For daily work sign with Apple Development instead.",
         .sources = {"https://developer.apple.com/forums/thread/129722", sources::notarisation},
         .causes = {},
         .check = not_notarized},
        {.id = "developer-id-used-for-development",
         .severity = Severity::note,
         .stage = Stage::delivery,
         .title = "A build that looks like daily work is signed with Developer ID instead of Apple Development.",
         .clause = "it is a development build with a Developer ID signature",
         .why =
             "Developer ID needs other entitlement values, other profiles and notarisation: all of which is in the way "
             "of daily work.",
         .fix = "Sign daily builds with Apple Development and the plain networkextension values; sign for Developer ID "
                "only "
                "what you ship.",
         .sources = {"https://developer.apple.com/forums/thread/820254",
                     "https://developer.apple.com/forums/thread/795579"},
         .causes = {},
         .check = used_for_development},
    };
}

} // namespace nei::rules
