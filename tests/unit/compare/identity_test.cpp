// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/compare/compared.h"

#include <gmock/gmock.h>

/// Identity is judged for each slice and each layer: code, code directory, seal, CMS, ticket.
namespace nei::compare {
namespace {

/// Keys that differ in one part of the app's signature or code, by slice: "cdhash arm64".
std::vector<std::string> keys(const Compared& compared, Aspect aspect) {
    std::vector<std::string> keys;
    for (const Difference& difference : compared.comparison.differences)
        if (difference.aspect == aspect && difference.match == 0u)
            keys.push_back(difference.key + (difference.architecture ? " " + *difference.architecture : ""));
    std::ranges::sort(keys);
    return keys;
}

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view tool = R"({"executable": {"name": "tool", "team": "7Q2L9XK4PD",
    "executable": {"code_size": 20000, "architectures": ["arm64", "x86_64"]}}})";

TEST(Identity, EqualCodeDirectoryWithAnotherCms) {
    const Compared pair =
        compared_variants(tool, "{}", R"({"executable": {"signature": {"timestamp": "2026-03-02T11:30:00Z"}}})");
    EXPECT_THAT(keys(pair, Aspect::signature), ElementsAre("cms arm64", "cms x86_64", "timestamp"));
    EXPECT_THAT(keys(pair, Aspect::mach_o), IsEmpty()) << pair.all_lines();
    EXPECT_EQ(slug(pair.comparison.pair.kind), "re-signed");
    EXPECT_EQ(pair.comparison.sameness.by_cdhash, 2u);
    EXPECT_EQ(pair.lines(), "") << pair.all_lines();
    EXPECT_EQ(pair.lines(true), "noise signature timestamp: changed\n") << pair.all_lines();
}

TEST(Identity, EqualUuidWithOtherPages) {
    const Compared pair = compared_variants(
        tool, R"({"executable": {"executable": {"uuid": "0b5a3e1c6f4d4c8e9a573d1f2b7c8e90"}}})",
        R"({"executable": {"executable": {"uuid": "0b5a3e1c6f4d4c8e9a573d1f2b7c8e90", "seed": "other"}}})");
    EXPECT_EQ(pair.lines(), "review mach-o code arm64: changed\nreview mach-o code x86_64: changed\n")
        << pair.all_lines();
    EXPECT_EQ(pair.find(Aspect::mach_o, "uuid"), nullptr);
}

TEST(Identity, OneSliceEqualAndTheOtherNot) {
    const Compared pair =
        compared_variants(tool, "{}", R"({"executable": {"executable": {"slices": {"x86_64": {"seed": "other"}}}}})");
    EXPECT_EQ(pair.lines(), "review mach-o code x86_64: changed\n") << pair.all_lines();
    EXPECT_EQ(pair.comparison.sameness.by_cdhash, 1u);
}

TEST(Identity, CdhashThatDiffersThroughTheSealAlone) {
    const Compared pair = compared_variants(release_app, "{}", R"({"app": {"resources": {"Help.txt": "Ask Kim."}}})");
    EXPECT_EQ(slug(pair.comparison.pair.kind), "re-signed");
    EXPECT_EQ(pair.lines(), "review files Contents/Resources/Help.txt: changed\n") << pair.all_lines();
    const Difference* cdhash = pair.find(Aspect::signature, "cdhash");
    ASSERT_NE(cdhash, nullptr);
    EXPECT_EQ(pair.comparison.follows_from(*cdhash), "Contents/Resources/Help.txt");
    EXPECT_THAT(keys(pair, Aspect::mach_o), IsEmpty());
    // Unchanged files are known by their seals; only PkgInfo, which no seal has, is read.
    EXPECT_EQ(pair.comparison.sameness.by_content, 1u);
}

TEST(Identity, SameCodeSignedByAnother) {
    const Compared pair =
        compared_variants(tool, "{}", R"({"executable": {"signer": {"organization": "Somebody Else"}}})");
    EXPECT_EQ(slug(pair.comparison.pair.kind), "re-signed");
    EXPECT_EQ(pair.find(Aspect::mach_o, "code"), nullptr) << pair.all_lines();
    EXPECT_EQ(pair.lines(), "expected signature signer: changed\n") << pair.all_lines();
}

