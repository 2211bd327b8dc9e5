// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>
#include <charconv>

/// What the names in the code show. They speak only where all code was read.
namespace nei::rules {
namespace {

/// "Tunnel.Provider" as "_TtC6Tunnel8Provider": how the Objective-C runtime has the Swift class. Both forms are found
/// by name at run time.
std::string mangled(std::string_view name) {
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return std::string(name);
    return fmt::format("_TtC{}{}{}{}", dot, name.substr(0, dot), name.size() - dot - 1, name.substr(dot + 1));
}

/// "Tunnel.Provider" of "_TtC6Tunnel8Provider"; the name itself where it is of another form.
std::string demangled(std::string_view mangled_name) {
    constexpr std::string_view prefix = "_TtC";
    std::string_view name = mangled_name;
    if (!name.starts_with(prefix)) return std::string(mangled_name);
    name.remove_prefix(prefix.size());
    std::string text;
    while (!name.empty()) {
        std::size_t length = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), length);
        name.remove_prefix(static_cast<std::size_t>(end - name.data()));
        if (error != std::errc() || length == 0 || length > name.size()) return std::string(mangled_name);
        if (!text.empty()) text += '.';
        text += name.substr(0, length);
        name.remove_prefix(length);
    }
    return text;
}

struct PrincipalClass {
    std::string name;
    std::string in_swift; ///< "Tunnel.Provider", where there is such a class and only the bare name was given
};

/// The principal classes of an item that its code does not have; none where not all of its code was read, or where it
/// has no class at all, so that its language may be another.
std::vector<PrincipalClass> absent_classes(const Facts& facts, const ItemFacts& item) {
    std::vector<PrincipalClass> result;
    if (!item.item->provider || !facts.names()) return result;
    const auto names = facts.code_names(item);
    if (!names || !names->has_classes()) return result;
    for (const bundle::ProviderPoint& point : item.item->provider->extension_points) {
        const std::string& name = point.principal_class;
        if (name.empty() || names->defines_class(name) || names->defines_class(mangled(name))) continue;
        PrincipalClass absent{name, {}};
        if (!name.contains('.'))
            absent.in_swift = demangled(names->class_ending(fmt::format("{}{}", name.size(), name)));
        result.push_back(std::move(absent));
    }
    return result;
}

void not_qualified(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items())
        for (const PrincipalClass& principal : absent_classes(facts, item)) {
            if (principal.in_swift.empty()) continue;
            report
                .add(item,
                     fmt::format("{} names the principal class {}; in Swift it is called {}.", facts.name(item),
                                 principal.name, principal.in_swift),
                     principal.name)
                .finding.facts = facts_of({{"class", principal.name}, {"wanted", principal.in_swift}});
        }
}

void not_in_executable(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items())
        for (const PrincipalClass& principal : absent_classes(facts, item)) {
            if (!principal.in_swift.empty()) continue;
            report
                .add(item,
                     fmt::format("{} names the principal class {}, which is not in its code.", facts.name(item),
                                 principal.name),
                     principal.name)
                .finding.facts = facts_of({{"class", principal.name}});
        }
}

void main_does_not_start(const Facts& facts, Report& report) {
    constexpr std::string_view starts = "startSystemExtensionMode", appex_entry = "_NSExtensionMain";
    for (const ItemFacts& item : facts.items()) {
        if (!item.system_extension() || !item.provider) continue;
        const auto names = facts.code_names(item);
        if (!names || !names->has_references()) continue;
        const bool entry = names->refers_to(appex_entry);
        // Code without classes of its own says too little: the call may hide in a library of another language.
        if (!entry && (names->refers_to(starts) || !names->has_classes())) continue;
        report
            .add(item, entry ? fmt::format("{} was linked with the entry point of app extensions ({}).",
                                           facts.name(item), appex_entry)
                             : fmt::format("Nothing in the code of {} calls {}.", facts.name(item), starts))
            .finding.facts = facts_of({{"symbol", entry ? appex_entry : starts}});
    }
}

