// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/code_directory.h"
#include "tests/unit/signature/blob_builder.h"

#include <gmock/gmock.h>

namespace nei::signature {
namespace {

using test::ByteWriter;
using test::code_directory;
using test::DirectorySpec;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Pair;

CodeDirectory parse_clean(const Bytes& blob) {
    const auto parsed = parse_code_directory(blob);
    EXPECT_TRUE(parsed) << parsed.error().message;
    if (!parsed) return {};
    for (const Problem& problem : parsed->problems) ADD_FAILURE() << problem.message;
    return parsed->directory;
}

std::vector<std::string> problem_codes(const Bytes& blob) {
    const auto parsed = parse_code_directory(blob);
    EXPECT_TRUE(parsed);
    std::vector<std::string> codes;
    if (parsed)
        for (const Problem& problem : parsed->problems) codes.push_back(problem.code);
    return codes;
}

TEST(CodeDirectory, ReadsTheFieldsThatEachVersionHas) {
    DirectorySpec spec{.version = 0x20001, .flags = 0x2};
    CodeDirectory directory = parse_clean(code_directory(spec));
    EXPECT_EQ(directory.identifier, "com.example.tool");
    EXPECT_EQ(directory.flags, flag_adhoc);
    EXPECT_EQ(directory.page_size, 4096);
    EXPECT_EQ(directory.code_limit, 4096);
    EXPECT_FALSE(directory.exec_seg_flags);

    spec.team_id = "A1B2C3D4E5";
    spec.version = 0x20100;
    EXPECT_FALSE(parse_clean(code_directory(spec)).team_id);
    spec.version = 0x20200;
    EXPECT_EQ(parse_clean(code_directory(spec)).team_id, "A1B2C3D4E5");

    spec.version = 0x20300;
    spec.code_limit_64 = 0x1'0000'0000;
    spec.page_size_log2 = 0;
    directory = parse_clean(code_directory(spec));
    EXPECT_EQ(directory.code_limit, 0x1'0000'0000);
    EXPECT_EQ(directory.page_size, 0) << "the whole file is one page";

    spec.version = 0x20400;
    directory = parse_clean(code_directory(spec));
    EXPECT_EQ(directory.exec_seg_flags, 1);
    EXPECT_EQ(directory.exec_seg_limit, 4096);
    EXPECT_FALSE(directory.runtime_version);

    spec.version = 0x20500;
    directory = parse_clean(code_directory(spec));
    EXPECT_EQ(directory.runtime_version, 0x000e0200);
    EXPECT_FALSE(directory.linkage);

    spec.version = 0x20600;
    directory = parse_clean(code_directory(spec));
    ASSERT_TRUE(directory.linkage);
    EXPECT_EQ(directory.linkage->application_subtype, 7);
}

TEST(CodeDirectory, HashesItselfByItsOwnType) {
    const std::vector<std::pair<std::uint8_t, std::uint8_t>> types{{1, 20}, {2, 32}, {3, 20}, {4, 48}, {5, 64}};
    for (const auto& [type, size] : types) {
        const Bytes blob = code_directory({.hash_type = type, .hash_size = size});
        const CodeDirectory directory = parse_clean(blob);
        EXPECT_EQ(directory.cdhash_full.size(), size) << hash_type_name(type);
        EXPECT_EQ(directory.cdhash().size(), 20);
        const Bytes whole = digest(*hash_algorithm(type), blob);
        EXPECT_TRUE(std::equal(directory.cdhash_full.begin(), directory.cdhash_full.end(), whole.begin()));
    }
}

TEST(CodeDirectory, HasNoCdhashWhereTheHashTypeIsUnknown) {
    const auto parsed = parse_code_directory(code_directory({.hash_type = 9, .hash_size = 16}));
    ASSERT_TRUE(parsed);
    EXPECT_THAT(parsed->problems, ElementsAre(Field(&Problem::code, "code-directory-hash-type")));
    EXPECT_THAT(parsed->directory.cdhash(), IsEmpty());
    EXPECT_EQ(hash_type_name(9), "type-9");
}

TEST(CodeDirectory, ReadsSpecialSlotsBackwardsFromItsHashesAndLeavesOutAbsentOnes) {
    const Bytes one(32, std::byte{0x11}), seven(32, std::byte{0x77});
    const CodeDirectory directory =
        parse_clean(code_directory({.special_slots = 7, .special_hashes = {{1, one}, {7, seven}}}));
    EXPECT_THAT(directory.special_slot_hashes, ElementsAre(Pair(1, one), Pair(7, seven)));
    EXPECT_EQ(directory.special_slots, 7);
}

TEST(CodeDirectory, IgnoresBytesAfterItsLength) {
    Bytes blob = code_directory();
    const Bytes cdhash = parse_clean(blob).cdhash();
    blob.resize(blob.size() + 5);
    EXPECT_EQ(parse_clean(blob).cdhash(), cdhash);
}

TEST(CodeDirectory, ReadsWhatIsThereOfACutOne) {
    Bytes blob = code_directory({.team_id = "A1B2C3D4E5", .special_slots = 2});
    blob.resize(blob.size() - 40);
    const auto parsed = parse_code_directory(blob);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->directory.identifier, "com.example.tool");
    EXPECT_EQ(parsed->directory.team_id, "A1B2C3D4E5");
    EXPECT_THAT(parsed->directory.cdhash_full, IsEmpty()) << "it would be another code's";
    EXPECT_THAT(problem_codes(blob), ElementsAre("code-directory-truncated", "code-directory-hashes"));

