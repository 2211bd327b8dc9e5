// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/cms.h"
#include "tests/unit/signature/made_certificates.h"
#include "tests/unit/support/corpus.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace nei::signature {
namespace {

using test::CmsSpec;
using test::Identity;
using test::make_cms;
using test::make_identity;
using testing::HasSubstr;

const ByteView content = as_bytes("what is signed");

class CmsTest : public testing::Test {
protected:
    SignedData parse(ByteView der) {
        auto parsed = parse_signed_data(der, cache);
        EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().message);
        return parsed ? *parsed : SignedData{};
    }

    /// Made once: finding primes takes long.
    static Identity& rsa() {
        static Identity identity = make_identity({.common_name = "RSA", .elliptic = false});
        return identity;
    }

    CertificateCache cache;
    Identity root = make_identity({.common_name = "Root", .authority = true});
    Identity signer = make_identity({.common_name = "Leaf", .serial = 77}, &root);
};

TEST_F(CmsTest, FindsContentCertificatesAndSigner) {
    const SignedData data = parse(make_cms(content, signer, {root}));
    EXPECT_TRUE(data.problems.empty());
    EXPECT_EQ(data.content_type_oid, "1.2.840.113549.1.7.1");
    ASSERT_TRUE(data.content);
    EXPECT_EQ(as_text(*data.content), "what is signed");
    EXPECT_EQ(data.certificates.size(), 2u);
    ASSERT_EQ(data.signers.size(), 1u);
    const SignerInfo& info = data.signers[0];
    EXPECT_EQ(info.certificate, cache.decode(signer.der()));
    EXPECT_EQ(info.digest_algorithm, DigestAlgorithm::sha256);
    EXPECT_EQ(info.message_digest, digest(DigestAlgorithm::sha256, content));
    EXPECT_TRUE(info.signing_time);
    EXPECT_EQ(info.signed_attributes[0], std::byte{0x31});
    EXPECT_TRUE(verify_signer(info, content));
}

TEST_F(CmsTest, ReadsEveryFormThatSignersUse) {
    for (const bool attributes : {true, false})
        for (const bool by_key_id : {true, false})
            for (const bool indefinite : {true, false})
                for (const std::string digest_name : {"SHA1", "SHA256", "SHA384", "SHA512"})
                    for (Identity* who : {&signer, &rsa()}) {
                        const CmsSpec spec{.digest = digest_name,
                                           .attributes = attributes,
                                           .by_key_id = by_key_id,
                                           .indefinite = indefinite};
                        const SignedData data = parse(make_cms(content, *who, {root}, spec));
                        ASSERT_EQ(data.signers.size(), 1u);
                        EXPECT_EQ(as_text(data.content.value()), "what is signed");
                        EXPECT_EQ(data.signers[0].signed_attributes.empty(), !attributes);
                        const auto verified = verify_signer(data.signers[0], content);
                        EXPECT_TRUE(verified) << verified.error().message;
                        EXPECT_FALSE(verify_signer(data.signers[0], as_bytes("what was signed")));
                    }
}

TEST_F(CmsTest, DetachedSignatureHasNoContent) {
    const SignedData data = parse(make_cms(content, signer, {}, {.detached = true}));
    EXPECT_FALSE(data.content);
    ASSERT_EQ(data.signers.size(), 1u);
    EXPECT_TRUE(verify_signer(data.signers[0], content));
}

TEST_F(CmsTest, SaysWhichPartDoesNotFit) {
    SignerInfo info = parse(make_cms(content, signer, {})).signers.at(0);
    EXPECT_THAT(verify_signer(info, as_bytes("else")).error().message, HasSubstr("content was changed"));
    SignerInfo other_attributes = info;
    other_attributes.signed_attributes.back() ^= std::byte{1};
    EXPECT_THAT(verify_signer(other_attributes, content).error().message, HasSubstr("signed attributes"));
    SignerInfo no_certificate = info;
    no_certificate.certificate = nullptr;
    EXPECT_EQ(verify_signer(no_certificate, content).error().code, ErrorCode::not_found);
    SignerInfo other_digest = info;
    other_digest.digest_algorithm.reset();
    other_digest.digest_oid = "1.2.840.113549.2.5";
    EXPECT_THAT(verify_signer(other_digest, content).error().message, HasSubstr("1.2.840.113549.2.5"));
    info.message_digest.reset();
    EXPECT_FALSE(verify_signer(info, content));
}

TEST_F(CmsTest, BytesBehindAreAWarning) {
    Bytes longer = make_cms(content, signer, {});
    longer.resize(longer.size() + 10);
    const SignedData data = parse(longer);
    ASSERT_EQ(data.problems.size(), 1u);
    EXPECT_EQ(data.problems[0].severity, ProblemSeverity::warning);
    EXPECT_EQ(data.signers.size(), 1u);
}

