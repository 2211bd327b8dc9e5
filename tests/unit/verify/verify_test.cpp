// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/verify/verified.h"

#include <gmock/gmock.h>

/// Whole bundles, forged, damaged in one place, and verified: that place is named, and nothing else is blamed.
namespace nei::verify {
namespace {

TEST_F(Verification, FindsNothingWrongWithAWholeApp) {
    const Verified result = verified(spec());
    EXPECT_THAT(result.blamed(), testing::IsEmpty());
    EXPECT_TRUE(result.integrity.codesign_valid);
    EXPECT_TRUE(result.integrity.integrity_valid);
    EXPECT_TRUE(result.integrity.valid);
    EXPECT_EQ(result.integrity.slices.size(), 8U) << "two of each item";
    for (const SliceIntegrity& slice : result.integrity.slices) {
        EXPECT_EQ(slice.chain, ChainState::given_root);
        EXPECT_EQ(slice.timestamp_trusted, true);
        EXPECT_EQ(slice.ticket, TicketState::covers);
        EXPECT_EQ(slice.designated_requirement_satisfied, Truth::yes);
    }
}

TEST_F(Verification, SaysTheSameOfAnArchive) {
    for (const char* name : {"Fernway.zip", "Fernway.tar.gz"}) {
        const Verified whole = verified(spec(), true, name);
        EXPECT_THAT(whole.blamed(), testing::IsEmpty()) << name;
        EXPECT_TRUE(whole.integrity.valid) << name;
    }
    // As the Finder makes them: `__MACOSX` repeats the folders, and is no code.
    Json attributes = spec();
    attributes["archive"] = Json::parse(R"({"apple_double": true})");
    const Verified finder = verified(attributes, true, "Finder.zip");
    EXPECT_THAT(finder.blamed(), testing::IsEmpty());
    EXPECT_TRUE(finder.integrity.valid);
    const Verified damaged = verified(
        spec(R"([{"flip-page-byte": "@executable", "architecture": "x86_64", "page": 2}])"), true, "Damaged.zip");
    EXPECT_THAT(damaged.blamed(),
                testing::ElementsAre("Fernway.app: errSecCSSignatureFailed Fernway.app/Contents/MacOS/Fernway"));
}

TEST_F(Verification, CallsAForeignRootIntactAndNotTrusted) {
    const Verified result = verified(spec(), false);
    EXPECT_FALSE(result.integrity.valid);
    EXPECT_FALSE(result.integrity.codesign_valid);
    EXPECT_TRUE(result.integrity.integrity_valid);
    for (const std::string& line : result.blamed()) EXPECT_THAT(line, testing::HasSubstr("CSSMERR_TP_NOT_TRUSTED"));
}

TEST_F(Verification, AcceptsAdHocCode) {
    const Verified result = verified(Json::parse(R"({"app": {"signer": "ad-hoc"}})"));
    EXPECT_THAT(result.blamed(), testing::IsEmpty());
    EXPECT_EQ(result.integrity.slices.front().chain, ChainState::none);
}

TEST_F(Verification, CallsAFileUnsignedForOneSlice) {
    const Verified result = verified(Json::parse(
        R"({"app": {"executable": {"architectures": ["arm64", "x86_64"], "slices": {"x86_64": {"signer": "unsigned"}}}}})"));
    EXPECT_THAT(result.blamed(), testing::Contains("Fernway.app: errSecCSUnsigned"));
    EXPECT_FALSE(result.integrity.codesign_valid);
}

TEST_F(Verification, AcceptsAnExpiredCertificate) {
    const Verified result = verified(Json::parse(R"({"app": {"signer": {"not_after": "2026-03-03"}}})"));
    EXPECT_TRUE(result.integrity.valid) << "Apple's tool judges expiry only when it is told to";
}

TEST_F(Verification, DoesNotDescendInAFlatBundleAsAppleDoes) {
    const Verified result = verified(Json::parse(R"({"app": {"platform": "ios", "signer": "ios-app-store",
        "nested": [{"framework": {"name": "Kit", "damage": [{"flip-page-byte": "@executable", "page": 0}]}}]}})"));
    EXPECT_TRUE(result.integrity.codesign_valid);
    EXPECT_FALSE(result.integrity.integrity_valid);
    EXPECT_THAT(result.blamed(), testing::ElementsAre(testing::HasSubstr("Kit.framework: errSecCSSignatureFailed")));
}

TEST_F(Verification, FindsNestedCodeOfAnotherIdentity) {
    Json other = Json::parse(R"({"app": {"identifier": "com.example.other", "name": "Other",
        "nested": [{"framework": {"name": "Kit", "identifier": "com.example.other.kit"}}]}})");
    forge::Tree tree = forge::forge_tree(spec()).tree;
    forge::Tree foreign = forge::forge_tree(other).tree;
    tree.remove(std::string(kit));
    for (const std::string& path : foreign.below("Other.app/Contents/Frameworks/Kit.framework"))
        tree.entries()[std::string(kit) + '/' + path] =
            foreign.entries().at("Other.app/Contents/Frameworks/Kit.framework/" + path);
    tree.write(folder.path() / "out");
    const Verified result = verified_file(folder.path() / "out" / "Fernway.app", true);
    EXPECT_THAT(result.blamed(), testing::ElementsAre(of(app, "errSecCSBadNestedCode", kit)));
    EXPECT_FALSE(result.integrity.codesign_valid);
}

