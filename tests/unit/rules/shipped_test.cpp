// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/spec_reader.h"
#include "tests/unit/rules/judged.h"
#include "tests/unit/support/corpus.h"

#include <gtest/gtest.h>

/// Products that ship, and twins of them with what their public sources claim: no rule may call one of them refused.
namespace nei::rules {
namespace {

using forge::Json;

void expect_no_blocker(std::string_view spec) {
    const test::Judged judged = test::judged(Json::parse(spec));
    EXPECT_EQ(judged.blockers(), "") << judged.lines();
    EXPECT_NE(judged.judgement.verdict.state, Verdict::State::blocker);
}

TEST(RuleShipped, WireGuardFromTheMacAppStore) {
    expect_no_blocker(R"({"app": {"signer": "mac-app-store", "identifier": "com.example.wireguard.macos",
        "entitlements": {"com.apple.security.files.user-selected.read-write": true,
            "com.apple.security.application-groups": ["7Q2L9XK4PD.group.com.example.wireguard.macos"]},
        "nested": [
            {"login-item": {"name": "LoginItemHelper", "entitlements": {"com.apple.security.app-sandbox": true}}},
            {"app-extension": {"identifier": "com.example.wireguard.macos.network-extension", "provider": "packet-tunnel",
                "entitlements": {
                    "com.apple.security.application-groups": ["7Q2L9XK4PD.group.com.example.wireguard.macos"]}}}]}})");
}

TEST(RuleShipped, LuLuWithASiblingIdentifierAndNoSandbox) {
    expect_no_blocker(R"({"app": {"identifier": "com.example.lulu.app",
        "entitlements": {"com.apple.security.app-sandbox": null,
            "com.apple.security.application-groups": ["7Q2L9XK4PD.com.example.lulu"]},
        "nested": [{"system-extension": {"identifier": "com.example.lulu.extension",
            "provider": {"kinds": ["filter-data"]},
            "info": {"NetworkExtension": {"NEMachServiceName": "7Q2L9XK4PD.com.example.lulu"}},
            "entitlements": {"com.apple.security.app-sandbox": null,
                "com.apple.security.application-groups": ["7Q2L9XK4PD.com.example.lulu"],
                "com.apple.security.temporary-exception.files.absolute-path.read-write": ["/private/var/db/mds/"]}}}]}})");
}

TEST(RuleShipped, MitmproxyWithoutGroupAndMachService) {
    expect_no_blocker(R"({"app": {"identifier": "org.example.mitmproxy.redirector",
        "entitlements": {"com.apple.security.app-sandbox": null, "com.apple.security.application-groups": null},
        "nested": [{"system-extension": {"identifier": "org.example.mitmproxy.redirector.network-extension",
            "provider": "transparent-proxy",
            "info": {"NetworkExtension": {"NEMachServiceName": null}},
            "entitlements": {"com.apple.security.app-sandbox": null,
                "com.apple.security.application-groups": null}}}]}})");
}

TEST(RuleShipped, LokinetWithTwoProviders) {
    expect_no_blocker(R"({"app": {"identifier": "org.example.lokinet",
        "entitlements": {"com.apple.developer.networking.networkextension":
            ["packet-tunnel-provider-systemextension", "dns-proxy-systemextension", "dns-settings"],
            "com.apple.security.application-groups": ["7Q2L9XK4PD.org.example.lokinet"]},
        "nested": [{"system-extension": {"identifier": "org.example.lokinet.network-extension",
            "provider": ["packet-tunnel", "dns-proxy"],
            "info": {"NetworkExtension": {"NEMachServiceName": "7Q2L9XK4PD.org.example.lokinet.network-extension",
                "NEProviderClasses": {"com.apple.networkextension.packet-tunnel": "LLARPPacketTunnel",
                                      "com.apple.networkextension.dns-proxy": "LLARPDNSProxy"}}},
            "entitlements": {"com.apple.security.application-groups": ["7Q2L9XK4PD.org.example.lokinet"]}}}]}})");
}

