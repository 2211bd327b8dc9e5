// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is known of Network Extension packaging, as tables (resources/knowledge, compiled in). Knows no bundle.
namespace nei::ne {

enum class PlatformFamily { macos, ios_like }; ///< ios_like: iOS, iPadOS, tvOS, visionOS, watchOS and their simulators

/// One entitlement key.
struct EntitlementKey {
    std::string key;                 ///< whole key, or a prefix that ends with '*'
    bool restricted_on_macos = true; ///< needs a profile on macOS; elsewhere every key does
    std::string meaning;             ///< one sentence
};

enum class Packaging { app_extension, system_extension };
std::string_view slug(Packaging packaging);

/// One kind of provider and where it may be shipped (TN3134).
struct ProviderKind {
    std::string id;                             ///< "packet-tunnel"
    std::string name;                           ///< "Packet tunnel"
    std::string entitlement_value;              ///< in networkextension; empty where the kind needs another key
    std::string developer_id_entitlement_value; ///< "…-systemextension"; empty where there is none
    std::vector<std::string> base_classes;
};

/// One value of the networkextension entitlement.
struct NetworkExtensionValue {
    std::string value;              ///< for development and App Store
    std::string developer_id_value; ///< for Developer ID; the same where it needs no suffix, empty where there is none
    bool by_request = false;        ///< Apple grants it to a team on request only
    std::string meaning;            ///< one sentence
};

struct ExtensionPoint {
    std::string identifier;                 ///< "com.apple.networkextension.packet-tunnel"
    std::string provider;                   ///< ProviderKind::id
    std::string provider_name;              ///< "Packet tunnel provider", as the header of an item says
    bool extension_kit = false;             ///< registered by EXAppExtensionAttributes
    bool valid_in_system_extension = false; ///< a key of NEProviderClasses that macOS accepts
};

/// One cell of the deployment table: provider kind, platform, packaging.
struct Deployment {
    std::string provider; ///< ProviderKind::id
    std::string platform; ///< "macos", "ios", "tvos", "visionos", "mac-catalyst", "ios-on-mac"
    Packaging packaging = Packaging::app_extension;
    std::string since;           ///< "10.15"
    bool app_store_only = false; ///< not with Developer ID
    std::string condition;       ///< "supervised devices only"; empty where there is none
};

/// A key of Info.plist that decides whether, or as what, an extension runs.
struct InfoPlistKey {
    std::string path;    ///< keys from the top, joined by ':': "NetworkExtension:NEProviderClasses"
    std::string meaning; ///< one or two sentences
};

class Knowledge {
public:
    /// The tables that this program was built with.
    static const Knowledge& builtin();

    const std::vector<ProviderKind>& providers() const { return providers_; }
    const std::vector<ExtensionPoint>& extension_points() const { return extension_points_; }
    const std::vector<Deployment>& deployments() const { return deployments_; }
    const std::vector<EntitlementKey>& entitlement_keys() const { return entitlement_keys_; }
    const std::vector<NetworkExtensionValue>& network_extension_values() const { return network_extension_values_; }
    const std::vector<InfoPlistKey>& info_plist_keys() const { return info_plist_keys_; }

    const ProviderKind* provider(std::string_view id) const;
    const ExtensionPoint* extension_point(std::string_view identifier) const;
    /// The entry for a value of the networkextension entitlement, in either of its forms.
    const NetworkExtensionValue* network_extension_value(std::string_view value) const;
    /// The entry for a key of Info.plist; null where it is none of these.
    const InfoPlistKey* info_plist_key(std::string_view path) const;
    /// The entry for this key: the whole key first, then the longest prefix.
    const EntitlementKey* entitlement(std::string_view key) const;
    /// Whether a claim of this key must be allowed by a provisioning profile on this platform (TN3125). Application
    /// groups are unrestricted on macOS by this; ids that start with "group." are authorised there all the same.
    bool is_restricted(std::string_view key, PlatformFamily platform) const;

private:
    Knowledge();
    std::vector<ProviderKind> providers_;
    std::vector<ExtensionPoint> extension_points_;
    std::vector<Deployment> deployments_;
    std::vector<EntitlementKey> entitlement_keys_;
    std::vector<NetworkExtensionValue> network_extension_values_;
    std::vector<InfoPlistKey> info_plist_keys_;
};

inline constexpr std::string_view application_groups_entitlement = "com.apple.security.application-groups";
inline constexpr std::string_view network_extension_entitlement = "com.apple.developer.networking.networkextension";

} // namespace nei::ne
