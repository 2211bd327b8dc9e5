// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>

/// Whether a profile is for this code: its app ID, its team, its certificate.
namespace nei::rules {
namespace {

constexpr std::string_view mac_app_id = "com.apple.application-identifier", app_id = "application-identifier";

const std::string* claimed_app_id(const ItemFacts& item) {
    const std::string_view first = item.mac ? mac_app_id : app_id, second = item.mac ? app_id : mac_app_id;
    if (const std::string* text = item.claims->find_string(first)) return text;
    return item.claims->find_string(second);
}

/// "com.example.app" of "TEAM.com.example.app".
std::string_view without_prefix(std::string_view identifier) {
    const std::size_t dot = identifier.find('.');
    return dot == std::string_view::npos ? std::string_view() : identifier.substr(dot + 1);
}

void app_id_mismatch(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.runs() || !item.developer_signed() || item.simulator || !item.item->profile) continue;
        const std::string* claimed = claimed_app_id(item);
        const std::optional<std::string>& allowed = item.item->profile->app_id;
        const std::string bundle = item.item->bundle_identifier.value_or("");
        const plist::Value said = facts_of(
            {{"claimed", claimed ? *claimed : ""}, {"allowed", allowed.value_or("")}, {"bundle_identifier", bundle}});
        if (!claimed) {
            const auto restricted = item.restricted_claims();
            if (restricted.empty() && item.mac) continue;
            report
                .add(item, fmt::format("The signature of {} does not name its app ID ({}).", facts.name(item),
                                       item.mac ? mac_app_id : app_id))
                .finding.facts = said;
        } else if (allowed && !profile::permits(*allowed, *claimed)) {
            report
                .add(item, fmt::format("The provisioning profile of {} is for {}, but the code is signed as {}.",
                                       facts.name(item), *allowed, *claimed))
                .finding.facts = said;
        } else if (!bundle.empty() && without_prefix(*claimed) != bundle) {
            Draft& draft = report.add(item, fmt::format("{} has the bundle identifier {}, but is signed as {}.",
                                                        facts.name(item), bundle, *claimed));
            draft.finding.facts = said;
            // macOS compares signature and profile; the installer of iOS looks at Info.plist as well.
            if (item.mac) draft.finding.severity = Severity::warning;
        }
    }
}

void certificate_mismatch(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.runs() || !item.developer_signed() || !item.item->profile) continue;
        const auto& certificates = item.item->profile->certificates;
        const signature::Certificate& leaf = *item.signature->signer;
        if (certificates.empty() ||
            std::ranges::any_of(certificates, [&](const auto& known) { return known->sha256 == leaf.sha256; }))
            continue;
        report
            .add(item, fmt::format("{} is signed by \"{}\", and its provisioning profile is for {}.", facts.name(item),
                                   leaf.common_name,
                                   certificates.size() == 1 ? fmt::format("\"{}\"", certificates.front()->common_name)
                                                            : "other certificates"))
            .finding.facts = facts_of(
            {{"signer", leaf.common_name}, {"signer_sha256", leaf.sha256}, {"profile", item.item->profile->name}});
    }
}

void team_mismatch(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.runs() || !item.developer_signed() || !item.item->profile) continue;
        const std::vector<std::string>& teams = item.item->profile->team_ids;
        const auto team = item.team();
        if (!team || teams.empty() || std::ranges::find(teams, *team) != teams.end()) continue;
        report
            .add(item, fmt::format("{} is signed by the team {}, and its provisioning profile is of the team {}.",
                                   facts.name(item), *team, teams.front()))
            .finding.facts = facts_of({{"signature", *team}, {"profile", teams.front()}});
    }
}

void team_differs(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const ItemFacts* app = facts.container(item);
        if (!app || (!item.system_extension() && !item.driver() && !item.app_extension())) continue;
        const auto team = item.team(), app_team = app->team();
        if (!team || !app_team || *team == *app_team) continue;
        if (item.claims_true("com.apple.developer.system-extension.redistributable")) continue;
        report
            .add(item, fmt::format("{} is signed by the team {}, the app {} by the team {}.", facts.name(item), *team,
                                   facts.name(*app), *app_team))
            .finding.facts = facts_of({{"team", *team}, {"app_team", *app_team}});
    }
}

} // namespace

std::vector<Rule> profile_match_rules() {
    return {
        {.id = "profile-app-id-mismatch",
         .severity = Severity::blocker,
         .stage = Stage::profile,
         .title = "The application identifiers in signature, profile and Info.plist do not agree.",
         .clause = "its provisioning profile is for another app ID",
         .why = "A profile counts for the code whose signature names its app ID. For other code there is \"No matching "
                "profile found\" (-413).",
         .fix = "Embed the profile of this bundle identifier, and let the entitlements name the same app ID: the team "
                "prefix, a full stop, and the bundle identifier.",
         .sources = {sources::profiles},
         .causes = {"profile-team-mismatch"},
         .check = app_id_mismatch},
        {.id = "profile-certificate-mismatch",
         .severity = Severity::blocker,
         .stage = Stage::profile,
         .title = "The signing certificate is not one of those in the profile.",
         .clause = "its provisioning profile is for another certificate",
         .why = "A profile lists the certificates that may sign with it. Signed by another, even of the same name and "
                "team, the code finds no matching profile.",
         .fix = "Make the profile anew with the certificate that signs, or sign with one that it lists.",
         .sources = {sources::profiles},
         .causes = {"profile-team-mismatch", "team-differs"},
         .check = certificate_mismatch},
        {.id = "profile-team-mismatch",
         .severity = Severity::blocker,
         .stage = Stage::profile,
         .title = "Profile and signature are of different teams.",
         .clause = "its provisioning profile is of another team",
         .why = "A profile allows entitlements to code of its own team only.",
         .fix = "Use a profile and a certificate of the same team.",
         .sources = {sources::profiles},
         .causes = {},
         .check = team_mismatch},
        {.id = "team-differs",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "App and provider are signed by different teams and the provider is not marked redistributable.",
         .clause = "another team signed it than the app",
         .why = "The system accepts an extension only from the team of its app. A system extension can be marked as "
                "redistributable, which Apple grants on request.",
         .fix = "Sign app and extension with certificates of one team.",
         .sources = {sources::installing},
         .causes = {},
         .check = team_differs},
    };
}

} // namespace nei::rules
