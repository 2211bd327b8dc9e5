// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ne/knowledge.h"
#include "core/profile/profile.h"

#include <optional>
#include <string>
#include <vector>

namespace nei::profile {

enum class Verdict {
    allowed,             ///< restricted, claimed, and the profile permits the value
    not_allowed,         ///< restricted, claimed, and the profile does not
    needs_no_profile,    ///< unrestricted on this platform
    authorised_by_store, ///< signed by the App Store or TestFlight; such copies may carry no profile
    allowed_but_unused,  ///< in the allow-list, not claimed
    no_profile,          ///< restricted and claimed, and there is no profile
};
std::string_view slug(Verdict verdict);

/// One entitlement key of an item: what is claimed, what is allowed, and what follows.
struct Authorisation {
    std::string key;
    bool restricted = false;
    std::optional<plist::Value> claimed_xml, claimed_der, allowed;
    Verdict verdict = Verdict::needs_no_profile;
    /// Elements of an array claim that the allow-list does not permit; the value itself for other types.
    std::vector<std::string> not_permitted;
    /// The claim is permitted by an allow-list value with a wildcard, not by an equal one.
    bool by_wildcard = false;

    bool operator==(const Authorisation&) const = default;
};

struct Claims {
    const plist::Value* xml = nullptr; ///< null: none
    const plist::Value* der = nullptr;
    const plist::Value* effective = nullptr; ///< what macOS judges
};

/// Judges each key of claims and allow-list (TN3125; wildcard, array-subset, boolean and keychain-group rules).
/// `profile` may be null. `store_signed`: leaf of the App Store, TestFlight or Apple itself. Sorted by key.
std::vector<Authorisation> authorise(const Claims& claims, const Profile* profile, ne::PlatformFamily platform,
                                     bool store_signed);

/// Whether the allow-list value permits the claim.
bool permits(const plist::Value& allowed, const plist::Value& claim);

} // namespace nei::profile
