// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/signature/requirement.h"
#include "core/signature/super_blob.h"
#include "tests/unit/signature/blob_builder.h"

#include <gmock/gmock.h>

#include <utility>

namespace nei::signature {
namespace {

using test::ByteWriter;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

std::string text_of(const Bytes& blob) {
    const auto requirement = parse_requirement(blob);
    return requirement ? to_text(*requirement) : "error: " + requirement.error().message;
}

std::string text_of_hex(std::string hex) {
    std::erase(hex, ' ');
    return text_of(*from_hex(hex));
}

std::string text_of_expression(const ByteWriter& expression) {
    return text_of(test::requirement(expression.bytes()));
}

ByteWriter op(RequirementOperator operation) {
    return ByteWriter().u32(std::to_underlying(operation));
}

ByteWriter both(RequirementOperator operation, const ByteWriter& left, const ByteWriter& right) {
    return op(operation).raw(left.bytes()).raw(right.bytes());
}

const std::string oid_wwdr = "\x2a\x86\x48\x86\xf7\x63\x64\x06\x02\x01"; // 1.2.840.113635.100.6.2.1

TEST(RequirementText, PrintsCompiledSamplesAsApplesPrinterDoes) {
    EXPECT_EQ(text_of_hex("fade0c00 00000010 00000001 00000003"), "anchor apple");
    EXPECT_EQ(text_of_hex("fade0c00 00000030 00000001 00000006 0000000f 0000000e 00000000 0000000b "
                          "2a864886f7636406011901 00 00000000"),
              "anchor apple generic and certificate leaf[field.1.2.840.113635.100.6.1.25.1] /* exists */");
    EXPECT_EQ(text_of_hex("fade0c00 00000050 00000001 00000006 00000006 0000000f 0000000e 00000001 0000000a "
                          "2a864886f76364060206 0000 00000000 0000000e 00000000 0000000a 2a864886f7636406010d 0000 "
                          "00000000"),
              "anchor apple generic and certificate 1[field.1.2.840.113635.100.6.2.6] /* exists */ and certificate "
              "leaf[field.1.2.840.113635.100.6.1.13] /* exists */");
    EXPECT_EQ(text_of_hex("fade0c00 00000070 00000001 00000006 00000006 0000000f 0000000e 00000001 0000000a "
                          "2a864886f76364060201 0000 00000000 00000007 0000000e 00000000 0000000a "
                          "2a864886f76364060102 0000 00000000 0000000e 00000000 0000000a 2a864886f7636406010c 0000 "
                          "00000000"),
              "anchor apple generic and certificate 1[field.1.2.840.113635.100.6.2.1] /* exists */ and (certificate "
              "leaf[field.1.2.840.113635.100.6.1.2] /* exists */ or certificate "
              "leaf[field.1.2.840.113635.100.6.1.12] /* exists */)");
}

TEST(RequirementText, PrintsEveryOperator) {
    using enum RequirementOperator;
    const std::string hash(20, '\xab');
    const std::string hex = "H\"" + to_hex(as_bytes(hash)) + "\"";
    EXPECT_EQ(text_of_expression(op(never)), "never");
    EXPECT_EQ(text_of_expression(op(always)), "always");
    EXPECT_EQ(text_of_expression(op(identifier).data("com.example.app")), "identifier \"com.example.app\"");
    EXPECT_EQ(text_of_expression(op(anchor_hash).u32(0).data(hash)), "certificate leaf = " + hex);
    EXPECT_EQ(text_of_expression(op(info_key_value).data("CFBundleVersion").data("7")),
              "info[CFBundleVersion] = \"7\"");
    EXPECT_EQ(text_of_expression(op(cdhash).data(hash)), "cdhash " + hex);
    EXPECT_EQ(text_of_expression(op(negation).raw(op(always).bytes())), "! always");
    EXPECT_EQ(text_of_expression(op(info_key_field).data("a.b").u32(0)), "info[a.b] /* exists */");
    EXPECT_EQ(text_of_expression(op(certificate_field).u32(0).data("subject.OU").u32(1).data("SKMME9E2Y8")),
              "certificate leaf[subject.OU] = SKMME9E2Y8");
    EXPECT_EQ(text_of_expression(op(trusted_certificate).u32(0)), "certificate leaftrusted");
    EXPECT_EQ(text_of_expression(op(trusted_certificate).u32(2)), "certificate 2trusted");
    EXPECT_EQ(text_of_expression(op(trusted_certificates)), "anchor trusted");
    EXPECT_EQ(text_of_expression(op(certificate_generic).u32(1).data(oid_wwdr).u32(0)),
              "certificate 1[field.1.2.840.113635.100.6.2.1] /* exists */");
    EXPECT_EQ(text_of_expression(op(apple_generic_anchor)), "anchor apple generic");
    EXPECT_EQ(text_of_expression(op(entitlement_field).data("com.apple.x").u32(0)),
              "entitlement[com.apple.x] /* exists */");
    EXPECT_EQ(text_of_expression(op(certificate_policy).u32(-1).data(oid_wwdr).u32(0)),
              "certificate root[policy.1.2.840.113635.100.6.2.1] /* exists */");
    EXPECT_EQ(text_of_expression(op(named_anchor).data("Store")), "anchor apple Store");
    EXPECT_EQ(text_of_expression(op(named_code).data("Thing")), "(Thing)");
    EXPECT_EQ(text_of_expression(op(platform).u32(13)), "platform = 13");
    EXPECT_EQ(text_of_expression(op(platform).u32(0xffffffff)), "platform = -1");
    EXPECT_EQ(text_of_expression(op(notarized)), "notarized");
    EXPECT_EQ(text_of_expression(op(legacy_developer_id)), "legacy");
}

TEST(RequirementText, PrintsEveryMatch) {
    const auto match = [](const ByteWriter& written) {
        return text_of_expression(op(RequirementOperator::info_key_field).data("k").raw(written.bytes()));
    };
    EXPECT_EQ(match(ByteWriter().u32(0)), "info[k] /* exists */");
    EXPECT_EQ(match(ByteWriter().u32(1).data("v")), "info[k] = v");
    EXPECT_EQ(match(ByteWriter().u32(2).data("v")), "info[k] ~ v");
    EXPECT_EQ(match(ByteWriter().u32(3).data("v")), "info[k] = v*");
    EXPECT_EQ(match(ByteWriter().u32(4).data("v")), "info[k] = *v");
    EXPECT_EQ(match(ByteWriter().u32(5).data("v")), "info[k] < v");
    EXPECT_EQ(match(ByteWriter().u32(6).data("v")), "info[k] > v");
    EXPECT_EQ(match(ByteWriter().u32(7).data("v")), "info[k] <= v");
    EXPECT_EQ(match(ByteWriter().u32(8).data("v")), "info[k] >= v");
    EXPECT_EQ(match(ByteWriter().u32(14)), "info[k] absent ");
    EXPECT_EQ(match(ByteWriter().u32(99).data("v")), "info[k]MATCH OPCODE 99 NOT UNDERSTOOD");
}

TEST(RequirementText, PrintsDatesInUtc) {
    const auto date = [](std::uint32_t match, std::int64_t seconds) {
        return text_of_expression(op(RequirementOperator::certificate_field_date)
                                      .u32(0)
                                      .data(oid_wwdr)
                                      .u32(match)
                                      .u64(static_cast<std::uint64_t>(seconds)));
    };
    const std::string field = "certificate leaf[timestamp.1.2.840.113635.100.6.2.1]";
    EXPECT_EQ(date(9, 0), field + " = <2001-01-01 00:00:00 +0000>");
    EXPECT_EQ(date(10, 576374400), field + " < <2019-04-08 00:00:00 +0000>");
    EXPECT_EQ(date(11, -1), field + " > <2000-12-31 23:59:59 +0000>");
    EXPECT_EQ(date(12, 1), field + " <= <2001-01-01 00:00:01 +0000>");
    EXPECT_EQ(date(13, 86400), field + " >= <2001-01-02 00:00:00 +0000>");
    EXPECT_EQ(date(9, INT64_MAX), field + " = <9223372036854775807>");
    EXPECT_EQ(date(9, INT64_MIN), field + " = <-9223372036854775808>");
}

TEST(RequirementText, PutsParenthesesWhereALooserOperatorStandsInside) {
    using enum RequirementOperator;
    const ByteWriter a = op(always), n = op(never), f = op(notarized);
    EXPECT_EQ(text_of_expression(both(conjunction, both(disjunction, a, n), f)), "(always or never) and notarized");
    EXPECT_EQ(text_of_expression(both(disjunction, both(conjunction, a, n), f)), "always and never or notarized");
    EXPECT_EQ(text_of_expression(both(conjunction, a, both(conjunction, n, f))), "always and never and notarized");
    EXPECT_EQ(text_of_expression(op(negation).raw(both(conjunction, a, n).bytes())), "! (always and never)");
    EXPECT_EQ(text_of_expression(op(negation).raw(both(disjunction, a, n).bytes())), "! (always or never)");
    EXPECT_EQ(text_of_expression(op(negation).raw(op(negation).raw(a.bytes()).bytes())), "! ! always");
    EXPECT_EQ(text_of_expression(both(disjunction, op(negation).raw(a.bytes()), n)), "! always or never");
}

TEST(RequirementText, PrintsUnknownOpcodesByTheirFlags) {
    const ByteWriter false_op = ByteWriter().u32(0x80000063).data("abc");
    EXPECT_EQ(text_of_expression(false_op), "false /* opcode 99 */");
    EXPECT_EQ(text_of_expression(both(RequirementOperator::disjunction, false_op, op(RequirementOperator::always))),
              "false /* opcode 99 */ or always");
    EXPECT_EQ(text_of_expression(ByteWriter().u32(0x40000063).data("abc").u32(1)), "/* opcode 99 */");
    EXPECT_EQ(text_of_expression(ByteWriter().u32(99)), "OPCODE 99 NOT UNDERSTOOD (ending print)");
    EXPECT_EQ(text_of_expression(ByteWriter().u32(0x80000001)), "always") << "known opcodes ignore the flags";
}

TEST(RequirementLiteral, QuotesWhatIsNoPlainWord) {
    const auto literal = [](std::string_view text) { return requirement_literal(as_bytes(text)); };
    EXPECT_EQ(literal("SKMME9E2Y8"), "SKMME9E2Y8");
    EXPECT_EQ(literal("9ABCDE1234"), "\"9ABCDE1234\"");
    EXPECT_EQ(literal("com.example"), "\"com.example\"");
    EXPECT_EQ(literal("leaf"), "\"leaf\"");
    EXPECT_EQ(literal("Leaf"), "Leaf");
    EXPECT_EQ(literal(""), "\"\"");
    EXPECT_EQ(literal("a\"b\\c"), "\"a\\\"b\\\\c\"");
    EXPECT_EQ(literal("a\tb"), "\"a\tb\"");
    EXPECT_EQ(literal("M\xc3\xbcller"), "0x4dc3bc6c6c6572");
    EXPECT_EQ(literal(std::string_view("\0", 1)), "0x00");
}

TEST(RequirementText, KeepsDotsBareInKeysOnly) {
    using enum RequirementOperator;
    EXPECT_EQ(text_of_expression(op(info_key_field).data("1.a").u32(0)), "info[\"1.a\"] /* exists */");
    EXPECT_EQ(text_of_expression(op(info_key_field).data("info").u32(0)), "info[\"info\"] /* exists */");
    EXPECT_EQ(text_of_expression(op(entitlement_field).data("a-b").u32(0)), "entitlement[\"a-b\"] /* exists */");
}

TEST(RequirementText, PrintsDamagedObjectIdentifiersWithoutRunningAway) {
    using enum RequirementOperator;
    const auto field = [](std::string_view oid) {
        return text_of_expression(op(certificate_generic).u32(0).data(oid).u32(0));
    };
    EXPECT_EQ(field(""), "certificate leaf[field.] /* exists */");
    EXPECT_EQ(field("\x2a\x86"), "certificate leaf[field.1.2] /* exists */");
    EXPECT_EQ(field("\x88\x37"), "certificate leaf[field.2.999] /* exists */");
    EXPECT_THAT(field(std::string(40, '\xff') + "\x01"), HasSubstr("field.2."));
}

TEST(RequirementParser, BuildsTheTree) {
    using enum RequirementOperator;
    const auto requirement = parse_requirement(test::requirement(
        both(conjunction, op(identifier).data("x"), op(certificate_field).u32(-1).data("subject.CN").u32(4).data("y"))
            .bytes()));
    ASSERT_TRUE(requirement);
    const RequirementExpression& root = requirement->expression;
    EXPECT_EQ(root.operation(), conjunction);
    ASSERT_EQ(root.operands.size(), 2);
    EXPECT_EQ(as_text(root.operands[0].value), "x");
    EXPECT_EQ(root.operands[1].certificate, -1);
    EXPECT_EQ(as_text(root.operands[1].key), "subject.CN");
    EXPECT_EQ(root.operands[1].match.operation, std::to_underlying(MatchOperator::ends_with));
}

TEST(RequirementParser, KeepsTheExpressionAfterASkippedOpcode) {
    const auto requirement =
        parse_requirement(test::requirement(ByteWriter().u32(0x40000063).data("abcde").u32(21).bytes()));
    ASSERT_TRUE(requirement);
    ASSERT_EQ(requirement->expression.operands.size(), 1);
    EXPECT_EQ(requirement->expression.operands[0].operation(), RequirementOperator::notarized);
}

TEST(RequirementParser, TakesLastDataWithoutItsPadding) {
    const Bytes expression = ByteWriter().u32(2).u32(3).text("abc").bytes();
    EXPECT_EQ(text_of(test::requirement(expression)), "identifier abc");
}

TEST(RequirementParser, RefusesDamagedOnes) {
    const auto code = [](const Bytes& blob) {
        const auto requirement = parse_requirement(blob);
        EXPECT_FALSE(requirement);
        return requirement ? ErrorCode::cancelled : requirement.error().code;
    };
    EXPECT_EQ(code({}), ErrorCode::truncated);
    EXPECT_EQ(code(*from_hex("fade0c0000000008")), ErrorCode::truncated);
    EXPECT_EQ(code(*from_hex("fade0c01000000100000000100000003")), ErrorCode::malformed);
    EXPECT_EQ(code(*from_hex("fade0c00000000100000000300000003")), ErrorCode::unsupported);
    EXPECT_EQ(code(*from_hex("fade0c00000000200000000100000003")), ErrorCode::truncated);
    EXPECT_EQ(code(*from_hex("fade0c000000000c00000001")), ErrorCode::truncated) << "no expression at all";
    EXPECT_EQ(code(test::requirement(ByteWriter().u32(6).u32(1).bytes())), ErrorCode::truncated);
    EXPECT_EQ(code(test::requirement(ByteWriter().u32(2).u32(0xffffffff).bytes())), ErrorCode::truncated);
    EXPECT_EQ(code(test::requirement(ByteWriter().u32(10).data("k").u32(9).u32(1).bytes())), ErrorCode::truncated);
}

TEST(RequirementParser, StopsAtItsDepthAndSize) {
    ByteWriter deep;
    for (std::size_t i = 0; i + 1 < limits::requirement_depth; ++i) deep.u32(9);
    EXPECT_TRUE(parse_requirement(test::requirement(ByteWriter(deep).u32(1).bytes())));
    EXPECT_EQ(parse_requirement(test::requirement(deep.u32(9).u32(1).bytes())).error().code, ErrorCode::too_large);
    const std::string long_name(limits::requirement_bytes, 'x');
    EXPECT_EQ(parse_requirement(test::requirement(ByteWriter().u32(2).data(long_name).bytes())).error().code,
              ErrorCode::too_large);
}

TEST(RequirementSet, ReadsEachTypeAndKeepsTheRestOfADamagedSet) {
    const Bytes good = test::requirement(ByteWriter().u32(3).bytes());
    const Bytes bad = test::requirement(ByteWriter().u32(6).bytes());
    const auto set = parse_requirement_set(test::super_blob(magic_requirements, {{3, good}, {1, bad}, {9, good}}));
    ASSERT_TRUE(set);
    EXPECT_THAT(set->entries, ElementsAre(Field(&RequirementSetEntry::type, 3), Field(&RequirementSetEntry::type, 9)));
    EXPECT_THAT(set->problems, ElementsAre(Field(&Problem::message, HasSubstr("\"host\""))));
    ASSERT_NE(set->find(RequirementType::designated), nullptr);
    EXPECT_EQ(set->find(RequirementType::designated)->text, "anchor apple");
    EXPECT_EQ(set->find(RequirementType::library), nullptr);
    EXPECT_EQ(requirement_type_text(5), "plugin");
    EXPECT_EQ(requirement_type_text(9), "/*unknown type*/ 9");
}

TEST(RequirementSet, SharesItsSizeLimitAmongEntriesThatNameTheSameBytes) {
    const Bytes large = test::requirement(ByteWriter().u32(2).data(std::string(200'000, 'x')).bytes());
    const Bytes bytes = ByteWriter()
                            .u32(magic_requirements)
                            .u32(static_cast<std::uint32_t>(28 + large.size()))
                            .u32(2)
                            .u32(3)
                            .u32(28)
                            .u32(1)
                            .u32(28)
                            .raw(large)
                            .bytes();
    const auto set = parse_requirement_set(bytes);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->entries.size(), 1);
    EXPECT_THAT(set->problems, testing::SizeIs(2)) << "overlap and size";
}

TEST(RequirementSet, MayBeEmpty) {
    const auto set = parse_requirement_set(test::super_blob(magic_requirements, {}));
    ASSERT_TRUE(set);
    EXPECT_TRUE(set->entries.empty());
    EXPECT_FALSE(parse_requirement_set(test::super_blob(magic_embedded_signature, {})));
}

} // namespace
} // namespace nei::signature
