// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/item_kinds.h"

#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::forge {
namespace {

constexpr std::array<ItemKindFacts, 16> kinds{{
    {ItemKind::app, "app", ".app", "APPL", "Helpers", "Helpers", "execute"},
    {ItemKind::app_extension, "app-extension", ".appex", "XPC!", "PlugIns", "PlugIns", "execute"},
    {ItemKind::system_extension, "system-extension", ".systemextension", "SYSX", "Library/SystemExtensions",
     "Library/SystemExtensions", "execute"},
    {ItemKind::driver_extension, "driver-extension", ".dext", "DEXT", "Library/SystemExtensions", "SystemExtensions",
     "execute"},
    {ItemKind::kernel_extension, "kernel-extension", ".kext", "KEXT", "Library/Extensions", "Library/Extensions",
     "kext"},
    {ItemKind::framework, "framework", ".framework", "FMWK", "Frameworks", "Frameworks", "dylib"},
    {ItemKind::xpc_service, "xpc-service", ".xpc", "XPC!", "XPCServices", "XPCServices", "execute"},
    {ItemKind::login_item, "login-item", ".app", "APPL", "Library/LoginItems", "Library/LoginItems", "execute"},
    {ItemKind::plug_in, "plug-in", ".bundle", "BNDL", "PlugIns", "PlugIns", "bundle"},
    {ItemKind::watch_app, "watch-app", ".app", "APPL", "Watch", "Watch", "execute"},
    {ItemKind::app_clip, "app-clip", ".app", "APPL", "AppClips", "AppClips", "execute"},
    {ItemKind::bundle, "bundle", ".bundle", "BNDL", "Resources", "", ""},
    {ItemKind::library, "library", ".dylib", "", "Frameworks", "Frameworks", "dylib"},
    {ItemKind::executable, "executable", "", "", "Helpers", "", "execute"},
    {ItemKind::debug_symbols, "debug-symbols", ".dSYM", "dSYM", "Resources", "", "dsym"},
    {ItemKind::profile, "profile", ".provisionprofile", "", "", "", ""},
}};

constexpr std::array<ProviderFacts, 12> providers{{
    {"packet-tunnel", "com.apple.networkextension.packet-tunnel", "packet-tunnel-provider", "PacketTunnelProvider"},
    {"ethernet-tunnel", "com.apple.networkextension.packet-tunnel", "packet-tunnel-provider", "EthernetTunnelProvider"},
    {"app-proxy", "com.apple.networkextension.app-proxy", "app-proxy-provider", "AppProxyProvider"},
    {"transparent-proxy", "com.apple.networkextension.app-proxy", "app-proxy-provider", "TransparentProxyProvider"},
    {"filter-data", "com.apple.networkextension.filter-data", "content-filter-provider", "FilterDataProvider"},
    {"filter-control", "com.apple.networkextension.filter-control", "content-filter-provider", "FilterControlProvider"},
    {"filter-packet", "com.apple.networkextension.filter-packet", "content-filter-provider", "FilterPacketProvider"},
    {"dns-proxy", "com.apple.networkextension.dns-proxy", "dns-proxy", "DNSProxyProvider"},
    {"app-push", "com.apple.networkextension.app-push", "app-push-provider", "AppPushProvider"},
    {"url-filter", "com.apple.networkextension.url-filter-control", "url-filter-provider", "URLFilterProvider", true},
    {"hotspot-evaluation", "com.apple.networkextension.hotspot-evaluation", "hotspot-provider",
     "HotspotEvaluationProvider", true},
    {"hotspot-authentication", "com.apple.networkextension.hotspot-authentication", "hotspot-provider",
     "HotspotAuthenticationProvider", true},
}};

} // namespace

const ItemKindFacts& facts_of(ItemKind kind) {
    return *std::ranges::find(kinds, kind, &ItemKindFacts::kind);
}

bool runs_by_itself(ItemKind kind) {
    switch (kind) {
    case ItemKind::app:
    case ItemKind::app_extension:
    case ItemKind::system_extension:
    case ItemKind::driver_extension:
    case ItemKind::xpc_service:
    case ItemKind::login_item:
    case ItemKind::watch_app:
    case ItemKind::app_clip: return true;
    default: return false;
    }
}

const ItemKindFacts* find_item_kind(std::string_view word) {
    const auto found = std::ranges::find(kinds, word, &ItemKindFacts::word);
    return found == kinds.end() ? nullptr : &*found;
}

const ProviderFacts& provider_facts(std::string_view word) {
    const auto found = std::ranges::find(providers, word, &ProviderFacts::word);
    if (found != providers.end()) return *found;
    std::string known;
    for (const ProviderFacts& entry : providers) known += fmt::format("{}{}", known.empty() ? "" : ", ", entry.word);
    throw SpecError(fmt::format("unknown provider \"{}\"; known are {}", word, known));
}

} // namespace nei::forge
