// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/rules/judged.h"
#include "tests/unit/rules/rule_rows.h"

namespace nei::test {

using rules::Severity;

std::vector<RuleRow> platform_rows() {
    const std::string good = system_extension_app();
    const auto sysex = [](auto... parts) { return system_extension_app(parts...); };
    const auto appex = [](auto... parts) { return app_extension_app(parts...); };
    const std::string ios = R"("platform": "ios")", ios_store = R"("platform": "ios", "signer": "distribution")";
    const std::string kit = R"("more_libraries": ["@rpath/Kit.framework/Versions/A/Kit"])";
    const std::string with_kit = R"({"framework": {"name": "Kit", "layout": "versioned"}})";
    const auto linked = [&](const std::string& rpaths, bool embedded) {
        return R"({"app": {"nested": [)" + (embedded ? with_kit + ", " : std::string()) +
               R"({"system-extension": {"identifier": "com.example.fernway.tunnel", "provider": "packet-tunnel",
                   "executable": {)" +
               kit + R"(, "rpaths": [)" + rpaths + R"(]}}}]}})";
    };
    const std::string class_of = R"("executable": {"symbols": ["_OBJC_CLASS_$__TtC6Tunnel20PacketTunnelProvider"]})";
    return {
        {"provider-not-supported-on-platform", true, appex(R"("provider": "filter-data")")},
        {"provider-not-supported-on-platform", true, sysex(R"("provider": "app-push")")},
        {"provider-not-supported-on-platform", false, good},
        {"provider-not-supported-on-platform", false, appex()},
        {"unknown-extension-point", true,
         appex(
             R"("info": {"NSExtension": {"NSExtensionPointIdentifier": "com.apple.networkextension.transparent-proxy"}})")},
        {"unknown-extension-point", false, appex()},
        {"provider-needs-newer-os", true, sysex(R"("minimum_os": "15.0")"), R"({"macos": "14.7.8"})"},
        {"provider-needs-newer-os", true, sysex(R"("minimum_os": "15.0")"), "", Severity::note},
        {"provider-needs-newer-os", false, good, R"({"macos": "14.7.8"})"},
        {"simulator-not-supported", true, appex("", R"("platform": "ios-simulator", "signer": "ad-hoc")")},
        {"simulator-not-supported", false, appex("", ios)},
        {"ios-app-proxy-needs-mdm", true, appex(R"("provider": "app-proxy")", ios)},
        {"ios-app-proxy-needs-mdm", false, appex("", ios)},
        {"ios-content-filter-needs-supervised-device", true, appex(R"("provider": "filter-data")", ios_store)},
        {"ios-content-filter-needs-supervised-device", true, appex(R"("provider": "filter-data")", ios), "",
         Severity::note},
        {"ios-content-filter-needs-supervised-device", false, appex("", ios_store)},
        {"ios-dns-proxy-needs-supervised-device", true, appex(R"("provider": "dns-proxy")", ios_store)},
        {"ios-dns-proxy-needs-supervised-device", false, appex("", ios_store)},
        {"test-app-mapping-in-distribution", true,
         appex("", ios_store + R"(, "info": {"NETestAppMapping": {"a": ["b"]}})")},
        {"test-app-mapping-in-distribution", false, appex("", ios + R"(, "info": {"NETestAppMapping": {"a": ["b"]}})")},
        {"invalid-uibackgroundmodes-value", true, appex("", ios + R"(, "info": {"UIBackgroundModes": ["network"]})")},
        {"invalid-uibackgroundmodes-value", false, appex("", ios + R"(, "info": {"UIBackgroundModes": ["fetch"]})")},
        {"extension-missing-embedded-framework", true, linked(R"("@executable_path/../Frameworks")", false)},
        {"extension-missing-embedded-framework", false, good},
        {"extension-rpath-does-not-reach-frameworks", true, linked(R"("/usr/lib/swift")", true)},
        {"extension-rpath-does-not-reach-frameworks", false,
         linked(R"("@executable_path/../../../../../Frameworks")", true)},
        {"extension-missing-architecture", true, sysex(R"("executable": {"architectures": ["arm64"]})")},
        {"extension-missing-architecture", false, good},
        {"library-needs-newer-os", true,
         R"({"app": {"nested": [{"framework": {"name": "Kit", "minimum_os": "15.0"}}]}})"},
        {"library-needs-newer-os", false, R"({"app": {"nested": [{"framework": {"name": "Kit"}}]}})"},
        {"principal-class-not-module-qualified", true,
         appex(class_of + R"(, "info": {"NSExtension": {"NSExtensionPrincipalClass": "PacketTunnelProvider"}})")},
        {"principal-class-not-module-qualified", false, appex(class_of)},
        {"principal-class-not-in-executable", true, appex(R"("executable": {"symbols": ["_OBJC_CLASS_$_Other"]})")},
        {"principal-class-not-in-executable", false, appex(class_of)},
        {"principal-class-not-in-executable", false, appex()},
        {"principal-class-not-in-executable", false,
         appex(R"("executable": {"symbols": ["_OBJC_CLASS_$_Other"]}, "nested": [{"library": {"name": "Tunnel.debug",
               "location": "MacOS", "executable": {"symbols": ["_OBJC_CLASS_$__TtC6Tunnel20PacketTunnelProvider"]}}}])")},
        {"sysex-main-does-not-start-provider", true, sysex(R"("executable": {"imports": ["_NSExtensionMain"]})")},
        {"sysex-main-does-not-start-provider", true,
         sysex(R"("executable": {"symbols": ["_OBJC_CLASS_$_Provider"], "selectors": ["init"]})")},
        {"sysex-main-does-not-start-provider", false, sysex(R"("executable": {"symbols": ["_OBJC_CLASS_$_Provider"],
                                 "selectors": ["init", "startSystemExtensionMode"]})")},
        {"sysex-main-does-not-start-provider", false, good},
        {"missing-hotspot-configuration-entitlement", true,
         appex("", ios + R"(, "executable": {"imports": ["_OBJC_CLASS_$_NEHotspotConfigurationManager"]})")},
        {"missing-hotspot-configuration-entitlement", false,
         appex("", ios + R"(, "executable": {"imports": ["_OBJC_CLASS_$_NEHotspotConfigurationManager"]},
                           "entitlements": {"com.apple.developer.networking.HotspotConfiguration": true})")},
        {"missing-wifi-info-entitlement", true,
         appex("", ios + R"(, "executable": {"imports": ["_CNCopyCurrentNetworkInfo"]})")},
        {"missing-wifi-info-entitlement", false, appex("", ios)},
    };
}

} // namespace nei::test