TEST(RuleShipped, ProtonVpnWithEmptyUsageDescriptions) {
    const auto extension = [](const std::string& name) {
        return R"({"system-extension": {"identifier": "ch.example.vpn.mac.)" + name + R"(-Extension",
            "provider": "packet-tunnel",
            "info": {"NSSystemExtensionUsageDescription": "", "NetworkExtension":
                {"NEMachServiceName": "7Q2L9XK4PD.group.ch.example.vpn.mac.)" +
               name + R"(-Extension"}},
            "entitlements": {"com.apple.security.application-groups": ["7Q2L9XK4PD.group.ch.example.vpn.mac"],
                "com.apple.security.temporary-exception.files.absolute-path.read-write": ["/Library/Keychains/"],
                "keychain-access-groups": ["7Q2L9XK4PD.ch.example.vpn.macos"]}}})";
    };
    expect_no_blocker(R"({"app": {"identifier": "ch.example.vpn.mac",
        "entitlements": {"com.apple.developer.associated-domains": ["webcredentials:account.example.ch"],
            "com.apple.developer.maps": true, "com.apple.developer.networking.vpn.api": ["allow-vpn"],
            "com.apple.security.application-groups": ["7Q2L9XK4PD.group.ch.example.vpn.mac"],
            "com.apple.security.temporary-exception.mach-lookup.global-name": ["ch.example.vpn.mac-spks"],
            "keychain-access-groups": ["7Q2L9XK4PD.ch.example.vpn.macos"]},
        "nested": [)" +
                      extension("OpenVPN") + ", " + extension("WireGuard") + "]}}");
}

TEST(RuleShipped, SingBoxStandalone) {
    expect_no_blocker(R"({"app": {"identifier": "io.example.sfavt.standalone",
        "entitlements": {"com.apple.security.app-sandbox": null,
            "com.apple.developer.icloud-container-identifiers": ["iCloud.io.example.sfavt"],
            "com.apple.developer.icloud-services": ["CloudDocuments"],
            "com.apple.developer.networking.wifi-info": true,
            "com.apple.developer.ubiquity-container-identifiers": ["iCloud.io.example.sfavt"],
            "com.apple.security.application-groups": ["7Q2L9XK4PD.io.example.sfavt"]},
        "nested": [{"system-extension": {"identifier": "io.example.sfavt.standalone.system",
            "provider": "packet-tunnel",
            "info": {"NetworkExtension": {"NEMachServiceName": "7Q2L9XK4PD.io.example.sfavt.system.1.12.0"}},
            "entitlements": {"com.apple.developer.networking.multicast": true,
                "com.apple.security.application-groups": ["7Q2L9XK4PD.io.example.sfavt"]}}}]}})");
}

TEST(RuleShipped, RealProductsHaveNoBlocker) {
    const std::vector<std::string> names{"S01-karabiner-1.6.0.pkg", "S01-karabiner-1.6.0.tar.xz",
                                         "S04-tunnelblick-tun-notarized-kext.tar.xz", "S05-sparkle-DevSignedApp.zip"};
    std::vector<std::filesystem::path> files;
    for (const std::string& name : names)
        for (const auto& file : test::corpus_files(name)) files.push_back(file);
    NEI_REQUIRE_CORPUS(files, names.size());
    for (const auto& file : files) {
        const test::Judged judged = test::judged_file(file, test::intent_of({{"date", "2026-11-21"}}));
        EXPECT_EQ(judged.blockers(), "") << file << "\n" << judged.lines();
    }
}

/// Too large to keep: `pip download --no-deps -d DIR mitmproxy_macos`, and NEI_DOWNLOADS=DIR.
TEST(RuleShipped, DownloadedMitmproxyHasNoBlocker) {
    const auto wheel = test::downloaded("mitmproxy_macos-");
    if (!wheel) GTEST_SKIP() << "skipped 1 download: mitmproxy_macos is not in NEI_DOWNLOADS";
    const test::Judged judged = test::judged_file(*wheel, test::intent_of({{"date", "2026-11-21"}}));
    EXPECT_EQ(judged.blockers(), "") << judged.lines();
    const auto is_provider = [](const rules::RootJudgement& root) { return !root.providers.empty(); };
    const auto root = std::ranges::find_if(judged.judgement.roots, is_provider);
    ASSERT_NE(root, judged.judgement.roots.end());
    EXPECT_EQ(root->verdict.state, Verdict::State::ok) << root->verdict.sentence;
}

} // namespace
} // namespace nei::rules
