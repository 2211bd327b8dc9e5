// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/bundle.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nei::bundle {
namespace {

struct KindNames {
    std::string_view slug, display;
};

/// In the order of ItemKind.
constexpr std::array<KindNames, 17> kind_names{{
    {"app", "App"},
    {"app-extension", "App extension"},
    {"system-extension", "System extension"},
    {"driver-extension", "Driver extension"},
    {"kernel-extension", "Kernel extension"},
    {"framework", "Framework"},
    {"xpc-service", "XPC service"},
    {"login-item", "Login item"},
    {"plug-in", "Plug-in"},
    {"watch-app", "Watch app"},
    {"app-clip", "App clip"},
    {"bundle", "Bundle without code"},
    {"library", "Library"},
    {"executable", "Executable"},
    {"object", "Object file"},
    {"debug-symbols", "Debug symbols"},
    {"profile", "Provisioning profile"},
}};

} // namespace

std::string_view slug(ItemKind kind) {
    return kind_names.at(static_cast<std::size_t>(kind)).slug;
}

std::string_view display_name(ItemKind kind) {
    return kind_names.at(static_cast<std::size_t>(kind)).display;
}

std::string_view slug(Provider::Style style) {
    switch (style) {
    case Provider::Style::ns_extension: return "ns-extension";
    case Provider::Style::extension_kit: return "extension-kit";
    case Provider::Style::ne_provider_classes: return "ne-provider-classes";
    }
    return "ns-extension";
}

bool Provider::is_network_extension() const {
    const auto& knowledge = ne::Knowledge::builtin();
    return style == Style::ne_provider_classes ||
           std::ranges::any_of(extension_points, [&](const ProviderPoint& point) {
               return knowledge.extension_point(point.identifier) ||
                      point.identifier.starts_with("com.apple.networkextension.");
           });
}

ne::PlatformFamily CodeItem::platform_family() const {
    const CodeSlice* slice = main_slice();
    if (slice && !slice->code.platforms.empty()) {
        const std::string& platform = slice->code.platforms.front().name;
        const bool mac =
            platform == "macos" || platform == "driverkit" || platform == "mac-catalyst" || platform == "bridgeos";
        return mac ? ne::PlatformFamily::macos : ne::PlatformFamily::ios_like;
    }
    if (profile && !profile->platforms.empty())
        return profile->platforms.front() == "OSX" ? ne::PlatformFamily::macos : ne::PlatformFamily::ios_like;
    const bool ios_info = info_plist && (info_plist->find("LSRequiresIPhoneOS") || info_plist->find("UIDeviceFamily"));
    return ios_info ? ne::PlatformFamily::ios_like : ne::PlatformFamily::macos;
}

const CodeSlice* CodeItem::main_slice() const {
    if (slices.empty()) return nullptr;
    const auto arm = std::ranges::find_if(
        slices, [](const CodeSlice& slice) { return slice.code.architecture.starts_with("arm64"); });
    return arm == slices.end() ? &slices.front() : &*arm;
}

const signature::Signature* CodeItem::main_signature() const {
    const CodeSlice* slice = main_slice();
    if (slice) return slice->signature ? &*slice->signature : nullptr;
    return detached_signature.get();
}

const CodeItem* Bundle::find(std::string_view path) const {
    const auto found = std::ranges::find(items, path, &CodeItem::path);
    return found == items.end() ? nullptr : &*found;
}

} // namespace nei::bundle
