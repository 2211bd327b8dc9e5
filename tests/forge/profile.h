// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/plist/value.h"
#include "tests/forge/identities.h"

#include <string>
#include <vector>

namespace nei::forge {

enum class ProfileKind { development, ad_hoc, enterprise, developer_id, app_store };
ProfileKind profile_kind(std::string_view word); ///< "development", "ad-hoc", ...

/// What a provisioning profile says; what is empty follows from the rest.
struct ProfileOptions {
    ProfileKind kind = ProfileKind::development;
    std::vector<std::string> platforms{"OSX"};
    std::string team = "7Q2L9XK4PD", team_name = "Example Networks";
    std::string app_id = "com.example.fernway"; ///< without the team
    std::string name, app_id_name, uuid;
    plist::Dictionary entitlements; ///< allow-list, complete
    std::vector<std::string> devices{"00008103-000A1B2C3D4E001F", "4C4C4544-0051-3510-8052-B4C04F4E4D32"};
    std::vector<Bytes> certificates;
    Timestamp created{}, expires{};
    plist::Dictionary more;           ///< top-level keys that are added or replace others
    std::vector<std::string> without; ///< top-level keys that are left out, of both forms
    bool der_form = true;             ///< DER-Encoded-Profile
    std::optional<SignerSpec> signer; ///< instead of Apple's profile signer
};

/// The property list inside.
plist::Dictionary profile_content(const ProfileOptions& options);
/// The whole file.
Bytes make_profile(const ProfileOptions& options);

} // namespace nei::forge
