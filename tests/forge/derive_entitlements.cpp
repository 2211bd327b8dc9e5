// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/item.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::forge {
namespace {

constexpr std::string_view ne_key = "com.apple.developer.networking.networkextension";

bool is_developer_signer(SignerKind kind) {
    return kind < SignerKind::apple_platform;
}

bool is_development(SignerKind kind) {
    return kind == SignerKind::development || kind == SignerKind::iphone_developer;
}

/// Restricted on macOS: needs a profile that allows it.
bool restricted(std::string_view key) {
    return key.starts_with("com.apple.developer.") || key.starts_with("com.apple.vm.") ||
           key == "com.apple.application-identifier" || key == "keychain-access-groups";
}

bool contains_system_extension(const Item& item) {
    return std::ranges::any_of(item.nested, [](const Item& nested) {
        return nested.kind == ItemKind::system_extension || nested.kind == ItemKind::driver_extension;
    });
}

bool in_application_family(ItemKind kind) {
    return kind == ItemKind::app || kind == ItemKind::app_extension || kind == ItemKind::system_extension;
}

void add_mac(plist::Dictionary& claims, const Item& item, const std::string& owner, const plist::Array& values) {
    if (!values.empty() && in_application_family(item.kind)) {
        claims.emplace(std::string(ne_key), values);
        claims.emplace("com.apple.security.app-sandbox", true);
        claims.emplace("com.apple.security.network.client", true);
        if (item.kind != ItemKind::app) claims.emplace("com.apple.security.network.server", true);
        claims.emplace("com.apple.security.application-groups",
                       plist::Array{fmt::format("{}.{}", item.signer.team, owner)});
    } else if (item.kind == ItemKind::app_extension) {
        claims.emplace("com.apple.security.app-sandbox", true);
    }
    if (item.kind == ItemKind::app && contains_system_extension(item))
        claims.emplace("com.apple.developer.system-extension.install", true);
    if (is_development(item.signer.kind)) claims.emplace("com.apple.security.get-task-allow", true);
}

void add_ios(plist::Dictionary& claims, const Item& item, const std::string& owner, const plist::Array& values) {
    if (!values.empty()) {
        claims.emplace(std::string(ne_key), values);
        claims.emplace("com.apple.security.application-groups", plist::Array{"group." + owner});
    }
    if (!is_developer_signer(item.signer.kind)) return;
    claims.emplace("get-task-allow", is_development(item.signer.kind));
    const bool store = item.signer.kind == SignerKind::distribution ||
                       item.signer.kind == SignerKind::iphone_distribution ||
                       item.signer.kind == SignerKind::testflight || item.signer.kind == SignerKind::ios_app_store;
    if (store && item.kind == ItemKind::app) claims.emplace("beta-reports-active", true);
}

/// Who the code is: its app ID and its team. On macOS only code that claims something restricted needs to say so.
void add_identity(plist::Dictionary& claims, const Item& item) {
    if (!is_developer_signer(item.signer.kind)) return;
    const bool needed =
        !item.mac() || std::ranges::any_of(claims, [](const auto& claim) { return restricted(claim.first); });
    if (!needed) return;
    const std::string app_id = fmt::format("{}.{}", item.signer.team, item.identifier);
    const bool mac_spelling = item.mac() || item.platform == "driverkit";
    if (mac_spelling) claims.emplace("com.apple.application-identifier", app_id);
    if (!mac_spelling || item.platform == "catalyst") claims.emplace("application-identifier", app_id);
    claims.emplace("com.apple.developer.team-identifier", item.signer.team);
}

} // namespace

std::vector<std::string> network_extension_values(const Item& item) {
    std::vector<std::string> values;
    const auto add = [&](std::string value) {
        if (std::ranges::find(values, value) == values.end()) values.push_back(std::move(value));
    };
    for (const std::string& word : item.providers) {
        const bool direct = item.kind == ItemKind::system_extension && item.signer.kind == SignerKind::developer_id;
        add(std::string(provider_facts(word).entitlement_value) + (direct ? "-systemextension" : ""));
    }
    for (const Item& nested : item.nested)
        for (std::string& value : network_extension_values(nested)) add(std::move(value));
    return values;
}

plist::Dictionary derived_entitlements(const Item& item, const Containers& containers) {
    plist::Dictionary claims;
    if (!runs_by_itself(item.kind) || item.platform.ends_with("simulator")) return claims;
    const std::string& owner = containers.empty() ? item.identifier : containers.front()->identifier;
    plist::Array values;
    for (std::string& value : network_extension_values(item)) values.emplace_back(std::move(value));
    if (item.kind == ItemKind::driver_extension)
        claims.emplace("com.apple.developer.driverkit", true);
    else if (item.mac())
        add_mac(claims, item, owner, values);
    else
        add_ios(claims, item, owner, values);
    return claims;
}

std::optional<plist::Dictionary> claimed_entitlements(const Item& item, const Containers& containers) {
    if (!item.executable || item.entitlements.is_null()) return std::nullopt;
    plist::Dictionary claims = derived_entitlements(item, containers);
    const bool changed = !item.entitlements.is_discarded();
    if (changed) {
        // Once with the spec's changes to see whether they need an identity, then again so that they have the last
        // word.
        claims = patched(std::move(claims), item.entitlements);
        const bool only = item.entitlements.value("$only", false);
        if (!only) add_identity(claims, item);
        Json again = item.entitlements;
        again.erase("$only");
        claims = patched(std::move(claims), again);
    } else {
        add_identity(claims, item);
    }
    if (claims.empty() && !changed) return std::nullopt;
    return claims;
}

} // namespace nei::forge