    blob.resize(60);
    EXPECT_TRUE(parse_code_directory(blob)) << "cut inside its fields";
    blob.resize(43);
    EXPECT_EQ(parse_code_directory(blob).error().code, ErrorCode::truncated);
}

TEST(CodeDirectory, RefusesAnotherMagic) {
    Bytes blob = code_directory();
    blob[3] = std::byte{0x03};
    EXPECT_EQ(parse_code_directory(blob).error().code, ErrorCode::malformed);
}

TEST(CodeDirectory, NamesEachBrokenRuleOfTheVerifier) {
    EXPECT_THAT(problem_codes(code_directory({.version = 0x20000})), ElementsAre("code-directory-version"));
    EXPECT_THAT(problem_codes(code_directory({.version = 0x2f001})), ElementsAre("code-directory-version"));
    EXPECT_THAT(problem_codes(code_directory({.hash_size = 20})), ElementsAre("code-directory-hash-size"));
    EXPECT_THAT(problem_codes(code_directory({.code_slots = 2})), ElementsAre("code-directory-page-count"));
    EXPECT_THAT(problem_codes(code_directory({.code_slots = 0, .code_limit = 0})),
                ElementsAre("code-directory-page-count"));
    EXPECT_THAT(problem_codes(code_directory({.page_size_log2 = 0, .code_slots = 0, .code_limit = 0})), IsEmpty());
    EXPECT_THAT(problem_codes(code_directory({.page_size_log2 = 64})), ElementsAre("code-directory-page-size"));
    EXPECT_THAT(problem_codes(code_directory({.version = 0x20500, .pre_encrypt_offset = 0xffffff00})),
                ElementsAre("code-directory-hashes"));
    EXPECT_THAT(problem_codes(code_directory({.version = 0x20600, .linkage_offset = 4000, .linkage_size = 20})),
                ElementsAre("code-directory-linkage"));
}

TEST(CodeDirectory, NamesStringsThatDoNotEnd) {
    Bytes blob = code_directory({.version = 0x20001});
    blob[20] = std::byte{0xff}; // identOffset
    const auto parsed = parse_code_directory(blob);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->directory.identifier, "");
    EXPECT_THAT(parsed->problems, ElementsAre(Field(&Problem::code, "code-directory-string")));
}

TEST(CodeDirectory, KeepsImpossibleCountsWithoutReadingThem) {
    Bytes blob = code_directory({.version = 0x20001});
    std::fill(blob.begin() + 24, blob.begin() + 32, std::byte{0xff}); // special and code slots
    const auto parsed = parse_code_directory(blob);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->directory.special_slots, 0xffffffff);
    EXPECT_THAT(parsed->directory.special_slot_hashes, testing::SizeIs(testing::Le(64u)));
    EXPECT_THAT(problem_codes(blob), testing::Contains("code-directory-hashes"));
}

TEST(CodeDirectory, FollowsTheScatterListToItsEnd) {
    DirectorySpec spec{.version = 0x20100, .identifier = "x"};
    spec.scatter_offset = 48 + 2 + 32;
    spec.appended = ByteWriter().u32(1).u32(0).u64(0).u64(0).zeros(24).bytes();
    const CodeDirectory directory = parse_clean(code_directory(spec));
    EXPECT_EQ(directory.scatter_offset, 82);

    spec.appended = ByteWriter().u32(1).u32(0).u64(0).u64(0).bytes();
    EXPECT_THAT(problem_codes(code_directory(spec)), ElementsAre("code-directory-scatter"));
    spec.appended = ByteWriter().u32(9).u32(0).u64(0).u64(0).zeros(24).bytes();
    EXPECT_THAT(problem_codes(code_directory(spec)), ElementsAre("code-directory-scatter"));
    spec.scatter_offset = 0x7fffffff;
    EXPECT_THAT(problem_codes(code_directory(spec)), ElementsAre("code-directory-scatter"));
}

TEST(CodeDirectory, NamesFlagsAsCodesignDoes) {
    EXPECT_THAT(code_directory_flag_names(0x20002), ElementsAre("adhoc", "linker-signed"));
    EXPECT_THAT(code_directory_flag_names(0x12000), ElementsAre("library-validation", "runtime"));
    EXPECT_THAT(code_directory_flag_names(0), IsEmpty());
    EXPECT_THAT(code_directory_flag_names(0x80000004), ElementsAre("0x4", "0x80000000"));
    EXPECT_THAT(exec_seg_flag_names(0x11), ElementsAre("main-binary", "allow-unsigned"));
    EXPECT_THAT(exec_seg_flag_names(0x8000000000000000), ElementsAre("0x8000000000000000"));
    EXPECT_EQ(runtime_version_text(0x000e0201), "14.2.1");
}

} // namespace
} // namespace nei::signature
