// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/rules/judged.h"
#include "tests/unit/rules/rule_rows.h"

namespace nei::test {

using rules::Severity;

std::vector<RuleRow> rule_rows() {
    std::vector<RuleRow> all;
    for (const auto rows : {packaging_rows, signing_rows, profile_rows, platform_rows})
        for (RuleRow& row : rows()) all.push_back(std::move(row));
    return all;
}

std::vector<RuleRow> packaging_rows() {
    const std::string good = system_extension_app();
    const auto sysex = [](auto... parts) { return system_extension_app(parts...); };
    const auto appex = [](auto... parts) { return app_extension_app(parts...); };
    const std::string endpoint = R"("entitlements": {"com.apple.developer.endpoint-security.client": true})";
    return {
        {"extension-info-plist-incomplete", true, appex(R"("info": {"CFBundleName": null})", R"("platform": "ios")")},
        {"extension-info-plist-incomplete", true, sysex(R"("info": {"CFBundleVersion": null})"), "", Severity::warning},
        {"extension-info-plist-incomplete", false, good},
        {"invalid-cfbundleversion", true, sysex(R"("build": "one")")},
        {"invalid-cfbundleversion", false, sysex(R"("build": "1.2.3")")},
        {"sysex-in-wrong-folder", true, sysex(R"("location": "PlugIns")")},
        {"sysex-in-wrong-folder", false, good},
        {"sysex-name-not-bundle-id", true, sysex(R"("file_name": "Tunnel.systemextension")")},
        {"sysex-name-not-bundle-id", false, good},
        {"sysex-wrong-package-type", true, sysex(R"("info": {"CFBundlePackageType": "SYEX"})")},
        {"sysex-wrong-package-type", false, good},
        {"sysex-missing-usage-description", true, sysex(R"("info": {"NSSystemExtensionUsageDescription": null})")},
        {"sysex-missing-usage-description", false, sysex(R"("info": {"NSSystemExtensionUsageDescription": ""})")},
        {"missing-system-extension-install", true,
         sysex("", R"("entitlements": {"com.apple.developer.system-extension.install": null})")},
        {"missing-system-extension-install", false, good},
        {"missing-ne-provider-classes", true, sysex(R"("info": {"NetworkExtension": null})")},
        {"missing-ne-provider-classes", true, sysex(R"("info": {"NetworkExtension": {"NEProviderClasses": null}})")},
        {"missing-ne-provider-classes", false, good},
        {"sysex-no-category", true, sysex(R"("info": {"NetworkExtension": null})")},
        {"sysex-no-category", false, good},
        {"sysex-no-category", false, sysex(endpoint + R"(, "info": {"NetworkExtension": null})")},
        {"es-ne-combined-mach-service", true,
         sysex(endpoint + R"(, "info": {"NSEndpointSecurityMachServiceName": "7Q2L9XK4PD.com.example.other"})")},
        {"es-ne-combined-mach-service", true, sysex(endpoint), "", Severity::note},
        {"es-ne-combined-mach-service", false, good},
        {"es-mach-service-name-missing", true,
         sysex(endpoint + R"(, "info": {"NetworkExtension": {"NEMachServiceName": null}})")},
        {"es-mach-service-name-missing", false, sysex(endpoint)},
        {"provider-not-sandboxed", true, sysex(R"("entitlements": {"com.apple.security.app-sandbox": null})"),
         R"({"for": "app-store"})"},
        {"provider-not-sandboxed", false, sysex(R"("entitlements": {"com.apple.security.app-sandbox": null})")},
        {"testflight-sysex-os-update", true, sysex("", R"("signer": "testflight")")},
        {"testflight-sysex-os-update", false, sysex("", R"("signer": "mac-app-store")")},
        {"special-characters-in-app-file-name", true, sysex("", R"("file_name": "[T] Fernway.app")"),
         R"({"for": "app-store"})", Severity::blocker},
        {"special-characters-in-app-file-name", true, sysex("", R"("file_name": "[T] Fernway.app")"), "",
         Severity::note},
        {"special-characters-in-app-file-name", false, good},
        {"extension-bundle-id-not-child-of-app", true, appex(R"("identifier": "com.example.other.tunnel")")},
        {"extension-bundle-id-not-child-of-app", true, appex(R"("identifier": "com.example.fernway.more.tunnel")"), "",
         Severity::warning},
        {"extension-bundle-id-not-child-of-app", true,
         appex(R"("identifier": "com.example.fernway.more.tunnel")", R"("platform": "ios")"), "", Severity::blocker},
        {"extension-bundle-id-not-child-of-app", true, sysex(R"("identifier": "com.example.sibling")"), "",
         Severity::note},
        {"extension-bundle-id-not-child-of-app", false, good},
        {"extension-bundle-id-not-child-of-app", false, appex()},
        {"extension-in-wrong-folder", true, appex(R"("location": "Extensions")")},
        {"extension-in-wrong-folder", true, appex(R"("location": "Extensions")"), R"({"for": "app-store"})",
         Severity::blocker},
        {"extension-in-wrong-folder", false, appex()},
        {"appex-not-sandboxed", true, appex(R"("entitlements": {"com.apple.security.app-sandbox": null})")},
        {"appex-not-sandboxed", false, appex()},
        {"appex-embeds-frameworks", true,
         appex(R"("nested": [{"framework": {"name": "Kit"}}])", R"("platform": "ios")")},
        {"appex-embeds-frameworks", false, appex("", R"("platform": "ios")")},
        {"appex-not-supported-for-developer-id", true, appex("", R"("signer": "developer-id")")},
        {"appex-not-supported-for-developer-id", true, appex(), "", Severity::note},
        {"appex-not-supported-for-developer-id", false, appex("", R"("platform": "ios")")},
        {"appex-not-supported-for-developer-id", false, appex("", R"("signer": "mac-app-store")")},
    };
}

} // namespace nei::test