TEST_F(Verification, KnowsATicketOfOtherCode) {
    const Verified result =
        verified(Json::parse(R"({"app": {"ticket": {"cdhashes": ["00112233445566778899aabbccddeeff00112233"]}}})"));
    EXPECT_TRUE(result.integrity.valid) << "a ticket is no part of the signature";
    EXPECT_EQ(result.integrity.slices.front().ticket, TicketState::does_not_cover);
}

TEST_F(Verification, StopsWhenTold) {
    const auto path = forge::write_bundle(spec(), folder.path() / "out");
    const auto tree = source::open(path);
    ASSERT_TRUE(tree);
    const auto bundle = bundle::scan(**tree, {});
    ASSERT_TRUE(bundle);
    std::stop_source stop;
    stop.request_stop();
    const auto result =
        verify(**tree, **bundle, {.trust = signature::TrustStore::apple(), .control = {stop.get_token(), {}}});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

struct Tampering {
    const char* name;
    std::string damage;
    std::vector<std::string> blamed;
    bool codesign_valid = false;
};

void PrintTo(const Tampering& tampering, std::ostream* out) {
    *out << tampering.name;
}

class Tampered : public Verification, public testing::WithParamInterface<Tampering> {};

TEST_P(Tampered, IsFoundAndNothingElseBlamed) {
    const Verified result = verified(spec(GetParam().damage));
    EXPECT_THAT(result.blamed(), testing::UnorderedElementsAreArray(GetParam().blamed));
    EXPECT_EQ(result.integrity.codesign_valid, GetParam().codesign_valid);
    EXPECT_FALSE(result.integrity.integrity_valid);
    EXPECT_FALSE(result.integrity.valid);
}

TEST_P(Tampered, IsFoundInAnArchiveThatIsHashedWhileItIsScanned) {
    const auto path = forge::write_bundle(spec(GetParam().damage), folder.path() / "Fernway.zip");
    EXPECT_THAT(verified_file(path, true).blamed(), testing::UnorderedElementsAreArray(GetParam().blamed));
}

std::vector<Tampering> tamperings() {
    const std::string code = at(app, "Contents/MacOS/Fernway"),
                      sysex_code = at(tunnel, "Contents/MacOS/com.example.fernway.tunnel");
    const std::string pages = of(app, "errSecCSSignatureFailed", code);
    const std::string bound = of(app, "errSecCSSignatureFailed");
    const auto resource = [](std::string_view file) { return of(app, "errSecCSBadResource", at(app, file)); };
    return {
        {"FirstPage", R"([{"flip-page-byte": "@executable", "architecture": "arm64", "page": 1}])", {pages}},
        {"LastPage", R"([{"flip-page-byte": "@executable", "architecture": "arm64", "page": 9}])", {pages}},
        {"OneSliceOnly", R"([{"flip-page-byte": "@executable", "architecture": "x86_64", "page": 3}])", {pages}},
        {"InfoPlist",
         R"([{"edit": "@info-plist", "append": " "}])",
         {of(app, "errSecCSInfoPlistFailed", at(app, "Contents/Info.plist"))}},
        {"Seal",
         R"([{"edit": "@seal", "append": " "}])",
         {of(app, "errSecCSResourceDirectoryFailed", at(app, "Contents/_CodeSignature/CodeResources"))}},
        {"Requirements",
         R"([{"corrupt-blob": "@executable", "architecture": "arm64", "slot": 2, "offset": 40}])",
         {bound}},
        {"EntitlementsXml",
         R"([{"corrupt-blob": "@executable", "architecture": "arm64", "slot": 5, "offset": 60}])",
         {bound}},
        {"EntitlementsDer",
         R"([{"corrupt-blob": "@executable", "architecture": "arm64", "slot": 7, "offset": 30}])",
         {bound}},
        {"CmsSignature", R"([{"corrupt-cms": "@executable", "architecture": "arm64"}])", {bound}},
        {"SealedFileModified",
         R"([{"edit": "Contents/Resources/a.txt", "append": "x"}])",
         {resource("Contents/Resources/a.txt")}},
        {"SealedFileAdded",
         R"([{"add": "Contents/Resources/new.txt", "text": "x"}])",
         {resource("Contents/Resources/new.txt")}},
        {"SealedFileRemoved", R"([{"remove": "Contents/Resources/a.txt"}])", {resource("Contents/Resources/a.txt")}},
        {"Profile", R"([{"edit-profile": "@profile"}])", {resource("Contents/embedded.provisionprofile")}},
        {"FileBesideContents",
         R"([{"add": "stray.txt", "text": "x"}])",
         {of(app, "errSecCSUnsealedAppRoot", at(app, "stray.txt"))}},
        {"NestedFrameworkCode",
         R"([{"flip-page-byte": "@executable", "in": "Kit.framework", "page": 1}])",
         {of(kit, "errSecCSSignatureFailed", at(kit, "Versions/A/Kit"))}},
        {"NestedFrameworkFile",
         R"([{"edit": "Versions/A/Resources/kit.txt", "in": "Kit.framework", "append": "x"}])",
         {of(kit, "errSecCSBadResource", at(kit, "Versions/A/Resources/kit.txt"))}},
        {"SystemExtensionCode",
         R"([{"flip-page-byte": "@executable", "in": "com.example.fernway.tunnel", "page": 1}])",
         {of(tunnel, "errSecCSSignatureFailed", sysex_code), of(app, "errSecCSBadResource", sysex_code)}},
    };
}

INSTANTIATE_TEST_SUITE_P(Matrix, Tampered, testing::ValuesIn(tamperings()),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

/// Real inputs: whether each is valid, as shared/corpus/README.md lists it.
TEST(CorpusVerification, JudgesRealBundlesRightly) {
    struct Known {
        const char* file;
        bool codesign_valid, integrity_valid;
    };
    for (const Known& known :
         {Known{"S01-karabiner-1.6.0.tar.xz", true, true}, Known{"S01-karabiner-1.6.0.pkg", true, true},
          Known{"S04-tunnelblick-tun-notarized-kext.tar.xz", true, true},
          Known{"S05-sparkle-DevSignedApp.zip", true, true}, Known{"S08-isign-ios-sha1.tar.xz", false, false}}) {
        const auto files = test::corpus_files(known.file);
        NEI_REQUIRE_CORPUS(files, 5);
        const auto tree = source::open(files.front());
        ASSERT_TRUE(tree) << known.file;
        const auto bundle = bundle::scan(**tree, {});
        ASSERT_TRUE(bundle) << known.file;
        const auto integrity = verify(**tree, **bundle, {});
        ASSERT_TRUE(integrity) << known.file;
        EXPECT_EQ(integrity->codesign_valid, known.codesign_valid) << known.file;
        EXPECT_EQ(integrity->integrity_valid, known.integrity_valid) << known.file;
    }
}

/// The same by item: what is wrong is named, and nothing is said of what is right.
TEST(CorpusVerification, NamesWhatIsWrongWithRealItems) {
    struct Known {
        const char* file;
        std::vector<std::string> blamed;
    };
    const std::string sparkle = "SUUpdateValidatorTest/CodeSigned", mitm = "macos-redirector/MitmProxyAppleTunnel.app";
    for (const Known& known : {
             Known{
                 "S05b-", // signed by files
                 {sparkle + "Invalid.bundle: errSecCSInfoPlistFailed " + sparkle + "Invalid.bundle/Contents/Info.plist",
                  sparkle + "Invalid.bundle: errSecCSBadResource " + sparkle +
                      "Invalid.bundle/Contents/Resources/test-pubkey.pem",
                  sparkle + "InvalidOnly.bundle: errSecCSInfoPlistFailed " + sparkle +
                      "InvalidOnly.bundle/Contents/Info.plist"}},
             Known{"S02-", // without executables
                   {mitm + ": errSecCSUnsigned",
                    mitm + "/Contents/PlugIns/MitmproxyAppleExtension.appex: errSecCSUnsigned"}},
             Known{"S10-",
                   {"32bitplist: errSecCSUnsigned", "BundleExample.app: errSecCSUnsigned",
                    "bad_pagezero: errSecCSUnsigned", "yikes-universal: errSecCSUnsigned"}},
         }) {
        const auto files = test::corpus_files(known.file);
        NEI_REQUIRE_CORPUS(files, 3);
        const auto tree = source::open(files.front());
        ASSERT_TRUE(tree) << known.file;
        const auto bundle = bundle::scan(**tree, {});
        ASSERT_TRUE(bundle) << known.file;
        auto integrity = verify(**tree, **bundle, {});
        ASSERT_TRUE(integrity) << known.file;
        const Verified result{*bundle, *std::move(integrity)};
        EXPECT_THAT(result.blamed(), testing::UnorderedElementsAreArray(known.blamed)) << known.file;
    }
}

} // namespace
} // namespace nei::verify
