// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/property_list.h"
#include "tests/forge/spec.h"
#include "tests/forge/spec_error.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace nei::forge {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Gt;
using testing::HasSubstr;
using testing::Lt;
using testing::Not;

constexpr std::string_view ne_key = "com.apple.developer.networking.networkextension";

ForgedTree forged(std::string_view spec) {
    return forge_tree(Json::parse(spec));
}

std::string refusal(std::string_view spec) {
    try {
        (void)forged(spec);
    } catch (const SpecError& error) {
        return error.what();
    }
    return "accepted";
}

plist::Value plist_at(Tree& tree, const std::string& path) {
    auto document = plist::parse(tree.file(path));
    EXPECT_TRUE(document) << path;
    return document ? document->value : plist::Value();
}

/// The first property list in a file that has `key`: entitlements in a Mach-O, the content of a profile.
plist::Value embedded_plist(Tree& tree, const std::string& path, std::string_view key) {
    const std::string_view content = as_text(tree.file(path));
    for (std::size_t start = content.find("<?xml"); start != std::string_view::npos;
         start = content.find("<?xml", start + 1)) {
        const std::size_t end = content.find("</plist>", start);
        auto document = plist::parse(as_bytes(content.substr(start, end + 8 - start)));
        if (document && document->value.find(key) != nullptr) return document->value;
    }
    return {};
}

std::vector<std::string> claimed_values(Tree& tree, const std::string& path) {
    const plist::Value claims = embedded_plist(tree, path, ne_key);
    const plist::Value* values = claims.find(ne_key);
    return values == nullptr ? std::vector<std::string>{} : plist::strings(*values);
}

std::vector<std::string> allowed_values(Tree& tree, const std::string& path) {
    const plist::Value profile = embedded_plist(tree, path, "Entitlements");
    const plist::Value* allowed = profile.find("Entitlements");
    const plist::Value* values = allowed == nullptr ? nullptr : allowed->find(ne_key);
    return values == nullptr ? std::vector<std::string>{} : plist::strings(*values);
}

const std::string sysex =
    "Fernway.app/Contents/Library/SystemExtensions/com.example.fernway.tunnel.systemextension/Contents/";

TEST(Spec, AnEmptyAppIsAWholeOne) {
    ForgedTree made = forged(R"({"app": {}})");
    EXPECT_EQ(made.main, "Fernway.app");
    EXPECT_THAT(made.tree.below("Fernway.app/Contents"),
                ElementsAre("CodeResources", "Info.plist", "MacOS/Fernway", "PkgInfo",
                            "Resources/en.lproj/Localizable.strings", "_CodeSignature/CodeResources"));
    EXPECT_EQ(made.tree.find("Fernway.app/Contents/MacOS/Fernway")->mode, 0755U);
}

TEST(Spec, IsTheSameEachTime) {
    const std::string_view spec = R"({"app": {"nested": [{"system-extension": {"provider": "packet-tunnel"}}]}})";
    const ForgedTree first = forged(spec), second = forged(spec);
    ASSERT_EQ(first.tree.entries().size(), second.tree.entries().size());
    for (const auto& [path, entry] : first.tree.entries())
        EXPECT_EQ(entry.content, second.tree.find(path)->content) << path;
}

TEST(Spec, LargeFilesAreTheSameOutsideOfMemory) {
    const std::string_view spec = R"({"app": {"executable": {"architectures": ["arm64"], "code_size": 1500000}}})";
    const test::TemporaryFolder folder;
    const ForgedTree inside = forged(spec), outside = forge_tree(Json::parse(spec), folder.path() / "large");
    EXPECT_TRUE(outside.tree.find("Fernway.app/Contents/MacOS/Fernway")->content.empty());
    ASSERT_EQ(inside.tree.entries().size(), outside.tree.entries().size());
    for (const auto& [path, entry] : inside.tree.entries())
        EXPECT_EQ(entry.content, outside.tree.find(path)->bytes()) << path;
    outside.tree.write(folder.path());
    EXPECT_EQ(std::filesystem::file_size(folder.path() / "Fernway.app/Contents/MacOS/Fernway"),
              inside.tree.find("Fernway.app/Contents/MacOS/Fernway")->content.size());
}

