// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/words.h"
#include "tests/unit/report/sample_bundle.h"

#include <gtest/gtest.h>

namespace nei::report {
namespace {

TEST(Words, DescribeItemsByTheirRole) {
    bundle::CodeItem item;
    item.kind = bundle::ItemKind::system_extension;
    EXPECT_EQ(item_description(item), "System extension");
    item.provider.emplace();
    item.provider->extension_points = {{"com.apple.networkextension.packet-tunnel", ""}};
    EXPECT_EQ(item_description(item), "Packet tunnel provider, system extension");
    item.provider->extension_points.push_back({"com.apple.networkextension.dns-proxy", ""});
    EXPECT_EQ(item_description(item), "Packet tunnel provider, DNS proxy provider, system extension");
    item.provider->extension_points = {{"com.example.unknown", ""}};
    EXPECT_EQ(item_description(item), "System extension");
}

TEST(Words, FlagsAreWrittenAsCodesignDoes) {
    EXPECT_EQ(flags_words(0), "0x0(none)");
    EXPECT_EQ(flags_words(0x10000), "0x10000(runtime)");
    EXPECT_EQ(flags_words(0x20002), "0x20002(adhoc,linker-signed)");
}

TEST(Words, SlicesWithTheirOwnMinimumAreNamed) {
    bundle::CodeItem item;
    item.slices.resize(2);
    item.slices[0].code.architecture = "x86_64";
    item.slices[0].code.platforms = {{"macos", 1, {10, 14, 0}, {}}};
    item.slices[1].code.architecture = "arm64";
    item.slices[1].code.platforms = {{"macos", 1, {11, 0, 0}, {}}};
    EXPECT_EQ(minimum_os_words(item), "macOS 10.14 or later (x86_64), macOS 11.0 or later (arm64)");
    item.slices[0].code.platforms = item.slices[1].code.platforms;
    EXPECT_EQ(minimum_os_words(item), "macOS 11.0 or later");
    EXPECT_EQ(platform_words("platform-99"), "platform-99");
}

TEST(Words, SignersInShort) {
    EXPECT_EQ(signer_words(nullptr), "not signed");
    signature::Signature signature = test::sample_signature("x");
    EXPECT_EQ(signer_words(&signature), "Developer ID");
    signature.kind = signature::SignatureKind::linker_signed;
    EXPECT_EQ(signer_words(&signature), "ad hoc by the linker");
}

TEST(Words, ProfilesSayWhomTheyAreFor) {
    profile::Profile profile = test::sample_profile();
    EXPECT_EQ(profile_kind_words(profile), "Developer ID, all Macs");
    profile.all_devices = false;
    profile.devices = {"1", "2"};
    profile.type = profile::ProfileType::development;
    EXPECT_EQ(profile_kind_words(profile), "Development, 2 devices");
    profile.type.reset();
    profile.devices.clear();
    EXPECT_EQ(profile_kind_words(profile), "type not recognised");
}

} // namespace
} // namespace nei::report
