// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/facts.h"

#include <algorithm>
#include <array>

namespace nei::compare {
namespace {

/// Keys of a profile that have a fact of their own, and its other form, which says the same.
constexpr std::array<std::string_view, 15> told_otherwise{
    "AppIDName",
    "ApplicationIdentifierPrefix",
    "CreationDate",
    "DER-Encoded-Profile",
    "DeveloperCertificates",
    "Entitlements",
    "ExpirationDate",
    "IsXcodeManaged",
    "LocalProvision",
    "Name",
    "Platform",
    "ProvisionedDevices",
    "ProvisionsAllDevices",
    "TeamIdentifier",
    "UUID",
};

} // namespace

void add_profile_facts(FactList& facts, const profile::Profile& profile) {
    if (profile.type) facts.add("type", slug(*profile.type));
    facts.add_text("name", profile.name);
    facts.add_text("uuid", profile.uuid);
    facts.add_text("team_id", profile.team_id);
    facts.add_set("team_ids", profile.team_ids.size() > 1 ? profile.team_ids : std::vector<std::string>());
    facts.add_set("app_id_prefixes", profile.app_id_prefixes);
    facts.add_text("app_id", profile.app_id);
    facts.add_text("app_id_name", profile.app_id_name);
    facts.add_set("platforms", profile.platforms);
    facts.add_date("created", profile.created);
    facts.add_date("expires", profile.expires);
    facts.add_set("devices", profile.devices);
    if (profile.all_devices) facts.add("all_devices", true);
    if (profile.xcode_managed) facts.add("xcode_managed", true);
    if (profile.local) facts.add("local", true);
    facts.add_text("distribution_type", profile.distribution_type);
    std::vector<std::string> certificates;
    for (const signature::CertificatePointer& certificate : profile.certificates)
        certificates.push_back(certificate->common_name + " " + certificate->sha256);
    facts.add_set("certificates", std::move(certificates));
    // The list has no order, and what it allows has none either.
    if (const plist::Dictionary* allowed = profile.entitlements.dictionary())
        for (const auto& [name, value] : *allowed) {
            const std::vector<std::string> texts = plist::strings(value);
            if (value.array() && texts.size() == value.array()->size() && !texts.empty())
                facts.add_set("entitlements:" + name, texts);
            else
                facts.add("entitlements:" + name, value);
        }
    facts.add("signature:content_intact", profile.signature.content_intact);
    facts.add("signature:chain", slug(profile.signature.chain));
    facts.add_text("signature:signer", profile.signature.signer);
    if (const plist::Dictionary* content = profile.content.dictionary())
        for (const auto& [name, value] : *content)
            if (std::ranges::find(told_otherwise, name) == told_otherwise.end()) facts.add("content:" + name, value);
}

} // namespace nei::compare
