// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plist/value.h"
#include "core/signature/certificate.h"
#include "core/signature/trust.h"

#include <optional>

/// Provisioning profiles: a property list inside a CMS signature (TN3125).
namespace nei::profile {

enum class ProfileType { development, ad_hoc, enterprise, developer_id, app_store };
std::string_view slug(ProfileType type);
/// "Developer ID", "App Store", ...: as people say it.
std::string_view display_name(ProfileType type);

struct ProfileSignature {
    bool content_intact = false; ///< CMS digest and signature fit the content
    signature::ChainAnchor chain = signature::ChainAnchor::unknown;
    std::string signer;  ///< common name of the signing certificate; empty where unknown
    std::string problem; ///< sentence that says why the content is not intact; empty where it is
};

struct Profile {
    plist::Value content; ///< every key, as it stands in the profile
    std::string name, uuid, team_name, app_id_name;
    std::optional<ProfileType> type;
    std::vector<std::string> platforms; ///< "OSX", "iOS", ...
    std::optional<std::string> team_id; ///< TeamIdentifier[0]
    std::vector<std::string> team_ids, app_id_prefixes;
    std::optional<std::string> app_id; ///< the allow-list's application-identifier of either spelling
    std::optional<Timestamp> created, expires;
    std::vector<std::string> devices;
    bool all_devices = false;
    bool xcode_managed = false, local = false;               ///< IsXcodeManaged; LocalProvision (free team)
    plist::Value entitlements;                               ///< allow-list
    std::vector<signature::CertificatePointer> certificates; ///< allowed to sign
    std::optional<plist::Value> der_content;      ///< DER-Encoded-Profile, the source of truth on iOS 15 and later
    std::optional<std::string> distribution_type; ///< ProfileDistributionType of the DER form: DIRECT, LIMITED, STORE
    ProfileSignature signature;
    Problems problems;
};

/// Reads a profile even if its signature is bad; `signature` then says so. An error only where there is no content:
/// not CMS at all (plain XML is named as such), empty, or CMS around something else than a property list.
Result<Profile> parse_profile(ByteView bytes, signature::CertificateCache& certificates,
                              const signature::TrustStore& trust);

/// Whether a file that starts so can be a profile (DER SEQUENCE with the signed-data OID).
bool looks_like_profile(ByteView start);

} // namespace nei::profile
