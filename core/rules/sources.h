// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

/// Addresses that texts of rules refer to more than once.
namespace nei::rules::sources {

inline constexpr std::string_view profiles =
    "https://developer.apple.com/documentation/technotes/tn3125-inside-code-signing-provisioning-profiles";
inline constexpr std::string_view hashes =
    "https://developer.apple.com/documentation/technotes/tn3126-inside-code-signing-hashes";
inline constexpr std::string_view requirements =
    "https://developer.apple.com/documentation/technotes/tn3127-inside-code-signing-requirements";
inline constexpr std::string_view deployment =
    "https://developer.apple.com/documentation/technotes/tn3134-network-extension-provider-deployment";
inline constexpr std::string_view trusted_execution = "https://developer.apple.com/forums/thread/706442";
inline constexpr std::string_view provider_packaging = "https://developer.apple.com/forums/thread/800887";
inline constexpr std::string_view developer_id_export = "https://developer.apple.com/forums/thread/737894";
inline constexpr std::string_view network_extension_entitlement =
    "https://developer.apple.com/documentation/bundleresources/entitlements/"
    "com.apple.developer.networking.networkextension";
inline constexpr std::string_view installing =
    "https://developer.apple.com/documentation/systemextensions/installing-system-extensions-and-drivers";
inline constexpr std::string_view placing_content =
    "https://developer.apple.com/documentation/bundleresources/placing-content-in-a-bundle";
inline constexpr std::string_view app_groups = "https://developer.apple.com/forums/thread/721701";
inline constexpr std::string_view notarisation =
    "https://developer.apple.com/documentation/security/resolving-common-notarization-issues";
inline constexpr std::string_view testflight_extension = "https://developer.apple.com/forums/thread/742974";

} // namespace nei::rules::sources