TEST(Spec, CompressibleCodeDeflatesToAThird) {
    const auto zipped_size = [](bool compressible) {
        const test::TemporaryFolder folder;
        Json spec;
        spec["app"]["executable"] = {{"architectures", {"arm64"}}, {"code_size", 300'000}};
        spec["app"]["executable"]["compressible"] = compressible;
        return std::filesystem::file_size(write_bundle(spec, folder.path() / "app.zip"));
    };
    EXPECT_GT(zipped_size(false), 300'000U);
    EXPECT_THAT(zipped_size(true), AllOf(Gt(90'000U), Lt(130'000U)));
}

TEST(Spec, DeveloperIdTakesTheSuffixedValues) {
    ForgedTree made =
        forged(R"({"app": {"nested": [{"system-extension": {"provider": ["packet-tunnel", "dns-proxy"]}}]}})");
    const auto values = ElementsAre("packet-tunnel-provider-systemextension", "dns-proxy-systemextension");
    EXPECT_THAT(claimed_values(made.tree, "Fernway.app/Contents/MacOS/Fernway"), values);
    EXPECT_THAT(claimed_values(made.tree, sysex + "MacOS/com.example.fernway.tunnel"), values);
    EXPECT_THAT(allowed_values(made.tree, sysex + "embedded.provisionprofile"),
                ElementsAre("packet-tunnel-provider-systemextension", "app-proxy-provider-systemextension",
                            "content-filter-provider-systemextension", "dns-proxy-systemextension", "dns-settings"));
    const plist::Value claims = embedded_plist(made.tree, "Fernway.app/Contents/MacOS/Fernway", ne_key);
    EXPECT_NE(claims.find("com.apple.developer.system-extension.install"), nullptr);
}

TEST(Spec, OtherSignersTakeThePlainValues) {
    for (const std::string_view signer : {"development", "distribution", "mac-app-store", "testflight"}) {
        ForgedTree made = forge_tree(
            {{"app",
              {{"signer", signer},
               {"nested", Json::array({{{"app-extension", {{"name", "Tunnel"}, {"provider", "packet-tunnel"}}}}})}}}});
        EXPECT_THAT(claimed_values(made.tree, "Fernway.app/Contents/PlugIns/Tunnel.appex/Contents/MacOS/Tunnel"),
                    ElementsAre("packet-tunnel-provider"))
            << signer;
        const bool profile = made.tree.find("Fernway.app/Contents/embedded.provisionprofile") != nullptr;
        EXPECT_EQ(profile, signer != "mac-app-store") << signer;
        EXPECT_EQ(made.tree.find("Fernway.app/Contents/CodeResources"), nullptr) << signer;
    }
}

TEST(Spec, NullTakesAway) {
    ForgedTree made = forged(R"({"app": {
        "info": {"CFBundleVersion": null, "Extra": {"date": "2026-01-02"}},
        "entitlements": {"com.apple.developer.networking.vpn.api": ["allow-vpn"], "com.apple.application-identifier": null},
        "profile": {"entitlements": {"com.apple.developer.networking.vpn.api": null}, "content": {"UUID": null}},
        "ticket": null, "seal": null}})");
    const plist::Value info = plist_at(made.tree, "Fernway.app/Contents/Info.plist");
    EXPECT_EQ(info.find("CFBundleVersion"), nullptr);
    EXPECT_NE(info.find("Extra")->date(), nullptr);
    const plist::Value claims =
        embedded_plist(made.tree, "Fernway.app/Contents/MacOS/Fernway", "com.apple.developer.networking.vpn.api");
    EXPECT_EQ(claims.find("com.apple.application-identifier"), nullptr);
    EXPECT_NE(claims.find("com.apple.developer.team-identifier"), nullptr);
    const plist::Value profile =
        embedded_plist(made.tree, "Fernway.app/Contents/embedded.provisionprofile", "Entitlements");
    EXPECT_EQ(profile.find("UUID"), nullptr);
    EXPECT_EQ(profile.find("Entitlements")->find("com.apple.developer.networking.vpn.api"), nullptr);
    EXPECT_EQ(made.tree.find("Fernway.app/Contents/CodeResources"), nullptr);
    EXPECT_EQ(made.tree.find("Fernway.app/Contents/_CodeSignature/CodeResources"), nullptr);
}

TEST(Spec, OnlyStartsFromNothing) {
    ForgedTree made = forged(R"({"app": {"signer": "development", "entitlements": {"$only": true, "a": true}}})");
    EXPECT_EQ(embedded_plist(made.tree, "Fernway.app/Contents/MacOS/Fernway", "a"),
              plist::Value(plist::Dictionary{{"a", true}}));
}

TEST(Spec, SealsSystemExtensionsAsFilesAndOtherCodeAsNested) {
    ForgedTree made = forged(R"({"app": {"nested": [
        {"system-extension": {"provider": "packet-tunnel"}}, {"framework": {"name": "Kit"}},
        {"executable": {"name": "tool"}}, {"app-extension": {"name": "Widget"}}]}})");
    const plist::Value seal = plist_at(made.tree, "Fernway.app/Contents/_CodeSignature/CodeResources");
    const plist::Dictionary& files = *seal.find("files2")->dictionary();
    for (const std::string_view name : {"Frameworks/Kit.framework", "Helpers/tool", "PlugIns/Widget.appex"}) {
        ASSERT_TRUE(files.contains(name)) << name;
        EXPECT_NE(files.find(name)->second.find("cdhash"), nullptr) << name;
        EXPECT_THAT(*files.find(name)->second.find_string("requirement"),
                    HasSubstr("anchor apple generic and identifier"))
            << name;
    }
    const std::string inside = "Library/SystemExtensions/com.example.fernway.tunnel.systemextension/Contents/";
    EXPECT_TRUE(files.contains(inside + "MacOS/com.example.fernway.tunnel"));
    EXPECT_TRUE(files.contains(inside + "_CodeSignature/CodeResources"));
    EXPECT_FALSE(files.contains("MacOS/Fernway"));
    EXPECT_FALSE(files.contains("Info.plist"));
    EXPECT_EQ(seal.find("rules2")->dictionary()->size(), 13U);
}

