// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/requirement_evaluation.h"
#include "tests/forge/requirement_compiler.h"
#include "tests/unit/signature/blob_builder.h"
#include "tests/unit/signature/made_certificates.h"

#include <gtest/gtest.h>

#include <utility>

namespace nei::verify {
namespace {

using signature::MatchOperator;
using signature::RequirementOperator;
using signature::test::ByteWriter;

/// A Developer ID application's chain, as far as requirements look at it.
class RequirementEvaluation : public testing::Test {
protected:
    RequirementEvaluation() {
        const test::Identity root = test::make_identity({.common_name = "Apple Root CA", .authority = true});
        const test::Identity authority = test::make_identity({.common_name = "Developer ID Certification Authority",
                                                              .marker_oids = {"1.2.840.113635.100.6.2.6"},
                                                              .authority = true},
                                                             &root);
        const test::Identity leaf =
            test::make_identity({.common_name = "Developer ID Application: Fernway Networks (7Q2L9XK4PD)",
                                 .organizational_unit = "7Q2L9XK4PD",
                                 .marker_oids = {"1.2.840.113635.100.6.1.13"}},
                                &authority);
        subject.identifier = "com.example.fernway";
        subject.cdhashes = {*from_hex("00112233445566778899aabbccddeeff00112233")};
        for (const test::Identity* identity : {&leaf, &authority, &root})
            subject.chain.push_back(certificates.decode(identity->der()));
        subject.apple_anchor = true;
        subject.info_plist = &info_plist;
        subject.entitlements = &entitlements;
    }

    static Result<Truth> evaluate_blob(const Bytes& blob, const RequirementSubject& of) {
        const auto requirement = signature::parse_requirement(blob);
        if (!requirement) return std::unexpected(requirement.error());
        return evaluate(*requirement, of);
    }

    Truth of(std::string_view text) const {
        const auto blob = forge::compile_requirement(text);
        EXPECT_TRUE(blob) << text << ": " << (blob ? "" : blob.error().message);
        if (!blob) return Truth::unknown;
        const auto result = evaluate_blob(*blob, subject);
        EXPECT_TRUE(result) << text;
        return result ? *result : Truth::unknown;
    }

    void expect_yes(std::string_view text) const { EXPECT_EQ(of(text), Truth::yes) << text; }
    void expect_no(std::string_view text) const { EXPECT_EQ(of(text), Truth::no) << text; }