/// Items of an app whose code refers to one of `symbols`, while the app does not claim `key`.
void uses_without_claim(const Facts& facts, Report& report, std::initializer_list<std::string_view> symbols,
                        std::string_view key, std::string_view what) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.is(bundle::ItemKind::app) || !item.signed_code() || item.claims_true(key) || item.simulator) continue;
        const auto names = facts.code_names(item);
        if (!names) continue;
        const auto used =
            std::ranges::find_if(symbols, [&](std::string_view symbol) { return names->refers_to(symbol); });
        if (used == symbols.end()) continue;
        report
            .add(item, fmt::format("The code of {} uses {} and does not claim {}.", facts.name(item), what, key),
                 std::string(key))
            .finding.facts = facts_of({{"key", key}, {"symbol", *used}});
    }
}

void hotspot(const Facts& facts, Report& report) {
    uses_without_claim(facts, report, {"_OBJC_CLASS_$_NEHotspotConfigurationManager"},
                       "com.apple.developer.networking.HotspotConfiguration", "NEHotspotConfigurationManager");
}

void wifi_info(const Facts& facts, Report& report) {
    uses_without_claim(facts, report, {"_OBJC_CLASS_$_NEHotspotNetwork", "_CNCopyCurrentNetworkInfo"},
                       "com.apple.developer.networking.wifi-info", "information of the current Wi-Fi");
}

} // namespace

std::vector<Rule> code_rules() {
    return {
        {.id = "principal-class-not-module-qualified",
         .severity = Severity::blocker,
         .stage = Stage::code,
         .title = "The principal class is a bare Swift class name that the Objective-C runtime cannot find.",
         .clause = "its principal class is named without the module",
         .why = "The system makes the principal class by its name in the Objective-C runtime, where a Swift class is "
                "called "
                "by module and name. Without the module it finds nothing.",
         .fix = "Write $(PRODUCT_MODULE_NAME). before the name of the class in Info.plist, or give the class the bare "
                "name "
                "with @objc(Name).",
         .sources = {"https://github.com/andrew-levy/react-native-safari-extension/pull/17"},
         .causes = {},
         .check = not_qualified},
        {.id = "principal-class-not-in-executable",
         .severity = Severity::warning,
         .stage = Stage::code,
         .title = "The principal class is found neither in the executable nor in a library that is shipped with it.",
         .clause = "its principal class is not in its code",
         .why = "The system starts the process and cannot make the object that would carry the traffic.",
         .fix = "Correct the name of the class in Info.plist, and look whether its file belongs to the extension's "
                "target.",
         .sources = {sources::provider_packaging},
         .causes = {},
         .check = not_in_executable},
        {.id = "sysex-main-does-not-start-provider",
         .severity = Severity::blocker,
         .stage = Stage::provider,
         .title = "The executable of a Network Extension system extension never enters system extension mode, or was "
                  "linked with the app extension entry point.",
         .clause = "its main does not start the provider",
         .why =
             "A system extension starts as a plain process: its main has to call NEProvider.startSystemExtensionMode() "
             "and then serve the main queue. One with the entry point of app extensions traps at once.",
         .fix =
             "Give the target a main.swift that calls startSystemExtensionMode() and dispatchMain(), and do not link "
             "with -e _NSExtensionMain.",
         .sources =
             {"https://developer.apple.com/documentation/networkextension/neprovider/startsystemextensionmode()"},
         .causes = {},
         .check = main_does_not_start},
        {.id = "missing-hotspot-configuration-entitlement",
         .severity = Severity::warning,
         .stage = Stage::feature,
         .title = "Code uses NEHotspotConfigurationManager without the HotspotConfiguration entitlement.",
         .clause = "it does not claim HotspotConfiguration",
         .why = "Without the entitlement each call fails with NEHotspotConfigurationErrorDomain 8 (internal). If a "
                "library "
                "only links the class and never calls it, all is well.",
         .fix = "Add the Hotspot capability to the app's target and App ID.",
         .sources = {"https://developer.apple.com/documentation/bundleresources/entitlements/"
                     "com.apple.developer.networking.hotspotconfiguration"},
         .causes = {},
         .check = hotspot},
        {.id = "missing-wifi-info-entitlement",
         .severity = Severity::warning,
         .stage = Stage::feature,
         .title = "Code asks for Wi-Fi information without the wifi-info entitlement.",
         .clause = "it does not claim wifi-info",
         .why = "Without the entitlement the system answers with nothing.",
         .fix = "Add the Access Wi-Fi Information capability to the app's target and App ID.",
         .sources = {"https://developer.apple.com/documentation/bundleresources/entitlements/"
                     "com.apple.developer.networking.wifi-info"},
         .causes = {},
         .check = wifi_info},
    };
}

} // namespace nei::rules