TEST(Spec, LaysOutFlatVersionedAndWrappedBundles) {
    ForgedTree phone = forged(R"({"app": {"platform": "ios", "signer": "distribution", "nested": [
        {"app-extension": {"name": "Filter", "provider": "url-filter"}}, {"framework": {"name": "Kit"}},
        {"watch-app": {"name": "Wrist"}}]}})");
    for (const std::string_view path :
         {"Fernway", "Info.plist", "embedded.mobileprovision", "Extensions/Filter.appex/Filter",
          "Frameworks/Kit.framework/Kit", "Watch/Wrist.app/Wrist", "_CodeSignature/CodeResources"})
        EXPECT_NE(phone.tree.find("Fernway.app/" + std::string(path)), nullptr) << path;
    const plist::Value seal = plist_at(phone.tree, "Fernway.app/_CodeSignature/CodeResources");
    EXPECT_EQ(seal.find("rules2")->dictionary()->size(), 10U);
    EXPECT_NE(seal.find("files2")->find("Frameworks/Kit.framework/Kit"), nullptr);

    ForgedTree framework = forged(R"({"framework": {"identifier": "com.example.Kit"}})");
    EXPECT_EQ(framework.tree.find("Kit.framework/Kit")->target, "Versions/Current/Kit");
    EXPECT_EQ(framework.tree.find("Kit.framework/Versions/Current")->target, "A");

    ForgedTree archive = forged(R"({"wrap": "xcarchive", "app": {"signer": "development"}})");
    EXPECT_EQ(archive.main, "Fernway.xcarchive");
    EXPECT_NE(archive.tree.find("Fernway.xcarchive/dSYMs/Fernway.app.dSYM/Contents/Resources/DWARF/Fernway"), nullptr);
    ForgedTree on_mac = forged(R"({"wrap": "ios-on-mac", "app": {"platform": "ios", "signer": "ios-app-store"}})");
    EXPECT_EQ(on_mac.tree.find("Fernway.app/WrappedBundle")->target, "Wrapper/Fernway.app");
}

