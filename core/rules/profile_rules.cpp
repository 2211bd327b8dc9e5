// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>
#include <set>

/// Whether there is a profile, and whether it is good in itself.
namespace nei::rules {
namespace {

/// Paths of profiles that could not be read; they are in no item.
std::set<std::string, std::less<>> unreadable_profiles(const Facts& facts) {
    std::set<std::string, std::less<>> paths;
    for (const Problem& problem : facts.bundle().problems)
        if (problem.code == "profile-unreadable") paths.insert(problem.path);
    return paths;
}

/// The unreadable profile of an item; empty where there is none.
std::string unreadable_profile(const ItemFacts& item, const std::set<std::string, std::less<>>& unreadable) {
    if (item.item->profile || unreadable.empty()) return {};
    if (unreadable.contains(item.item->path)) return item.item->path; // a lone profile
    if (!item.runs()) return {};
    for (const std::string_view name : {"embedded.provisionprofile", "embedded.mobileprovision"})
        if (std::string path = source::join(item.item->contents, name); unreadable.contains(path)) return path;
    return {};
}

void profile_unreadable(const Facts& facts, Report& report) {
    const auto unreadable = unreadable_profiles(facts);
    for (const ItemFacts& item : facts.items()) {
        const std::string path = unreadable_profile(item, unreadable);
        if (path.empty()) continue;
        report.add(item, fmt::format("The provisioning profile of {} cannot be read.", facts.name(item)))
            .finding.facts = facts_of({{"file", path}});
    }
}

void profile_signature_invalid(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.item->profile) continue;
        const profile::ProfileSignature& signature = item.item->profile->signature;
        const bool trusted =
            signature.chain == signature::ChainAnchor::apple || signature.chain == signature::ChainAnchor::given_root;
        if (signature.content_intact && trusted) continue;
        Draft& draft = report.add(
            item,
            signature.content_intact
                ? fmt::format("The provisioning profile of {} is not signed by Apple.", facts.name(item))
                : fmt::format("The provisioning profile of {} was changed after it was signed.", facts.name(item)));
        draft.finding.facts = facts_of({{"file", item.item->profile_path},
                                        {"signer", signature.signer},
                                        {"problem", signature.problem},
                                        {"chain", std::string(signature::slug(signature.chain))}});
    }
}

void profile_missing(const Facts& facts, Report& report) {
    const auto unreadable = unreadable_profiles(facts);
    for (const ItemFacts& item : facts.items()) {
        if (!item.developer_signed() || !item.runs() || item.simulator) continue;
        if (item.item->profile || !unreadable_profile(item, unreadable).empty()) continue;
        const std::vector<std::string> claims = item.restricted_claims();
        if (claims.empty()) continue;
        Draft& draft = report.add(
            item, fmt::format("{} claims {} and contains no provisioning profile.", facts.name(item), listed(claims)));
        draft.finding.facts = facts_of({{"claimed", array_of(claims)}});
        if (item.system_extension() || item.app_extension())
            draft.finding.why += " The profile of the app around it does not count: each extension needs its own.";
    }
}

void profile_expired(const Facts& facts, Report& report) {
    constexpr std::chrono::days soon{30};
    for (const ItemFacts& item : facts.items()) {
        if (!item.item->profile || !item.item->profile->expires || item.store_signed()) continue;
        const Timestamp expires = *item.item->profile->expires, now = facts.intent().date;
        const std::string day = to_rfc3339(expires).substr(0, 10);
        if (expires < now) {
            report.add(item, fmt::format("The provisioning profile of {} expired on {}.", facts.name(item), day))
                .finding.facts = facts_of({{"expires", expires}, {"profile", item.item->profile->name}});
            continue;
        }
        // Profiles of Developer ID are valid for 18 years; with those of a year the last month is worth a word.
        const bool developer_id = item.item->profile->type == profile::ProfileType::developer_id;
        if (developer_id || expires - now >= soon) continue;
        const auto days = std::chrono::duration_cast<std::chrono::days>(expires - now).count();
        Draft& draft =
            report.add(item, fmt::format("The provisioning profile of {} expires in {}, on {}.", facts.name(item),
                                         counted(static_cast<unsigned long long>(days), "day", "days"), day));
        draft.finding.severity = Severity::note;
        draft.finding.why = "On that day the system stops to start this build.";
        draft.finding.facts = facts_of({{"expires", expires}, {"profile", item.item->profile->name}});
        draft.clause = "its profile expires soon";
    }
}

bool lists_devices(const ItemFacts& item) {
    return item.item->profile && !item.item->profile->all_devices && !item.item->profile->devices.empty();
}

void profile_missing_device(const Facts& facts, Report& report) {
    if (!facts.intent().device) return;
    const std::string wanted = ascii_lower(*facts.intent().device);
    for (const ItemFacts& item : facts.items()) {
        if (!lists_devices(item)) continue;
        const std::vector<std::string>& devices = item.item->profile->devices;
        if (std::ranges::any_of(devices, [&](const std::string& device) { return ascii_lower(device) == wanted; }))
            continue;
        report
            .add(item, fmt::format("The provisioning profile of {} does not list the device {}.", facts.name(item),
                                   *facts.intent().device))
            .finding.facts = facts_of({{"device", *facts.intent().device},
                                       {"listed", static_cast<std::int64_t>(devices.size())},
                                       {"profile", item.item->profile->name}});
    }
}

