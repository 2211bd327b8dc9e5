// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/profile.h"

#include "core/base/digest.h"
#include "core/plist/property_list.h"
#include "tests/forge/cms.h"
#include "tests/forge/der.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::forge {
namespace {

constexpr std::array<std::pair<std::string_view, ProfileKind>, 5> words{{
    {"development", ProfileKind::development},
    {"ad-hoc", ProfileKind::ad_hoc},
    {"enterprise", ProfileKind::enterprise},
    {"developer-id", ProfileKind::developer_id},
    {"app-store", ProfileKind::app_store},
}};

plist::Array array_of(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

/// A UUID that follows from what the profile is for.
std::string uuid_for(const ProfileOptions& options) {
    const std::string seed = fmt::format("{} {} {} {}", static_cast<int>(options.kind), options.team, options.app_id,
                                         options.created.time_since_epoch().count());
    const std::string hex = to_hex(digest(DigestAlgorithm::sha256, as_bytes(seed)));
    return fmt::format("{}-{}-4{}-a{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(13, 3), hex.substr(17, 3),
                       hex.substr(20, 12));
}

std::string distribution_type(ProfileKind kind) {
    switch (kind) {
    case ProfileKind::developer_id: return "DIRECT";
    case ProfileKind::app_store: return "STORE";
    case ProfileKind::development:
    case ProfileKind::ad_hoc:
    case ProfileKind::enterprise: break;
    }
    return "LIMITED";
}

bool for_macos(const ProfileOptions& options) {
    return std::ranges::find(options.platforms, "OSX") != options.platforms.end();
}

Identity signer_of(const ProfileOptions& options) {
    return options.signer ? make_identity(*options.signer) : profile_identity(for_macos(options));
}

/// The same content as DER: certificates by their SHA-256, entitlements as in a signature, and one key more.
Bytes der_form(plist::Dictionary content, const ProfileOptions& options) {
    content.insert_or_assign("ProfileDistributionType", distribution_type(options.kind));
    plist::Array hashes;
    for (const Bytes& certificate : options.certificates)
        hashes.emplace_back(digest(DigestAlgorithm::sha256, certificate));
    if (content.contains("DeveloperCertificates")) content.insert_or_assign("DeveloperCertificates", std::move(hashes));
    std::vector<Bytes> members;
    for (const auto& [key, value] : content) {
        const plist::Dictionary* allowed = key == "Entitlements" ? value.dictionary() : nullptr;
        members.push_back(der::sequence(
            {der::utf8(key), allowed != nullptr ? der::plist_dictionary(*allowed) : der::plist_value(value)}));
    }
    CmsOptions cms;
    cms.detached = false;
    cms.signing_time = options.created;
    return make_cms(cms, signer_of(options), der::set_of(std::move(members)));
}

} // namespace

ProfileKind profile_kind(std::string_view word) {
    const auto found = std::ranges::find(words, word, &std::pair<std::string_view, ProfileKind>::first);
    if (found != words.end()) return found->second;
    throw SpecError(fmt::format(
        "unknown profile type \"{}\"; known are development, ad-hoc, enterprise, developer-id, app-store", word));
}

plist::Dictionary profile_content(const ProfileOptions& options) {
    const bool all_devices = options.kind == ProfileKind::developer_id || options.kind == ProfileKind::enterprise;
    const bool listed_devices = options.kind == ProfileKind::development || options.kind == ProfileKind::ad_hoc;
    const std::string app_id_name = !options.app_id_name.empty() ? options.app_id_name : options.app_id;
    const auto days = std::chrono::floor<std::chrono::days>(options.expires - options.created).count();
    plist::Array certificates;
    for (const Bytes& certificate : options.certificates) certificates.emplace_back(certificate);

    plist::Dictionary content{
        {"AppIDName", app_id_name},
        {"ApplicationIdentifierPrefix", array_of({options.team})},
        {"CreationDate", options.created},
        {"DeveloperCertificates", std::move(certificates)},
        {"Entitlements", options.entitlements},
        {"ExpirationDate", options.expires},
        {"IsXcodeManaged", false},
        {"Name",
         !options.name.empty()
             ? options.name
             : fmt::format(
                   "{} {}", app_id_name,
                   std::ranges::find(words, options.kind, &std::pair<std::string_view, ProfileKind>::second)->first)},
        {"Platform", array_of(options.platforms)},
        {"TeamIdentifier", array_of({options.team})},
        {"TeamName", options.team_name},
        {"TimeToLive", std::int64_t{days}},
        {"UUID", !options.uuid.empty() ? options.uuid : uuid_for(options)},
        {"Version", 1},
    };
    if (all_devices) content.emplace("ProvisionsAllDevices", true);
    if (listed_devices) content.emplace("ProvisionedDevices", array_of(options.devices));
    for (const auto& [key, value] : options.more) content.insert_or_assign(key, value);
    for (const std::string& key : options.without) content.erase(key);
    const bool keep_der = std::ranges::find(options.without, "DER-Encoded-Profile") == options.without.end();
    if (options.der_form && keep_der && !options.more.contains("DER-Encoded-Profile"))
        content.insert_or_assign("DER-Encoded-Profile", der_form(content, options));
    return content;
}

Bytes make_profile(const ProfileOptions& options) {
    CmsOptions cms;
    cms.detached = false;
    cms.signing_time = options.created;
    return make_cms(cms, signer_of(options), as_bytes(plist::to_xml(profile_content(options))));
}

} // namespace nei::forge
