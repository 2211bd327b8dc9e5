// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_parts.h"

#include <algorithm>
#include <array>

namespace nei::report {
namespace {

/// Keys of a profile that the document shows in members of their own; the rest goes into "other_keys" as it is.
constexpr std::array<std::string_view, 16> shown_keys{
    "AppIDName",      "ApplicationIdentifierPrefix",
    "CreationDate",   "DER-Encoded-Profile",
    "Entitlements",   "DeveloperCertificates",
    "ExpirationDate", "IsXcodeManaged",
    "LocalProvision", "Name",
    "Platform",       "ProvisionedDevices",
    "TeamIdentifier", "TeamName",
    "UUID",           "ProvisionsAllDevices",
};

plist::Value other_keys(const plist::Value& content) {
    plist::Dictionary others;
    if (const plist::Dictionary* dictionary = content.dictionary())
        for (const auto& [key, value] : *dictionary)
            if (std::ranges::find(shown_keys, key) == shown_keys.end()) others.emplace(key, value);
    return others;
}

} // namespace

void write(JsonWriter& json, const profile::ProfileSignature& signature) {
    json.object([&] {
        json.member("chain", slug(signature.chain));
        json.member("content_intact", signature.content_intact);
        json.member("problem", or_null(signature.problem));
        json.member("signer", or_null(signature.signer));
    });
}

void write(JsonWriter& json, const profile::Profile& profile) {
    json.object([&] {
        json.member("all_devices", profile.all_devices);
        json.member("app_id", or_null(profile.app_id));
        json.member("app_id_name", or_null(profile.app_id_name));
        json.member("app_id_prefixes", profile.app_id_prefixes);
        write_certificates(json, profile.certificates);
        json.member("created", profile.created);
        json.member("der_content", profile.der_content);
        json.member("devices", profile.devices);
        json.member("distribution_type", or_null(profile.distribution_type));
        json.member("entitlements", profile.entitlements);
        json.member("expires", profile.expires);
        json.member("free_team", profile.local);
        json.member("name", or_null(profile.name));
        json.member("other_keys", other_keys(profile.content));
        json.member("platforms", profile.platforms);
        json.member("signature", profile.signature);
        json.member("team_id", or_null(profile.team_id));
        json.member("team_ids", profile.team_ids);
        json.member("team_name", or_null(profile.team_name));
        json.member("type", profile.type ? std::optional(slug(*profile.type)) : std::nullopt);
        json.member("uuid", or_null(profile.uuid));
        json.member("xcode_managed", profile.xcode_managed);
    });
}

void write(JsonWriter& json, const profile::Authorisation& authorisation) {
    json.object([&] {
        json.member("allowed", authorisation.allowed);
        json.member("by_wildcard", authorisation.by_wildcard);
        json.member("claimed_der", authorisation.claimed_der);
        json.member("claimed_xml", authorisation.claimed_xml);
        json.member("key", authorisation.key);
        json.member("not_permitted", authorisation.not_permitted);
        json.member("restricted", authorisation.restricted);
        json.member("verdict", slug(authorisation.verdict));
    });
}

} // namespace nei::report
