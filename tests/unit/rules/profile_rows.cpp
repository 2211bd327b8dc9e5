// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/rules/judged.h"
#include "tests/unit/rules/rule_rows.h"

namespace nei::test {

using rules::Severity;

std::vector<RuleRow> profile_rows() {
    const std::string good = system_extension_app();
    const auto sysex = [](auto... parts) { return system_extension_app(parts...); };
    const auto appex = [](auto... parts) { return app_extension_app(parts...); };
    const std::string group =
        R"("entitlements": {"com.apple.security.application-groups": ["group.com.example.fernway"]})";
    return {
        {"profile-unreadable", true, sysex("", "", R"("damage": [{"truncate": "@profile"}])")},
        {"profile-unreadable", false, good},
        {"profile-signature-invalid", true, sysex("", "", R"("damage": [{"edit-profile": "@profile"}])")},
        {"profile-signature-invalid", true, sysex(R"("profile": {"signer": "self-signed"})")},
        {"profile-signature-invalid", false, good},
        {"profile-missing", true, sysex(R"("profile": null)")},
        {"profile-missing", false, good},
        {"profile-missing", false,
         R"({"app": {"signer": "mac-app-store", "nested": [{"app-extension": {"provider": "packet-tunnel"}}]}})"},
        {"profile-expired", true, sysex(R"("profile": {"expires": "2026-04-01"})")},
        {"profile-expired", true, appex(R"("profile": {"expires": "2026-06-20"})"), "", Severity::note},
        {"profile-expired", false, good},
        {"profile-missing-device", true, appex(R"("profile": {"devices": ["00008103-AAAA"]})"),
         R"({"device": "00008103-BBBB"})"},
        {"profile-missing-device", false,
         appex(R"("profile": {"devices": ["00008103-AAAA"]})", R"("profile": {"devices": ["00008103-AAAA"]})"),
         R"({"device": "00008103-aaaa"})"},
        {"profile-missing-device", false, good, R"({"device": "00008103-BBBB"})"},
        {"profile-device-lists-differ", true,
         appex(R"("profile": {"devices": ["00008103-AAAA"]})", R"("profile": {"devices": ["00008103-BBBB"]})")},
        {"profile-device-lists-differ", false, appex()},
        {"free-team-has-no-ne-capability", true, appex(R"("profile": {"content": {"LocalProvision": true}})")},
        {"free-team-has-no-ne-capability", false, appex()},
        {"profile-app-id-mismatch", true, sysex(R"("profile": {"app_id": "com.example.other"})")},
        {"profile-app-id-mismatch", true,
         sysex(R"("profile": "developer-id", "entitlements": {"com.apple.application-identifier": null})")},
        {"profile-app-id-mismatch", false, good},
        {"profile-certificate-mismatch", true, sysex(R"("profile": {"certificates": ["distribution"]})")},
        {"profile-certificate-mismatch", false, good},
        {"profile-team-mismatch", true, sysex(R"("profile": {"team": "ZZ9PLURAL9"})")},
        {"profile-team-mismatch", false, good},
        {"team-differs", true, sysex(R"("team": "ZZ9PLURAL9")")},
        {"team-differs", false, good},
        {"team-differs", false, sysex(R"("team": "ZZ9PLURAL9",
                  "entitlements": {"com.apple.developer.system-extension.redistributable": true})")},
        {"restricted-entitlement-not-authorised-by-profile", true,
         sysex(R"("entitlements": {"com.apple.developer.endpoint-security.client": true},
                  "profile": {"entitlements": {"com.apple.developer.endpoint-security.client": null}})")},
        {"restricted-entitlement-not-authorised-by-profile", false, good},
        {"private-entitlement-claimed", true, sysex(R"("entitlements": {"com.apple.private.network": true})")},
        {"private-entitlement-claimed", false, good},
        {"managed-entitlement-claimed", true,
         sysex(R"("entitlements": {"com.apple.developer.endpoint-security.client": true})")},
        {"managed-entitlement-claimed", false, good},
        {"ne-entitlement-suffix-missing-for-developer-id", true,
         sysex(R"("entitlements": {"com.apple.developer.networking.networkextension": ["packet-tunnel-provider"]})")},
        {"ne-entitlement-suffix-missing-for-developer-id", true, appex(), R"({"for": "developer-id"})"},
        {"ne-entitlement-suffix-missing-for-developer-id", false, good},
        {"ne-entitlement-suffix-missing-for-developer-id", false, appex()},
        {"ne-entitlement-suffix-used-outside-developer-id", true, appex(R"("entitlements":
            {"com.apple.developer.networking.networkextension": ["packet-tunnel-provider-systemextension"]})")},
        {"ne-entitlement-suffix-used-outside-developer-id", false, good},
        {"missing-ne-entitlement", true,
         sysex("", R"("entitlements": {"com.apple.developer.networking.networkextension": null})")},
        {"missing-ne-entitlement", false, good},
        {"app-group-not-team-prefixed", true,
         R"({"app": {"nested": [{"app-extension": {"name": "Widget", )" + group + R"(}}]}})"},
        {"app-group-not-team-prefixed", true,
         sysex(R"("entitlements": {"com.apple.security.application-groups": ["com.example.fernway"]})")},
        {"app-group-not-team-prefixed", false, good},
        {"app-group-not-authorised-by-profile", true, appex(group)},
        {"app-group-not-authorised-by-profile", false, appex(group + R"(, "profile": {"entitlements":
            {"com.apple.security.application-groups": ["group.com.example.fernway"]}})")},
        {"app-group-not-authorised-by-profile", false, good},
        {"mach-service-not-in-app-group", true,
         sysex(R"("info": {"NetworkExtension": {"NEMachServiceName": "com.example.fernway"}})")},
        {"mach-service-not-in-app-group", false, good},
        {"mach-service-not-in-app-group", false,
         sysex(R"("info": {"NetworkExtension": {"NEMachServiceName": "7Q2L9XK4PD.com.example.fernway"}})")},
    };
}

} // namespace nei::test
