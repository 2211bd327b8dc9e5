// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/spec.h"
#include "tests/forge/spec_error.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace nei::forge {
namespace {

constexpr std::string_view app = R"({"app": {
    "resources": {"a.txt": "alpha", "b.txt": "beta"},
    "nested": [{"system-extension": {"identifier": "com.example.fernway.tunnel", "provider": "packet-tunnel"}}]}})";
const std::string program = "Fernway.app/Contents/MacOS/Fernway";

Tree damaged(std::string_view damage) {
    Json spec = Json::parse(app);
    spec["damage"] = Json::array({Json::parse(damage)});
    return forge_tree(spec).tree;
}

/// Offsets at which the two files differ; one alone for those of other length.
std::vector<std::size_t> changed_bytes(const Tree& tree, const std::string& path) {
    static const Tree whole = forge_tree(Json::parse(app)).tree;
    const Bytes &before = whole.find(path)->content, &after = tree.find(path)->content;
    if (before.size() != after.size()) return {std::min(before.size(), after.size())};
    std::vector<std::size_t> offsets;
    for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i] != after[i]) offsets.push_back(i);
    return offsets;
}

TEST(Damage, IsDoneToOnePlaceOnly) {
    struct Case {
        std::string_view damage;
        std::string path;
        std::size_t bytes;
    };
    const std::string profile =
        "Fernway.app/Contents/Library/SystemExtensions/com.example.fernway.tunnel.systemextension/"
        "Contents/embedded.provisionprofile";
    for (const Case& entry : {
             Case{R"({"flip-page-byte": "@executable", "architecture": "x86_64"})", program, 1},
             Case{R"({"corrupt-cms": "@executable"})", program, 1},
             Case{R"({"corrupt-blob": "@executable", "slot": 5, "offset": 60})", program, 1},
             Case{R"({"edit-profile": "@profile", "in": "com.example.fernway.tunnel"})", profile, 1},
             Case{R"({"edit": "Contents/Resources/a.txt", "replace": "l", "with": "L"})",
                  "Fernway.app/Contents/Resources/a.txt", 1},
             Case{R"({"edit": "@ticket", "offset": 30})", "Fernway.app/Contents/CodeResources", 1},
         })
        EXPECT_EQ(changed_bytes(damaged(entry.damage), entry.path).size(), entry.bytes) << entry.damage;
}

TEST(Damage, CorruptsTheSignersSignatureNotTheTimeStamp) {
    const std::vector<std::size_t> offsets = changed_bytes(damaged(R"({"corrupt-cms": "@executable"})"), program);
    ASSERT_EQ(offsets.size(), 1U);
    const Tree whole = forge_tree(Json::parse(app)).tree;
    const ByteView before = ByteView(whole.find(program)->content).first(offsets.front());
    // The octet string of 256 bytes starts 104 bytes before, and no time stamp has begun yet.
    EXPECT_EQ(to_hex(before.subspan(before.size() - 104, 4)), "04820100");
    const Bytes timestamp_oid = *from_hex("2a864886f70d010910020e");
    EXPECT_TRUE(std::ranges::search(before, timestamp_oid).empty());
}

TEST(Damage, ChangesWhichFilesThereAre) {
    EXPECT_EQ(damaged(R"({"remove": "@executable"})").find(program), nullptr);
    EXPECT_NE(damaged(R"({"add": "Contents/x"})").find("Fernway.app/Contents/x"), nullptr);
    EXPECT_EQ(damaged(R"({"mode": "@executable"})").find(program)->mode, 0644U);
    EXPECT_EQ(damaged(R"({"truncate": "@executable", "keep": 1000})").find(program)->content.size(), 1000U);
    const Tree renamed =
        damaged(R"({"rename": "@item", "in": "com.example.fernway.tunnel", "to": "x.systemextension"})");
    EXPECT_NE(renamed.find("Fernway.app/Contents/Library/SystemExtensions/x.systemextension/Contents/Info.plist"),
              nullptr);
}

TEST(Damage, MovesTheSignatureOutOfTheFile) {
    EXPECT_FALSE(changed_bytes(damaged(R"({"header-outside": "@executable"})"), program).empty());
    EXPECT_GT(changed_bytes(damaged(R"({"erase-signature": "@executable"})"), program).size(), 1000U);
}

TEST(Damage, ToANestedItemIsSealedByItsContainer) {
    const Tree tree = forge_tree(Json::parse(R"({"app": {"nested": [{"system-extension": {
        "damage": [{"edit": "@info-plist"}]}}]}})"))
                          .tree;
    // The container hashes the damaged file: only the inner seal is broken.
    const Tree whole = forge_tree(Json::parse(R"({"app": {"nested": [{"system-extension": {}}]}})")).tree;
    const std::string seal = "Fernway.app/Contents/_CodeSignature/CodeResources";
    EXPECT_NE(tree.find(seal)->content, whole.find(seal)->content);
}

TEST(Damage, SaysWhatItCannotDo) {
    EXPECT_THROW(damaged(R"({"edit": "Contents/nothing"})"), SpecError);
    EXPECT_THROW(damaged(R"({"remove": "Contents/nothing"})"), SpecError);
    EXPECT_THROW(damaged(R"({"edit": "Contents/Resources/a.txt", "replace": "zzz"})"), SpecError);
    EXPECT_THROW(damaged(R"({"edit": "x", "in": "com.example.nobody"})"), SpecError);
    EXPECT_THROW(damaged(R"({"flip-page-byte": "@executable", "architecture": "armv7"})"), SpecError);
    EXPECT_THROW(damaged(R"({"flip-page-byte": "Contents/Info.plist"})"), SpecError);
}

} // namespace
} // namespace nei::forge