TEST(Spec, SignsBundlesWithoutCodeInFiles) {
    ForgedTree made = forged(R"({"bundle": {"signature": {"hash_types": ["sha1", "sha256"]}}})");
    EXPECT_THAT(
        made.tree.below("Fernway.bundle/Contents/_CodeSignature"),
        ElementsAre("CodeDirectory", "CodeRequirements", "CodeRequirements-1", "CodeResources", "CodeSignature"));
}

TEST(Spec, SealsNamesThatAreNotUtf8AsTheyWereOnceWritten) {
    ForgedTree made = forged(R"({"app": {"files": {"Resources/na\\xefve": "x"}}})");
    EXPECT_NE(made.tree.find("Fernway.app/Contents/Resources/na\xefve"), nullptr);
    const plist::Value seal = plist_at(made.tree, "Fernway.app/Contents/_CodeSignature/CodeResources");
    EXPECT_NE(seal.find("files2")->find("Resources/na\xc3\xafve"), nullptr);
}

TEST(Spec, RefusesWhatItDoesNotKnow) {
    EXPECT_THAT(refusal(R"({"app": {"singer": "development"}})"),
                HasSubstr("\"singer\" is not known here; known are build,"));
    EXPECT_THAT(refusal(R"({"app": {"signer": "nobody"}})"), HasSubstr("unknown signer \"nobody\""));
    EXPECT_THAT(refusal(R"({"app": {"provider": "vpn"}})"),
                HasSubstr("unknown provider \"vpn\"; known are packet-tunnel"));
    EXPECT_THAT(refusal(R"({"app": {"nested": [{"appx": {}}]}})"), HasSubstr("unknown kind of item \"appx\""));
    EXPECT_THAT(refusal(R"({"app": {"signature": {"requirements": "identifier"}}})"), HasSubstr("a value wanted"));
    EXPECT_THAT(refusal(R"({"app": {"executable": {"mode": "rwx"}}})"), HasSubstr("\"0755\""));
    EXPECT_THAT(refusal(R"({"app": {}, "damage": [{"melt": "Contents"}]})"), HasSubstr("names no deed"));
    EXPECT_THAT(refusal(R"({})"), HasSubstr("a spec names an item"));
}

TEST(Spec, MergesABaseIntoEachFolder) {
    ForgedTree made = forged(R"({"base": {"app": {"version": "2.0", "signer": "development"}},
        "folders": {"Old": {"app": {"version": "1.0"}}, "New": {}}})");
    const auto version = [&](const std::string& folder) {
        return *plist_at(made.tree, folder + "/Fernway.app/Contents/Info.plist")
                    .find_string("CFBundleShortVersionString");
    };
    EXPECT_EQ(version("Old"), "1.0");
    EXPECT_EQ(version("New"), "2.0");
}

TEST(Spec, WritesArchivesAsOthersDo) {
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "forge-archives";
    std::filesystem::remove_all(folder);
    const auto content = [](const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const Json spec = Json::parse(R"({"archive": {"root_is_bundle": true, "apple_double": true},
        "app": {"files": {"Resources/na\\xefve": "x"}}})");
    const std::string zip = content(write_bundle(spec, folder / "x.zip"));
    EXPECT_THAT(zip, HasSubstr("./Contents/Info.plist"));
    EXPECT_THAT(zip, HasSubstr("__MACOSX/Contents/._Info.plist"));
    EXPECT_THAT(zip, HasSubstr("na\xefve"));
    EXPECT_THAT(zip, Not(HasSubstr("Fernway.app/")));
    EXPECT_THAT(content(write_bundle(Json::parse(R"({"app": {"platform": "ios"}})"), folder / "x.ipa")),
                HasSubstr("Payload/Fernway.app/Info.plist"));
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace nei::forge
