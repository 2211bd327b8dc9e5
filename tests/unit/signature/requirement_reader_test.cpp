// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/requirement_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace nei::signature {
namespace {

class RequirementReader : public testing::TestWithParam<const char*> {};

TEST_P(RequirementReader, PrintsAsItWasRead) {
    const auto requirement = parse_requirement_text(GetParam());
    ASSERT_TRUE(requirement) << requirement.error().message;
    EXPECT_EQ(to_text(*requirement), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Printed, RequirementReader,
    testing::Values(
        "anchor apple", "anchor apple generic", "always", "never", "notarized", "anchor trusted", "platform = 2",
        R"(identifier "com.example.app" and anchor apple generic)",
        R"(cdhash H"00112233445566778899aabbccddeeff00112233")",
        R"(certificate root = H"00112233445566778899aabbccddeeff00112233")",
        R"(certificate leaf[subject.OU] = "9ABCDE1234")", R"(certificate leaf[subject.CN] = SKMME9E2Y8)",
        "anchor apple generic and certificate 1[field.1.2.840.113635.100.6.2.6] /* exists */ and certificate "
        "leaf[field.1.2.840.113635.100.6.1.13] /* exists */",
        "anchor apple generic and (certificate leaf[field.1.2.840.113635.100.6.1.9] /* exists */ or certificate "
        "1[field.1.2.840.113635.100.6.2.6] /* exists */)",
        R"(info[CFBundleVersion] >= "17.4.2")", R"(entitlement["com.apple.security.app-sandbox"] /* exists */)",
        R"(! identifier "com.example.app")", R"(info[Name] = begin*)", R"(info[Name] = *end)"));

TEST(RequirementReaderErrors, AreSentences) {
    for (const char* text :
         {"", "identifier", "(always", "always and", "certificate leaf[", "anchor apple generic always",
          "certificate leaf[field.x] exists", "identifier \"open", "cdhash H\"0\""}) {
        const auto requirement = parse_requirement_text(text);
        ASSERT_FALSE(requirement) << text;
        EXPECT_TRUE(requirement.error().message.ends_with('.')) << text;
    }
    EXPECT_FALSE(parse_requirement_text(std::string(100'000, '(')));
    EXPECT_FALSE(parse_requirement_text(std::string(100'000, '!')));
}

} // namespace
} // namespace nei::signature