    signature::CertificateCache certificates;
    plist::Value info_plist = plist::Dictionary{
        {"CFBundleVersion", "10.10"}, {"LSUIElement", false}, {"Channels", plist::Array{"stable", "beta"}}};
    plist::Value entitlements = plist::Dictionary{{"com.apple.security.app-sandbox", true}};
    RequirementSubject subject;
};

TEST_F(RequirementEvaluation, DecidesByIdentifierAndCodeDirectoryHash) {
    expect_yes("identifier \"com.example.fernway\"");
    expect_no("identifier \"com.example.fernwa\"");
    expect_yes("cdhash H\"00112233445566778899aabbccddeeff00112233\"");
    expect_no("cdhash H\"ff112233445566778899aabbccddeeff00112233\"");
    expect_yes("always");
    expect_no("never");
}

TEST_F(RequirementEvaluation, JoinsWithAndOrAndNot) {
    expect_yes("always and always");
    expect_no("always and never");
    expect_yes("never or always");
    expect_no("never or never");
    expect_yes("! never");
    expect_yes("never and never or always");
    expect_no("never and (never or always)");
}

TEST_F(RequirementEvaluation, SatisfiesWhatDeveloperIdSignsWith) {
    const std::string requirement =
        "identifier \"com.example.fernway\" and anchor apple generic and certificate 1[field.1.2.840.113635.100.6.2.6] "
        "and certificate leaf[field.1.2.840.113635.100.6.1.13] and certificate leaf[subject.OU] = \"7Q2L9XK4PD\"";
    expect_yes(requirement);
    subject.apple_anchor = false;
    expect_no(requirement);
}

TEST_F(RequirementEvaluation, CountsCertificatesFromLeafAndRoot) {
    expect_yes("certificate root[subject.CN] = \"Apple Root CA\"");
    expect_yes("certificate 2[subject.CN] = \"Apple Root CA\"");
    expect_yes("certificate 1[subject.CN] = Developer*");
    expect_no("certificate 3[subject.CN]");
    const std::string hash = subject.chain[2]->sha1;
    expect_yes("certificate root = H\"" + hash + "\"");
    expect_no("certificate leaf = H\"" + hash + "\"");
}

TEST_F(RequirementEvaluation, MatchesTexts) {
    expect_yes("certificate leaf[subject.CN] = *\"(7Q2L9XK4PD)\"");
    expect_yes("certificate leaf[subject.CN] ~ Fernway");
    expect_no("certificate leaf[subject.CN] ~ fernway");
    expect_no("certificate leaf[subject.L]");
    expect_no("certificate leaf[subject.nonsense] = x");
    expect_yes("info[CFBundleVersion] = \"10.10\"");
    expect_yes("info[CFBundleVersion] > \"10.9\"");
    expect_yes("info[CFBundleVersion] >= \"10.10\"");
    expect_yes("info[CFBundleVersion] <= \"10.10\"");
    expect_no("info[CFBundleVersion] < \"10.9\"");
    expect_yes("info[CFBundleVersion] < \"10.10.1\"");
}

TEST_F(RequirementEvaluation, AsksPropertyLists) {
    expect_yes("entitlement[\"com.apple.security.app-sandbox\"] exists");
    expect_no("info[LSUIElement] exists"); // a false is no more than an absence
    expect_no("info[Missing] exists");
    expect_yes("info[Channels] = beta");
    expect_no("info[Channels] = nightly");
    subject.info_plist = nullptr;
    expect_no("info[CFBundleVersion] exists");
}

TEST_F(RequirementEvaluation, DecidesAbsenceAndDates) {
    const auto op = [](RequirementOperator operation) { return ByteWriter().u32(std::to_underlying(operation)); };
    const auto of_info = [&](const std::string& key, MatchOperator match) {
        const auto blob = signature::test::requirement(
            op(RequirementOperator::info_key_field).data(key).u32(std::to_underlying(match)).bytes());
        return *evaluate_blob(blob, subject);
    };
    EXPECT_EQ(of_info("Missing", MatchOperator::absent), Truth::yes);
    EXPECT_EQ(of_info("LSUIElement", MatchOperator::absent), Truth::no);

    info_plist.dictionary()->insert_or_assign("Built", Timestamp(std::chrono::seconds(978'307'200 + 100)));
    const auto at = [&](MatchOperator match, std::int64_t date) {
        const auto blob = signature::test::requirement(op(RequirementOperator::info_key_field)
                                                           .data("Built")
                                                           .u32(std::to_underlying(match))
                                                           .u64(static_cast<std::uint64_t>(date))
                                                           .bytes());
        return *evaluate_blob(blob, subject);
    };
    EXPECT_EQ(at(MatchOperator::on, 100), Truth::yes);
    EXPECT_EQ(at(MatchOperator::on, 101), Truth::no);
    EXPECT_EQ(at(MatchOperator::before, 101), Truth::yes);
    EXPECT_EQ(at(MatchOperator::before, 100), Truth::no);
    EXPECT_EQ(at(MatchOperator::after, 99), Truth::yes);
    EXPECT_EQ(at(MatchOperator::after, 100), Truth::no);
    EXPECT_EQ(at(MatchOperator::on_or_before, 100), Truth::yes);
    EXPECT_EQ(at(MatchOperator::on_or_before, 99), Truth::no);
    EXPECT_EQ(at(MatchOperator::on_or_after, 100), Truth::yes);
    EXPECT_EQ(at(MatchOperator::on_or_after, 101), Truth::no);
}

TEST_F(RequirementEvaluation, LeavesOpenWhatOnlyAMacKnows) {
    EXPECT_EQ(of("notarized"), Truth::unknown);
    EXPECT_EQ(of("anchor trusted"), Truth::unknown);
    EXPECT_EQ(of("notarized or always"), Truth::yes);
    EXPECT_EQ(of("notarized and never"), Truth::no);
    EXPECT_EQ(of("! notarized"), Truth::unknown);
    subject.notarized = true;
    expect_yes("notarized");
    subject.platform = 2;
    expect_yes("platform = 2");
    expect_no("platform = 1");
}

TEST_F(RequirementEvaluation, TellsApplesOwnCode) {
    expect_no("anchor apple");
    const test::Identity root = test::make_identity({.common_name = "Apple Root CA", .authority = true});
    test::CertificateSpec signer{.common_name = "Software Signing", .marker_oids = {"1.2.840.113635.100.6.22"}};
    const test::Identity authority =
        test::make_identity({.common_name = "Apple Code Signing Certification Authority", .authority = true}, &root);
    const test::Identity leaf = test::make_identity(signer, &authority);
    subject.chain.clear();
    for (const test::Identity* identity : {&leaf, &authority, &root})
        subject.chain.push_back(certificates.decode(identity->der()));
    expect_no("anchor apple"); // the intermediate must name Apple Inc. as well
}

TEST_F(RequirementEvaluation, PassesOverUnknownOperationsOnlyWhereTheySaySo) {
    const auto with_flag = [](std::uint32_t flag) {
        return signature::test::requirement(
            ByteWriter().u32(flag | 99).data("operand").u32(std::to_underlying(RequirementOperator::always)).bytes());
    };
    EXPECT_EQ(*evaluate_blob(with_flag(signature::requirement_flag_skip), subject), Truth::yes);
    EXPECT_EQ(*evaluate_blob(signature::test::requirement(
                                 ByteWriter().u32(signature::requirement_flag_false | 99).data("x").bytes()),
                             subject),
              Truth::no);
    const auto refused = evaluate_blob(signature::test::requirement(ByteWriter().u32(99).bytes()), subject);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
}

TEST_F(RequirementEvaluation, IsNotSatisfiedWithoutCertificates) {
    subject.chain.clear();
    subject.apple_anchor = false;
    expect_no("anchor apple generic");
    expect_no("certificate leaf[subject.OU] = \"7Q2L9XK4PD\"");
    expect_no("certificate leaf[field.1.2.840.113635.100.6.1.13]");
}

} // namespace
} // namespace nei::verify
