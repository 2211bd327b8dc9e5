// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_parts.h"

#include <algorithm>
#include <array>

namespace nei::report {

using nlohmann::json;

namespace {

/// Keys of a profile that the document shows in fields of their own; the rest goes into "other_keys" as it is.
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

json other_keys(const plist::Value& content) {
    json object = json::object();
    const plist::Dictionary* dictionary = content.dictionary();
    if (!dictionary) return object;
    for (const auto& [key, value] : *dictionary)
        if (std::ranges::find(shown_keys, key) == shown_keys.end()) object[json_text(key)] = to_json(value);
    return object;
}

} // namespace

json to_json(const profile::Profile& profile) {
    return {
        {"name", text_or_null(profile.name)},
        {"uuid", text_or_null(profile.uuid)},
        {"type", profile.type ? json(slug(*profile.type)) : json(nullptr)},
        {"platforms", texts(profile.platforms)},
        {"team_id", text_or_null(profile.team_id)},
        {"team_ids", texts(profile.team_ids)},
        {"team_name", text_or_null(profile.team_name)},
        {"app_id", text_or_null(profile.app_id)},
        {"app_id_name", text_or_null(profile.app_id_name)},
        {"app_id_prefixes", texts(profile.app_id_prefixes)},
        {"created", date_or_null(profile.created)},
        {"expires", date_or_null(profile.expires)},
        {"devices", texts(profile.devices)},
        {"all_devices", profile.all_devices},
        {"xcode_managed", profile.xcode_managed},
        {"free_team", profile.local},
        {"distribution_type", text_or_null(profile.distribution_type)},
        {"entitlements", to_json(profile.entitlements)},
        {"certificates", certificates_json(profile.certificates)},
        {"der_content", value_or_null(profile.der_content)},
        {"other_keys", other_keys(profile.content)},
        {"signature",
         {{"content_intact", profile.signature.content_intact},
          {"chain", slug(profile.signature.chain)},
          {"signer", text_or_null(profile.signature.signer)},
          {"problem", text_or_null(profile.signature.problem)}}},
    };
}

json to_json(const profile::Authorisation& authorisation) {
    return {
        {"key", json_text(authorisation.key)},
        {"restricted", authorisation.restricted},
        {"claimed_xml", value_or_null(authorisation.claimed_xml)},
        {"claimed_der", value_or_null(authorisation.claimed_der)},
        {"allowed", value_or_null(authorisation.allowed)},
        {"verdict", slug(authorisation.verdict)},
        {"not_permitted", texts(authorisation.not_permitted)},
        {"by_wildcard", authorisation.by_wildcard},
    };
}

} // namespace nei::report
