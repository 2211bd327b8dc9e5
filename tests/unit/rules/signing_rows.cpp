// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/rules/judged.h"
#include "tests/unit/rules/rule_rows.h"

namespace nei::test {

using rules::Severity;

std::vector<RuleRow> signing_rows() {
    const std::string good = system_extension_app();
    const auto sysex = [](auto... parts) { return system_extension_app(parts...); };
    const auto appex = [](auto... parts) { return app_extension_app(parts...); };
    return {
        {"executable-missing", true, sysex("", "", R"("damage": [{"remove": "@executable"}])")},
        {"executable-missing", true,
         R"({"app": {"ticket": null, "profile": null, "damage": [{"remove": "@executable"},
             {"remove": "Contents/_CodeSignature/CodeResources"}]}})",
         "", Severity::warning},
        {"executable-missing", false, good},
        {"executable-truncated", true, sysex("", "", R"("damage": [{"truncate": "@executable"}])")},
        {"executable-truncated", false, good},
        {"executable-not-executable", true, sysex(R"("executable": {"mode": "0644"})")},
        {"executable-not-executable", true,
         sysex(R"("executable": {"mode": "0644"})", R"("executable": {"mode": "0644"})"), "", Severity::warning},
        {"executable-not-executable", false, good},
        {"not-signed", true, sysex(R"("signer": "unsigned", "profile": null)")},
        {"not-signed", true, sysex(R"("executable": {"slices": {"x86_64": {"signer": "unsigned"}}})"), "",
         Severity::warning},
        {"not-signed", false, good},
        {"not-signed", false, R"({"app": {"platform": "ios-simulator", "signer": "unsigned"}})"},
        {"signature-invalid", true, sysex("", "", R"("damage": [{"flip-page-byte": "@executable"}])")},
        {"signature-invalid", true, sysex("", "", R"("damage": [{"corrupt-cms": "@executable"}])")},
        {"signature-invalid", true, sysex("", "", R"("damage": [{"edit": "@info-plist"}])")},
        {"signature-invalid", false, good},
        {"seal-broken", true,
         sysex("", R"("resources": {"a.txt": "text"})", R"("damage": [{"edit": "Contents/Resources/a.txt"}])")},
        {"seal-broken", true, sysex("", "", R"("damage": [{"add": "Contents/Resources/new.txt", "text": "new"}])")},
        {"seal-broken", false, good},
        {"certificate-not-from-apple", true,
         R"({"app": {"signer": "self-signed", "entitlements": {"com.apple.developer.networking.vpn.api": ["allow-vpn"]}}})"},
        {"certificate-not-from-apple", true, R"({"app": {"signer": "self-signed"}})", "", Severity::warning},
        {"certificate-not-from-apple", false, good},
        {"ad-hoc-with-restricted-entitlements", true, sysex(R"("signer": "ad-hoc")", R"("signer": "ad-hoc")")},
        {"ad-hoc-with-restricted-entitlements", false, R"({"app": {"signer": "ad-hoc"}})"},
        {"certificate-expired", true,
         R"({"app": {"signer": {"kind": "development", "not_after": "2026-04-01"}, "signature": {"timestamp": null}}})"},
        {"certificate-expired", false, sysex("", R"("signer": {"not_after": "2026-04-01"})")},
        {"certificate-expired", false, good},
        {"signing-identifier-not-bundle-id", true, sysex(R"("signature": {"identifier": "com.example.other"})")},
        {"signing-identifier-not-bundle-id", false, good},
        {"duplicate-signing-identifier", true, sysex(R"("signature": {"identifier": "com.example.fernway"})")},
        {"duplicate-signing-identifier", false, good},
        {"slices-differ", true, sysex(R"("executable": {"slices": {"x86_64": {"signature": {"flags": []}}}})")},
        {"slices-differ", false, good},
        {"entitlements-xml-der-differ", true,
         sysex(R"("signature": {"entitlements_der": {"com.apple.security.network.server": false}})")},
        {"entitlements-xml-der-differ", false, good},
        {"get-task-allow-in-distribution", true,
         sysex(R"("entitlements": {"com.apple.security.get-task-allow": true})")},
        {"get-task-allow-in-distribution", true, appex(), R"({"for": "app-store"})"},
        {"get-task-allow-in-distribution", false, appex()},
        {"hardened-runtime-exception", true,
         sysex(R"("entitlements": {"com.apple.security.cs.disable-library-validation": true})")},
        {"hardened-runtime-exception", false, good},
        {"no-hardened-runtime", true, sysex(R"("signature": {"flags": []})")},
        {"no-hardened-runtime", false, good},
        {"no-secure-timestamp", true, sysex(R"("signature": {"timestamp": null})")},
        {"no-secure-timestamp", false, good},
        {"not-notarized", true,
         sysex(R"("entitlements": {"com.apple.security.get-task-allow": true})", R"("ticket": null)")},
        {"not-notarized", true, sysex(R"("signature": {"flags": []})", R"("ticket": null)")},
        {"not-notarized", true, sysex("", R"("ticket": null)"), "", Severity::warning},
        {"not-notarized", false, good},
        {"developer-id-used-for-development", true,
         sysex("", R"("ticket": null, "entitlements": {"com.apple.security.get-task-allow": true})")},
        {"developer-id-used-for-development", false, good},
    };
}

} // namespace nei::test
