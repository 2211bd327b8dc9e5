// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/item.h"

#include <fmt/format.h>

#include <cctype>

namespace nei::forge {
namespace {

/// Module name that Swift makes of a product name: letters, digits and underscores.
std::string module_name(std::string_view product) {
    std::string module;
    for (const char c : product) module += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return module;
}

std::string supported_platform(const Item& item) {
    if (item.mac()) return "MacOSX";
    if (item.platform == "ios") return "iPhoneOS";
    if (item.platform == "ios-simulator") return "iPhoneSimulator";
    if (item.platform == "tvos") return "AppleTVOS";
    if (item.platform == "tvos-simulator") return "AppleTVSimulator";
    if (item.platform == "watchos") return "WatchOS";
    if (item.platform == "watchos-simulator") return "WatchSimulator";
    if (item.platform == "visionos") return "XROS";
    return "DriverKit";
}

void add_provider_keys(plist::Dictionary& info, const Item& item, const Containers& containers) {
    if (item.providers.empty()) return;
    SpecReader reader(item.provider.is_object() ? item.provider : Json(), item.where() + ", provider");
    (void)reader.find("kinds");
    const std::string module = module_name(item.name);
    const auto class_of = [&](const ProviderFacts& facts) { return fmt::format("{}.{}", module, facts.class_name); };
    const ProviderFacts& first = provider_facts(item.providers.front());
    if (item.kind == ItemKind::system_extension) {
        plist::Dictionary classes;
        for (const std::string& word : item.providers) {
            const ProviderFacts& facts = provider_facts(word);
            classes.insert_or_assign(std::string(facts.extension_point), class_of(facts));
        }
        const std::string& owner = containers.empty() ? item.identifier : containers.front()->identifier;
        info.emplace(
            "NetworkExtension",
            plist::Dictionary{{"NEMachServiceName", fmt::format("{}.{}.{}", item.signer.team, owner, "provider")},
                              {"NEProviderClasses", std::move(classes)}});
    } else if (first.extension_kit) {
        info.emplace("EXAppExtensionAttributes",
                     plist::Dictionary{{"EXExtensionPointIdentifier", std::string(first.extension_point)}});
    } else {
        info.emplace("NSExtension",
                     plist::Dictionary{{"NSExtensionPointIdentifier", std::string(first.extension_point)},
                                       {"NSExtensionPrincipalClass", reader.text("class", class_of(first))}});
    }
    (void)reader.find("class");
    reader.finish();
}

} // namespace

plist::Dictionary derived_info(const Item& item, const Containers& containers) {
    plist::Dictionary info{
        {"CFBundleIdentifier", item.identifier},
        {"CFBundleName", item.name},
        {"CFBundleInfoDictionaryVersion", "6.0"},
        {"CFBundlePackageType", std::string(facts_of(item.kind).package_type)},
        {"CFBundleShortVersionString", item.version},
        {"CFBundleVersion", item.build},
        {"CFBundleSupportedPlatforms", plist::Array{supported_platform(item)}},
        {"CFBundleDevelopmentRegion", "en"},
    };
    if (item.executable) info.emplace("CFBundleExecutable", item.executable->name);
    info.emplace(item.mac() ? "LSMinimumSystemVersion" : "MinimumOSVersion", item.minimum_os);
    if (item.platform == "ios") info.emplace("UIDeviceFamily", plist::Array{1, 2});
    add_provider_keys(info, item, containers);

    switch (item.kind) {
    case ItemKind::system_extension:
        info.emplace("NSSystemExtensionUsageDescription", "Carries your traffic through the tunnel.");
        break;
    case ItemKind::driver_extension:
        info.emplace("OSBundleUsageDescription", "Drives the example device.");
        info.emplace("IOKitPersonalities",
                     plist::Dictionary{{item.name, plist::Dictionary{{"IOClass", "IOUserService"},
                                                                     {"IOProviderClass", "IOUserResources"},
                                                                     {"CFBundleIdentifier", item.identifier}}}});
        break;
    case ItemKind::kernel_extension:
        info.emplace("OSBundleLibraries", plist::Dictionary{{"com.apple.kpi.libkern", "20.0"}});
        break;
    case ItemKind::xpc_service: info.emplace("XPCService", plist::Dictionary{{"ServiceType", "Application"}}); break;
    case ItemKind::login_item: info.emplace("LSBackgroundOnly", true); break;
    case ItemKind::watch_app:
        info.emplace("WKApplication", true);
        if (!containers.empty()) info.emplace("WKCompanionAppBundleIdentifier", containers.back()->identifier);
        break;
    case ItemKind::app_clip:
        info.emplace("NSAppClip", plist::Dictionary{{"NSAppClipRequestEphemeralUserNotification", false}});
        break;
    default: break;
    }
    return patched(std::move(info), item.info);
}

} // namespace nei::forge
