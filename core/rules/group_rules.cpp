// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>

/// Application groups and the Mach services that are named after them.
namespace nei::rules {
namespace {

bool is_registered(std::string_view group) {
    return group.starts_with("group.");
}

/// The profile's list of groups; null where it has none.
const plist::Value* allowed_groups(const ItemFacts& item) {
    return item.item->profile ? item.item->profile->entitlements.find(ne::application_groups_entitlement) : nullptr;
}

bool has_team_prefix(const ItemFacts& item, std::string_view group) {
    const auto team = item.team();
    return !team || (group.starts_with(*team) && group.substr(team->size()).starts_with('.'));
}

void not_team_prefixed(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.mac || item.store_signed() || !item.signed_code()) continue;
        for (const std::string& group : item.groups) {
            if (has_team_prefix(item, group)) continue;
            // With a profile, whether it lists the group is what counts, and another rule's matter.
            if (is_registered(group) && item.item->profile) continue;
            report
                .add(item,
                     fmt::format("The app group {} of {} does not start with the team ID {}.", group, facts.name(item),
                                 item.team().value_or("")),
                     group)
                .finding.facts = facts_of({{"group", group}, {"team", item.team().value_or("")}});
        }
    }
}

void not_authorised(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.mac || !item.item->profile || item.store_signed()) continue;
        const plist::Value* allowed = allowed_groups(item);
        for (const std::string& group : item.groups) {
            const bool registered = is_registered(group);
            // Groups of the team need no profile, and most profiles do not speak of groups at all: normal products.
            if (!registered && (!allowed || !has_team_prefix(item, group))) continue;
            if (allowed && profile::permits(*allowed, plist::Array{group})) continue;
            Draft& draft = report.add(
                item,
                fmt::format("The provisioning profile of {} does not list the app group {}.", facts.name(item), group),
                group);
            draft.finding.facts =
                facts_of({{"group", group}, {"allowed", allowed ? *allowed : plist::Value(plist::Array{})}});
            if (registered) continue;
            draft.finding.severity = Severity::note;
            draft.finding.why = "Groups that start with the team ID need no profile on macOS, and products run like "
                                "this. The log may call the claim unsatisfied.";
        }
    }
}

bool below_group(const ItemFacts& item, std::string_view service) {
    return std::ranges::any_of(item.groups, [&](const std::string& group) {
        return service == group || (service.starts_with(group) && service.substr(group.size()).starts_with('.'));
    });
}

void mach_service(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.system_extension() || !item.signed_code()) continue;
        const plist::Value* network = item.info("NetworkExtension");
        const plist::Value* camera = item.info("CMIOExtension");
        const std::string* names[] = {network ? network->find_string("NEMachServiceName") : nullptr,
                                      camera ? camera->find_string("CMIOExtensionMachServiceName") : nullptr};
        for (const std::string* service : names) {
            if (!service || below_group(item, *service)) continue;
            const std::string groups =
                item.groups.empty() ? "it claims no app group" : "its app groups are " + listed(item.groups);
            report
                .add(item,
                     fmt::format("The Mach service {} of {} is not below one of its app groups: {}.", *service,
                                 facts.name(item), groups),
                     *service)
                .finding.facts = facts_of({{"service", *service}, {"groups", array_of(item.groups)}});
        }
    }
}

} // namespace

std::vector<Rule> group_rules() {
    return {
        {.id = "app-group-not-team-prefixed",
         .severity = Severity::warning,
         .stage = Stage::feature,
         .title = "On macOS an app group neither starts with the team ID nor is a group. ID that a profile authorises.",
         .clause = "its app group does not start with the team ID",
         .why =
             "macOS gives out group containers to code whose group starts with its own team ID, or whose profile lists "
             "the group. Others are rejected, or the user is asked; keychain and XPC by group fail as well.",
         .fix = "Name the group with the team ID in front in app and extension, or embed profiles that list the group.",
         .sources = {sources::app_groups, "https://github.com/steipete/CodexBar/issues/121"},
         .causes = {},
         .check = not_team_prefixed},
        {.id = "app-group-not-authorised-by-profile",
         .severity = Severity::warning,
         .stage = Stage::feature,
         .title = "A claimed app group is not in the profile's list where it has to be.",
         .clause = "its profile does not list its app group",
         .why = "The process runs, but macOS takes its claims for not validated: the group's container, keychain items "
                "and XPC services may be refused.",
         .fix = "Add the group to the App ID and make the profile anew, or use a group that starts with the team ID.",
         .sources = {sources::app_groups,
                     "https://developer.apple.com/documentation/xcode/accessing-app-group-containers"},
         .causes = {},
         .check = not_authorised},
        {.id = "mach-service-not-in-app-group",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title =
             "The Mach service name of a system extension is neither equal to nor a dotted child of one of its app "
             "groups.",
         .clause = "its Mach service is not below one of its app groups",
         .why =
             "The extension's category accepts only a service that is named as one of the claimed app groups, or below "
             "it. The activation fails (OSSystemExtensionErrorDomain 9, \"extension category returned error\").",
         .fix = "Name the service with one of the extension's app groups in front, and look at the value in the built "
                "Info.plist: $(TeamIdentifierPrefix) is empty in a build without a team.",
         .sources = {"https://developer.apple.com/forums/thread/812857"},
         .causes = {},
         .check = mach_service},
    };
}

} // namespace nei::rules
