// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/inspect.h"
#include "tests/unit/report/sample_bundle.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace nei::report {
namespace {

using nlohmann::json;

TEST(InspectJson, HasTheFieldsThatScriptsRelyOn) {
    const json document = json::parse(inspect_json(test::sample_bundle(), {}));
    EXPECT_EQ(document["schema"], "neinspect/inspect/1");
    EXPECT_EQ(document["tool"]["name"], "neinspect");
    EXPECT_EQ(document["source"],
              (json{{"name", "Fernway.app"}, {"kind", "folder"}, {"bytes", 12345678}, {"files", 214}}));
    EXPECT_EQ(document["problems"][0]["severity"], "warning");
    ASSERT_EQ(document["items"].size(), 6);

    const json& app = document["items"][0];
    EXPECT_EQ(app["path"], "Fernway.app");
    EXPECT_EQ(app["path_in_root"], ".");
    EXPECT_TRUE(app["parent"].is_null());
    EXPECT_EQ(app["executable_mode"], "0755");
    EXPECT_EQ(app["ticket"]["stapled"], true);
    EXPECT_EQ(app["ticket"]["cdhashes"][0],
              std::string(40, 'a').replace(0, 40, "abababababababababababababababababababab"));
    EXPECT_TRUE(app["provider"].is_null());
    EXPECT_TRUE(app["profile"].is_null());

    const json& signature = app["slices"][1]["signature"];
    EXPECT_EQ(signature["kind"], "cms");
    EXPECT_EQ(signature["slots"], (json{"0x0", "0x10000"}));
    EXPECT_EQ(signature["signer"]["class"], "developer-id-application");
    EXPECT_EQ(signature["timestamp"], "2026-01-02T03:04:05Z");
    EXPECT_TRUE(signature["signing_time"].is_null());
    EXPECT_TRUE(signature["entitlements"].is_null());
    const json& directory = signature["code_directories"][0];
    EXPECT_EQ(directory["version"], "0x20500");
    EXPECT_EQ(directory["flags"], (json{{"value", 65536}, {"names", {"runtime"}}}));
    EXPECT_EQ(directory["hash_type"], "sha256");
    EXPECT_EQ(directory["runtime_version"], "14.2.0");
    EXPECT_EQ(directory["cdhash"].get<std::string>().size(), 40);
    EXPECT_EQ(directory["special_slot_hashes"].size(), 2);

    const json& tunnel = document["items"][5];
    EXPECT_EQ(tunnel["parent"], "Fernway.app");
    EXPECT_EQ(tunnel["provider"]["extension_points"][0]["principal_class"], "Tunnel.Provider");
    EXPECT_EQ(tunnel["provider"]["packaging"], "app-extension");
    EXPECT_TRUE(tunnel["provider"]["mach_service_name"].is_null());
    EXPECT_EQ(tunnel["authorisation"][1]["verdict"], "not-allowed");
    EXPECT_EQ(tunnel["authorisation"][1]["not_permitted"], json{"packet-tunnel-provider"});
    EXPECT_EQ(tunnel["profile"]["type"], "developer-id");
    EXPECT_EQ(tunnel["profile"]["other_keys"], (json{{"TimeToLive", 6570}}));
}

TEST(InspectJson, TwoRunsGiveTheSameBytes) {
    const std::string once = inspect_json(test::sample_bundle(), {});
    EXPECT_EQ(once, inspect_json(test::sample_bundle(), {}));
    EXPECT_TRUE(once.ends_with("}\n"));
    EXPECT_FALSE(once.ends_with("\n\n"));
}

TEST(InspectJson, OneLineForSeveralDocuments) {
    const std::string line = inspect_json(test::sample_bundle(), {}, JsonLayout::line);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST(InspectJson, SelectsAnItemWithWhatIsInsideAndAnArchitecture) {
    const json whole = json::parse(inspect_json(test::sample_bundle(), {"Fernway.app", "arm64"}));
    EXPECT_EQ(whole["items"].size(), 6);
    EXPECT_EQ(whole["items"][0]["slices"].size(), 1);
    EXPECT_EQ(whole["items"][0]["slices"][0]["architecture"], "arm64");
    const json one =
        json::parse(inspect_json(test::sample_bundle(), {"Fernway.app/Contents/PlugIns/Tunnel.appex", ""}));
    ASSERT_EQ(one["items"].size(), 1);
    EXPECT_EQ(one["items"][0]["parent"], "Fernway.app");
}

TEST(InspectJson, HostileNamesAndValuesAreWritten) {
    bundle::Bundle bundle = test::sample_bundle();
    bundle.items[0].name = "bad\xff.app";
    bundle.items[0].bundle_identifier = "\xc3\x28\x1b[31m";
    bundle.items[0].version = "";
    bundle.items[0].slices[0].signature->code_directories[0].identifier = "\xfe";
    const json document = json::parse(inspect_json(bundle, {}));
    EXPECT_EQ(document["items"][0]["name"], "bad\\xff.app");
    EXPECT_TRUE(document["items"][0]["version"].is_null());
}

TEST(InspectJson, AnUnreadableInputIsALineOfItsOwn) {
    const json line = json::parse(error_json_line("x\xff.zip", {ErrorCode::truncated, "It ends early."}));
    EXPECT_EQ(line["source"]["name"], "x\\xff.zip");
    EXPECT_EQ(line["error"], (json{{"code", "truncated"}, {"message", "It ends early."}}));
}

TEST(ProfileJson, HasTheFieldsThatScriptsRelyOn) {
    const bundle::SourceInfo source{"a.provisionprofile", source::SourceKind::profile, 9000, 1};
    const json document = json::parse(profile_json(source, test::sample_profile()));
    EXPECT_EQ(document["schema"], "neinspect/profile/1");
    const json& profile = document["profile"];
    EXPECT_EQ(profile["app_id"], "A1B2C3D4E5.com.example.fernway.tunnel");
    EXPECT_EQ(profile["expires"], "2044-01-01T00:00:00Z");
    EXPECT_EQ(profile["devices"], json::array());
    EXPECT_EQ(profile["all_devices"], true);
    EXPECT_EQ(profile["signature"]["chain"], "apple");
    EXPECT_TRUE(profile["signature"]["problem"].is_null());
    EXPECT_EQ(profile["certificates"][0]["sha256"], std::string(64, '2'));
}

} // namespace
} // namespace nei::report