TEST_F(CmsTest, NamesWhatIsNoSignature) {
    EXPECT_EQ(parse_signed_data({}, cache).error().code, ErrorCode::truncated);
    EXPECT_EQ(parse_signed_data(as_bytes("<?xml version=\"1.0\"?>"), cache).error().code, ErrorCode::malformed);
    const Bytes data_message = *from_hex("300f06092a864886f70d010701a0020400");
    EXPECT_THAT(parse_signed_data(data_message, cache).error().message, HasSubstr("1.2.840.113549.1.7.1"));
}

TEST_F(CmsTest, CutOrChangedBytesNeverCrash) {
    for (const bool indefinite : {true, false}) {
        const Bytes whole = make_cms(content, signer, {root}, {.indefinite = indefinite});
        for (std::size_t length = 0; length < whole.size(); ++length)
            EXPECT_FALSE(parse_signed_data(ByteView(whole).first(length), cache)) << length;
        for (std::size_t at = 0; at < whole.size(); ++at) {
            Bytes changed = whole;
            for (const unsigned mask : {0x20u, 0x81u}) {
                changed[at] = whole[at] ^ static_cast<std::byte>(mask);
                if (const auto parsed = parse_signed_data(changed, cache))
                    for (const SignerInfo& info : parsed->signers) (void)verify_signer(info, content);
            }
        }
    }
}

TEST_F(CmsTest, ManyUnreadablePartsAreNotManyProblems) {
    // A message without content; 20,000 empty SEQUENCEs as certificates, and as signers.
    const auto with_length = [](std::string_view tag, const Bytes& bytes) {
        Bytes value = *from_hex(std::string(tag) + "83" + fmt::format("{:06x}", bytes.size()));
        value.insert(value.end(), bytes.begin(), bytes.end());
        return value;
    };
    Bytes many;
    for (int i = 0; i < 20'000; ++i) many.insert(many.end(), {std::byte{0x30}, std::byte{0}});
    Bytes body = *from_hex("0201013100300b06092a864886f70d010701");
    for (const Bytes& part : {with_length("a0", many), with_length("31", many)})
        body.insert(body.end(), part.begin(), part.end());
    Bytes info = *from_hex("06092a864886f70d010702");
    const Bytes wrapped = with_length("a0", with_length("30", body));
    info.insert(info.end(), wrapped.begin(), wrapped.end());
    const SignedData data = parse(with_length("30", info));
    EXPECT_LT(data.problems.size(), 200u);
}

TEST_F(CmsTest, DeepNestingEnds) {
    Bytes deep;
    for (int i = 0; i < 200'000; ++i) {
        deep.push_back(std::byte{0x30});
        deep.push_back(std::byte{0x80});
    }
    EXPECT_FALSE(parse_signed_data(deep, cache));
    // A content in pieces of pieces.
    Bytes pieces = *from_hex("308006092a864886f70d010702a08030800201013100308006092a864886f70d010701a080");
    for (int i = 0; i < 100'000; ++i) {
        pieces.push_back(std::byte{0x24});
        pieces.push_back(std::byte{0x80});
    }
    EXPECT_FALSE(parse_signed_data(pieces, cache));
}

/// Apple's own verdicts on malformed messages (si-27-cms-parse of Apple Security).
TEST_F(CmsTest, AgreesWithApplesVerdictsOnMalformedMessages) {
    const auto item = test::CorpusItem::unpack("S14-apple-si-27-cms-parse.tar.xz");
    if (!item) GTEST_SKIP() << "skipped 1 corpus item: S14-apple-si-27-cms-parse is absent";
    const auto folder = item->folder() / "OSX/shared_regressions/si-27-cms-parse";
    std::size_t good = 0, bad = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "ParseSuccessCMS")) {
        const auto parsed = parse_signed_data(test::read_whole(entry.path()), cache);
        ++good;
        if (entry.path().filename() == "cinfo0.der") { // not signed: plain data
            EXPECT_EQ(parsed.error().code, ErrorCode::unsupported);
            continue;
        }
        EXPECT_TRUE(parsed) << entry.path() << ": " << parsed.error().message;
        if (parsed && !parsed->problems.empty()) ADD_FAILURE() << entry.path() << ": " << parsed->problems[0].message;
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder / "ParseFailureCMS")) {
        const auto parsed = parse_signed_data(test::read_whole(entry.path()), cache);
        ++bad;
        if (parsed && parsed->problems.empty()) ADD_FAILURE() << entry.path() << " was read without complaint";
    }
    EXPECT_GE(good, 20u);
    EXPECT_GE(bad, 100u);
}

} // namespace
} // namespace nei::signature