void profile_device_lists_differ(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const ItemFacts* app = facts.container(item);
        if (!app || !lists_devices(item) || !lists_devices(*app)) continue;
        const auto set = [](const ItemFacts& of) {
            std::set<std::string> lower;
            for (const std::string& device : of.item->profile->devices) lower.insert(ascii_lower(device));
            return lower;
        };
        const std::set<std::string> here = set(item), there = set(*app);
        if (here == there) continue;
        std::vector<std::string> only;
        std::ranges::set_symmetric_difference(here, there, std::back_inserter(only));
        if (only.size() > 20) only.resize(20);
        report
            .add(item, fmt::format("The provisioning profiles of {} and {} list different devices.", facts.name(*app),
                                   facts.name(item)))
            .finding.facts = facts_of({{"in_one_only", array_of(only)}});
    }
}

void free_team(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.item->profile || (!item.provider && item.network_extension.empty())) continue;
        const plist::Value* days = item.item->profile->content.find("TimeToLive");
        const bool week = days && days->integer() && *days->integer() == 7;
        if (!item.item->profile->local && !week) continue;
        report
            .add(item, fmt::format("The provisioning profile of {} belongs to a free team, which may not use Network "
                                   "Extensions.",
                                   facts.name(item)))
            .finding.facts = facts_of({{"team", item.item->profile->team_name}, {"profile", item.item->profile->name}});
    }
}

} // namespace

std::vector<Rule> profile_rules() {
    return {
        {.id = "profile-unreadable",
         .severity = Severity::blocker,
         .stage = Stage::profile,
         .title = "The embedded provisioning profile cannot be parsed.",
         .clause = "its provisioning profile cannot be read",
         .why = "A profile is a property list in a CMS signature. What the system cannot read allows nothing.",
         .fix = "Download the profile again, embed that file as it is, and sign again.",
         .sources = {sources::profiles},
         .causes = {},
         .check = profile_unreadable},
        {.id = "profile-signature-invalid",
         .severity = Severity::blocker,
         .stage = Stage::profile,
         .title = "The embedded provisioning profile is not signed by Apple or was changed.",
         .clause = "its provisioning profile is not a genuine one",
         .why = "The system trusts a profile only as Apple signed it. One changed byte makes it worthless.",
         .fix = "Download the profile again from the developer website; it cannot be edited.",
         .sources = {sources::profiles},
         .causes = {},
         .check = profile_signature_invalid},
        {.id = "profile-missing",
         .severity = Severity::blocker,
         .stage = Stage::profile,
         .title = "An item claims restricted entitlements and contains no provisioning profile of its own.",
         .clause = "it claims restricted entitlements without a provisioning profile",
         .why =
             "Restricted entitlements count only where a profile inside the same bundle allows them. Without one the "
             "process is killed as it starts, with \"No matching profile found\" (-413) in the log.",
         .fix = "Make a profile for this bundle identifier, embed it, and sign again.",
         .sources = {sources::profiles},
         .causes = {},
         .check = profile_missing},
        {.id = "profile-expired",
         .severity = Severity::blocker,
         .stage = Stage::profile,
         .title = "The embedded provisioning profile has expired.",
         .clause = "its provisioning profile has expired",
         .why =
             "An expired profile allows nothing any more, so that what ran until that day is no longer started. This "
             "is so for Developer ID as well.",
         .fix = "Make a new profile, embed it, sign again, and ship an update before the old one ends.",
         .sources = {sources::profiles, "https://github.com/lionheart/openradar-mirror/issues/16988"},
         .causes = {},
         .check = profile_expired},
        {.id = "profile-missing-device",
         .severity = Severity::blocker,
         .stage = Stage::profile,
         .title = "The profile does not list the device on which the build is to run.",
         .clause = "its provisioning profile is not for this device",
         .why = "Development and ad hoc profiles are valid on the devices that they list, and nowhere else.",
         .fix = "Register the device with your team, make the profile anew, and build again. App and extension have a "
                "profile each: both must list it.",
         .sources = {sources::profiles, "https://developer.apple.com/forums/thread/805996"},
         .causes = {},
         .check = profile_missing_device},
        {.id = "profile-device-lists-differ",
         .severity = Severity::warning,
         .stage = Stage::profile,
         .title = "The profiles of the app and of the provider list different devices.",
         .clause = "its profile is for other devices than the app's",
         .why = "On a device that only one of them lists, the app opens and its provider does not start, or neither "
                "does.",
         .fix = "Make both profiles anew with the same devices.",
         .sources = {"https://developer.apple.com/forums/thread/805996"},
         .causes = {},
         .check = profile_device_lists_differ},
        {.id = "free-team-has-no-ne-capability",
         .severity = Severity::blocker,
         .stage = Stage::profile,
         .title = "The profile belongs to a free (personal) team, which has no Network Extensions capability.",
         .clause = "a free team may not use Network Extensions",
         .why = "Network Extensions need membership of the Apple Developer Program; profiles of free teams never allow "
                "them.",
         .fix = "Join the Apple Developer Program and sign with that team.",
         .sources = {"https://developer.apple.com/help/account/reference/supported-capabilities-macos"},
         .causes = {},
         .check = free_team},
    };
}

} // namespace nei::rules
