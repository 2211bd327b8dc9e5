// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/requirement_compiler.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace nei::forge {
namespace {

std::string compiled(std::string_view text) {
    const auto blob = compile_requirement(text);
    return blob ? to_hex(*blob) : blob.error().message;
}

std::string without_spaces(std::string text) {
    std::erase(text, ' ');
    return text;
}

struct Sample {
    std::string_view text, hex;
};

/// Requirements whose compiled form is known from Apple's tools.
class KnownRequirement : public testing::TestWithParam<Sample> {};

TEST_P(KnownRequirement, CompilesToAppleBytes) {
    EXPECT_EQ(compiled(GetParam().text), without_spaces(std::string(GetParam().hex)));
}

INSTANTIATE_TEST_SUITE_P(
    Apple, KnownRequirement,
    testing::Values(Sample{"anchor apple", "fade0c00 00000010 00000001 00000003"},
                    Sample{"anchor apple generic and certificate leaf[field.1.2.840.113635.100.6.1.25.1] /* exists */",
                           "fade0c00 00000030 00000001 00000006 0000000f 0000000e 00000000 0000000b "
                           "2a864886f7636406011901 00 00000000"},
                    Sample{"anchor apple generic and certificate 1[field.1.2.840.113635.100.6.2.6] /* exists */ and "
                           "certificate leaf[field.1.2.840.113635.100.6.1.13] /* exists */",
                           "fade0c00 00000050 00000001 00000006 00000006 0000000f 0000000e 00000001 0000000a "
                           "2a864886f76364060206 0000 "
                           "00000000 0000000e 00000000 0000000a 2a864886f7636406010d 0000 00000000"},
                    Sample{"anchor apple generic and certificate 1[field.1.2.840.113635.100.6.2.1] /* exists */ and "
                           "(certificate leaf[field.1.2.840.113635.100.6.1.2] /* exists */ or "
                           "certificate leaf[field.1.2.840.113635.100.6.1.12] /* exists */)",
                           "fade0c00 00000070 00000001 00000006 00000006 0000000f 0000000e 00000001 0000000a "
                           "2a864886f76364060201 0000 "
                           "00000000 00000007 0000000e 00000000 0000000a 2a864886f76364060102 0000 00000000 0000000e "
                           "00000000 0000000a "
                           "2a864886f7636406010c 0000 00000000"}));

TEST(RequirementCompiler, AndBindsTighterThanOr) {
    EXPECT_EQ(compiled("always or never and notarized"), compiled("always or (never and notarized)"));
    EXPECT_NE(compiled("always or never and notarized"), compiled("(always or never) and notarized"));
}

TEST(RequirementCompiler, ReadsValuesInEverySpelling) {
    EXPECT_EQ(compiled("certificate leaf[subject.OU] = TEAM12"), compiled("cert leaf [subject.OU] == \"TEAM12\""));
    EXPECT_EQ(compiled("identifier \"ab\""), compiled("identifier 0x6162"));
    EXPECT_EQ(compiled("certificate root = H\"00ff\""), compiled("anchor = H\"00ff\""));
    EXPECT_EQ(compiled("info[k] exists # comment"), compiled("info[k] // other comment"));
    EXPECT_NE(compiled("info[k] = *v"), compiled("info[k] = v*"));
    EXPECT_EQ(compiled("info[k] = *v*"), compiled("info[k] ~ v"));
}

TEST(RequirementCompiler, SaysWhereTextIsWrong) {
    EXPECT_NE(compiled("identifier a and").find("the end"), std::string::npos);
    EXPECT_NE(compiled("(anchor apple").find("\")\" wanted"), std::string::npos);
    EXPECT_NE(compiled("identifier \"abc").find("no closing quote"), std::string::npos);
    EXPECT_NE(compiled("certificate leaf[field.x]").find("not an OID"), std::string::npos);
    EXPECT_NE(compiled("frobnicate").find("an expression wanted at character 1"), std::string::npos);
}

TEST(RequirementCompiler, MakesSets) {
    const auto empty = compile_requirement_set("");
    ASSERT_TRUE(empty);
    EXPECT_EQ(to_hex(*empty), "fade0c010000000c00000000");
    const auto alone = compile_requirement_set("anchor apple");
    const auto named = compile_requirement_set("designated => anchor apple");
    ASSERT_TRUE(alone && named);
    EXPECT_EQ(*alone, *named);
    const auto two = compile_requirement_set("host => anchor apple\ndesignated => always");
    ASSERT_TRUE(two);
    EXPECT_EQ(to_hex(*two).substr(0, 24), "fade0c010000003c00000002") << to_hex(*two);
}

} // namespace
} // namespace nei::forge
