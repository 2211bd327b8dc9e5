// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/codesign_text.h"
#include "core/report/slice_comparison.h"
#include "tests/unit/report/sample_bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace nei::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(CodesignText, PrintsTheLinesOfCodesignInItsOrder) {
    const bundle::Bundle bundle = test::sample_bundle();
    const std::string text = codesign_text(bundle, bundle.items[0]);
    std::string hash;
    for (int i = 0; i < 32; ++i) hash += "cd";
    EXPECT_EQ(text, "Executable=Fernway.app/Contents/MacOS/Fernway\n"
                    "Identifier=com.example.fernway\n"
                    "Format=bundle with Mach-O universal (x86_64 arm64)\n"
                    "CodeDirectory v=20500 size=820 flags=0x10000(runtime) hashes=26+7 location=embedded\n"
                    "VersionPlatform=1\n"
                    "VersionMin=786432\n"
                    "VersionSDK=918016\n"
                    "Hash type=sha256 size=32\n"
                    "CandidateCDHash sha256=" +
                        hash.substr(0, 40) + "\nCandidateCDHashFull sha256=" + hash +
                        "\nHash choices=sha256\n"
                        "CMSDigest=" +
                        hash +
                        "\nCMSDigestType=2\n"
                        "Executable Segment flags=0x1\n"
                        "Page size=4096\n"
                        "CDHash=" +
                        hash.substr(0, 40) +
                        "\nSignature size=9005\n"
                        "Authority=Developer ID Application: Example Networks (A1B2C3D4E5)\n"
                        "Timestamp=2026-01-02 03:04:05 UTC\n"
                        "Notarization Ticket=stapled\n"
                        "Info.plist entries=2\n"
                        "TeamIdentifier=A1B2C3D4E5\n"
                        "Runtime Version=14.2.0\n"
                        "Sealed Resources version=2 rules=13 files=42\n"
                        "Internal requirements=none\n");
}

TEST(CodesignText, SaysWhatIsNotThere) {
    bundle::Bundle bundle = test::sample_bundle();
    bundle::CodeItem& item = bundle.items[0];
    item.slices[0].signature.reset();
    EXPECT_EQ(codesign_text(bundle, item, 0), "Fernway.app: code object is not signed at all\n");
    signature::Signature& signature = *item.slices[1].signature;
    signature.signer.reset();
    signature.certificates.clear();
    signature.cms_size = 0;
    signature.timestamp.reset();
    signature.team_id.reset();
    signature.code_directories[0].special_slot_hashes.clear();
    signature.slots.push_back({signature::slot_requirements, signature::magic_requirements, 12});
    item.seal.reset();
    item.ticket.reset();
    const std::string text = codesign_text(bundle, item, 1);
    EXPECT_THAT(text, HasSubstr("\nSignature=adhoc\nInfo.plist=not bound\nTeamIdentifier=not set\n"));
    EXPECT_THAT(text, HasSubstr("\nSealed Resources=none\nInternal requirements count=0 size=12\n"));
    EXPECT_THAT(text, Not(HasSubstr("Authority")));
    signature.code_directories.clear();
    signature.cms_size = 100;
    EXPECT_THAT(codesign_text(bundle, item, 1), HasSubstr("Signature size=100\nAuthority=(unavailable)\n"));
}

TEST(CodesignText, TextFromABundleIsHarmless) {
    bundle::Bundle bundle = test::sample_bundle();
    bundle.items[0].slices[1].signature->identifier = "evil\nAuthority=Apple Root CA\x1b[2J";
    const std::string text = codesign_text(bundle, bundle.items[0]);
    EXPECT_THAT(text, HasSubstr("Identifier=evil\\u{a}Authority=Apple Root CA\\u{1b}[2J\n"));
}

const SliceFact& fact(const std::vector<SliceFact>& facts, std::string_view name) {
    return *std::ranges::find(facts, name, &SliceFact::name);
}

TEST(SliceComparison, TwoSlicesOfOneProductDifferInTheirCodeOnly) {
    bundle::CodeItem item = test::sample_bundle().items[0];
    item.slices[1].code.uuid = "another";
    item.slices[1].signature->code_directories[0].cdhash_full = Bytes(32, std::byte{0xee});
    const auto facts = compare_slices(item);
    EXPECT_TRUE(fact(facts, "UUID").differs);
    EXPECT_TRUE(fact(facts, "CDHash").is_code);
    EXPECT_FALSE(fact(facts, "Flags").differs);
    EXPECT_THAT(fact(facts, "Flags").values, ElementsAre("0x10000(runtime)", "0x10000(runtime)"));
    EXPECT_THAT(fact(facts, "Minimum OS").values, ElementsAre("macOS 12.0", "macOS 12.0"));
    EXPECT_EQ(slice_summary(item, facts), "Both slices agree in identifier, team, flags, requirement and "
                                          "entitlements. Only their code differs.");
}

TEST(SliceComparison, NamesWhatDiffers) {
    bundle::CodeItem item = test::sample_bundle().items[0];
    item.slices[1].code.platforms[0].minimum_os = {11, 0, 0};
    item.slices[1].signature->entitlements.emplace();
    item.slices[1].signature->entitlements->xml = plist::Dictionary{{"com.example.a", true}, {"com.example.b", "x"}};
    const auto facts = compare_slices(item);
    EXPECT_THAT(fact(facts, "Entitlements").values, ElementsAre("", "com.example.a = true\ncom.example.b = x"));
    EXPECT_EQ(
        slice_summary(item, facts),
        "The slices differ in minimum OS and entitlements; they agree in identifier, team, flags and requirement.");
}

TEST(SliceComparison, SaysWhichSlicesAreNotSigned) {
    bundle::CodeItem item = test::sample_bundle().items[0];
    item.slices[0].signature.reset();
    EXPECT_EQ(slice_summary(item, compare_slices(item)), "x86_64 is not signed; arm64 is.");
    item.slices[1].signature.reset();
    EXPECT_EQ(slice_summary(item, compare_slices(item)), "Neither slice is signed.");
    item.slices[1].code.signature_range = {.offset = 100, .size = 10};
    EXPECT_EQ(slice_summary(item, compare_slices(item)), "How the slices differ is not known: the signature of " +
                                                             item.slices[1].code.architecture + " cannot be read.");
    item.slices.pop_back();
    EXPECT_EQ(slice_summary(item, compare_slices(item)), "");
    item.slices.clear();
    EXPECT_TRUE(compare_slices(item).empty());
}

} // namespace
} // namespace nei::report
