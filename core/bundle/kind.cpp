// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/kind.h"

#include "core/bundle/layout.h"

#include <array>
#include <optional>
#include <utility>

namespace nei::bundle {
namespace {

std::optional<ItemKind> kind_from_info_plist(const plist::Value& info) {
    if (info.find("EXAppExtensionAttributes") || info.find("NSExtension")) return ItemKind::app_extension;
    const plist::Value* network_extension = info.find("NetworkExtension");
    if (network_extension && network_extension->find("NEProviderClasses")) return ItemKind::system_extension;
    const std::string* type = info.find_string("CFBundlePackageType");
    if (!type) return std::nullopt;
    if (*type == "SYSX") return ItemKind::system_extension;
    if (*type == "DEXT") return ItemKind::driver_extension;
    if (*type == "FMWK") return ItemKind::framework;
    if (*type == "KEXT") return ItemKind::kernel_extension;
    if (*type == "dSYM") return ItemKind::debug_symbols;
    return std::nullopt;
}

std::optional<ItemKind> kind_from_name(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, ItemKind>, 8> extensions{{
        {"app", ItemKind::app},
        {"appex", ItemKind::app_extension},
        {"systemextension", ItemKind::system_extension},
        {"dext", ItemKind::driver_extension},
        {"kext", ItemKind::kernel_extension},
        {"framework", ItemKind::framework},
        {"xpc", ItemKind::xpc_service},
        {"dsym", ItemKind::debug_symbols},
    }};
    const std::string extension = extension_of(name);
    for (const auto& [known, kind] : extensions)
        if (known == extension) return kind;
    return std::nullopt;
}

bool is_true(const plist::Value* info, std::string_view key) {
    const plist::Value* value = info ? info->find(key) : nullptr;
    return value && value->boolean() && *value->boolean();
}

/// Apps that are something more special.
ItemKind app_kind(const plist::Value* info, std::string_view path) {
    const std::string_view folder = source::file_name(source::parent_path(path));
    if (is_true(info, "WKWatchKitApp") || is_true(info, "WKApplication") || folder == "Watch")
        return ItemKind::watch_app;
    if ((info && info->find("NSAppClip")) || folder == "AppClips") return ItemKind::app_clip;
    if (folder == "LoginItems") return ItemKind::login_item;
    return ItemKind::app;
}

ProviderPoint point(const plist::Value& attributes, std::string_view identifier_key, std::string_view class_key) {
    const std::string* identifier = attributes.find_string(identifier_key);
    const std::string* principal = class_key.empty() ? nullptr : attributes.find_string(class_key);
    return {identifier ? *identifier : "", principal ? *principal : ""};
}

} // namespace

ItemKind bundle_kind(const plist::Value* info_plist, std::string_view path, std::string_view name,
                     bool has_executable) {
    std::optional<ItemKind> kind = info_plist ? kind_from_info_plist(*info_plist) : std::nullopt;
    if (!kind) kind = kind_from_name(name);
    if (!kind && info_plist) {
        const std::string* type = info_plist->find_string("CFBundlePackageType");
        if (type && *type == "APPL") kind = ItemKind::app;
        if (type && *type == "XPC!") kind = ItemKind::xpc_service;
    }
    if (!kind) return has_executable ? ItemKind::plug_in : ItemKind::bundle;
    return *kind == ItemKind::app ? app_kind(info_plist, path) : *kind;
}

ItemKind loose_code_kind(macho::FileType type) {
    switch (type) {
    case macho::FileType::object: return ItemKind::object;
    case macho::FileType::dsym: return ItemKind::debug_symbols;
    case macho::FileType::kext:
    case macho::FileType::fileset: return ItemKind::kernel_extension;
    case macho::FileType::dylib:
    case macho::FileType::fixed_library:
    case macho::FileType::dylib_stub:
    case macho::FileType::bundle: return ItemKind::library;
    default: return ItemKind::executable;
    }
}

std::optional<Provider> provider_of(const plist::Value& info, ItemKind kind) {
    Provider provider;
    if (const plist::Value* attributes = info.find("EXAppExtensionAttributes")) {
        provider.style = Provider::Style::extension_kit;
        provider.extension_points.push_back(point(*attributes, "EXExtensionPointIdentifier", "EXPrincipalClass"));
        return provider;
    }
    if (const plist::Value* extension = info.find("NSExtension")) {
        provider.style = Provider::Style::ns_extension;
        provider.extension_points.push_back(
            point(*extension, "NSExtensionPointIdentifier", "NSExtensionPrincipalClass"));
        return provider;
    }
    const plist::Value* network_extension = info.find("NetworkExtension");
    if (kind != ItemKind::system_extension || !network_extension) return std::nullopt;
    provider.packaging = ne::Packaging::system_extension;
    provider.style = Provider::Style::ne_provider_classes;
    if (const std::string* name = network_extension->find_string("NEMachServiceName"))
        provider.mach_service_name = *name;
    const plist::Value* classes = network_extension->find("NEProviderClasses");
    if (classes && classes->dictionary())
        for (const auto& [identifier, principal] : *classes->dictionary())
            provider.extension_points.push_back({identifier, principal.string() ? *principal.string() : ""});
    return provider;
}

} // namespace nei::bundle