TEST(Identity, OfUnsignedCodeIsItsBytes) {
    const Compared same = compared_variants(tool, R"({"executable": {"signer": "unsigned"}})",
                                            R"({"executable": {"signer": "unsigned"}})");
    EXPECT_THAT(same.comparison.differences, IsEmpty());
    EXPECT_EQ(same.comparison.sameness.by_content, 1u);
    const Compared other =
        compared_variants(tool, R"({"executable": {"signer": "unsigned"}})",
                          R"({"executable": {"signer": "unsigned", "executable": {"seed": "other"}}})");
    EXPECT_NE(other.find(Aspect::mach_o, "content"), nullptr) << other.all_lines();
}

TEST(Identity, ValueEditedAfterSigningIsToldFromASignedOne) {
    constexpr std::string_view base = R"({"app": {"info": {"NSHumanReadableCopyright": "Fernway 2026"}}})";
    constexpr std::string_view edited =
        R"({"damage": [{"edit": "@info-plist", "replace": "Fernway 2026", "with": "Fernway 2027"}]})";
    constexpr std::string_view signed_so = R"({"app": {"info": {"NSHumanReadableCopyright": "Fernway 2027"}}})";
    EXPECT_EQ(compared_variants(base, "{}", signed_so).lines(true),
              "noise info-plist NSHumanReadableCopyright: changed\n");
    // Not verified: it is known that one of the two is broken, and not which.
    const Compared suspected = compared_variants(base, "{}", edited);
    EXPECT_EQ(suspected.lines(true), "review info-plist NSHumanReadableCopyright: changed\n");
    const Compared verified = compared_variants(base, "{}", edited, Verified::yes);
    EXPECT_EQ(verified.lines(true), "breaks signature integrity: changed\n") << verified.all_lines();
    const Compared mended = compared_variants(base, edited, "{}", Verified::yes);
    EXPECT_EQ(mended.lines(true), "expected signature integrity: changed\n") << mended.all_lines();
}

TEST(Identity, WithoutFilesAndFindingsTheRestIsCompared) {
    const Compared whole = compared_variants(
        release_app, "{}", R"({"app": {"resources": {"Help.txt": "Ask Kim."}, "signer": "development"}})");
    const auto rest = compare({*whole.a.bundle}, {*whole.b.bundle});
    ASSERT_TRUE(rest);
    std::size_t wanted = 0;
    for (const Difference& difference : whole.comparison.differences)
        wanted += difference.aspect != Aspect::files && difference.aspect != Aspect::findings;
    EXPECT_EQ(rest->differences.size(), wanted);
    std::vector<std::string> not_checked;
    for (const verify::NotChecked& each : rest->not_checked) not_checked.push_back(each.what);
    EXPECT_THAT(not_checked, testing::IsSupersetOf({"files", "findings"}));
}

TEST(Identity, StopsWhenAsked) {
    const Compared whole = compared_variants(release_app, "{}", R"({"app": {"signer": "development"}})");
    std::stop_source source;
    source.request_stop();
    const auto stopped = compare(whole.a.side(), whole.b.side(), {{source.get_token(), nullptr}});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

TEST(Identity, SealedFileEditedAfterSigningIsReadWhereThatIsKnown) {
    constexpr std::string_view edited =
        R"({"damage": [{"edit": "Contents/Resources/Help.txt", "replace": "Robin", "with": "Tobin"}]})";
    const Compared believed = compared_variants(release_app, "{}", edited);
    EXPECT_EQ(believed.lines(true), "");
    EXPECT_FALSE(believed.comparison.not_checked.empty());
    const Compared verified = compared_variants(release_app, "{}", edited, Verified::yes);
    EXPECT_EQ(verified.lines(true), "breaks signature integrity: changed\n") << verified.all_lines();
    const Difference* file = verified.find(Aspect::files, "Contents/Resources/Help.txt");
    ASSERT_NE(file, nullptr) << verified.all_lines();
    EXPECT_EQ(verified.comparison.follows_from(*file), "integrity");
    // Another size gives it away without a look inside.
    const Compared longer =
        compared_variants(release_app, "{}", R"({"damage": [{"edit": "Contents/Resources/Help.txt", "append": "!"}]})");
    EXPECT_EQ(longer.lines(true), "review files Contents/Resources/Help.txt: changed\n");
}

} // namespace
} // namespace nei::compare
