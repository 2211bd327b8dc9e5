// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/cms.h"
#include "core/signature/trust.h"
#include "tests/forge/cms.h"

#include <gmock/gmock.h>

/// What Apple adds to CMS: hash agility, expiration, time stamps, signatures whose sets are not in DER order.
namespace nei::signature {
namespace {

using forge::CmsOptions;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const ByteView code_directory = as_bytes("stands for a code directory");

class AppleCmsTest : public testing::Test {
protected:
    SignedData parse(const CmsOptions& options) {
        const Bytes cms = forge::make_cms(options, forge::make_identity({}), code_directory);
        auto parsed = parse_signed_data(cms, cache);
        EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().message);
        return parsed ? *parsed : SignedData{};
    }

    CertificateCache cache;
    const Bytes sha1_hash = digest(DigestAlgorithm::sha1, code_directory);
    const Bytes sha256_hash = digest(DigestAlgorithm::sha256, code_directory);
};

TEST_F(AppleCmsTest, AttributesOfAppleAreRead) {
    CmsOptions options;
    options.signing_time = from_rfc3339("2026-02-03T04:05:06Z");
    options.expiration = from_rfc3339("2027-02-03T04:05:06Z");
    options.agility_cdhashes = {Bytes(20, std::byte{1}), Bytes(20, std::byte{2})};
    options.agility_digests = {{DigestAlgorithm::sha1, sha1_hash}, {DigestAlgorithm::sha256, sha256_hash}};
    const SignedData data = parse(options);
    EXPECT_THAT(data.problems, IsEmpty());
    EXPECT_FALSE(data.content);
    ASSERT_THAT(data.signers, SizeIs(1));
    const SignerInfo& signer = data.signers[0];
    EXPECT_EQ(signer.signing_time, options.signing_time);
    EXPECT_EQ(signer.expiration, options.expiration);
    EXPECT_EQ(signer.agility_cdhashes, options.agility_cdhashes);
    ASSERT_THAT(signer.agility_digests, SizeIs(2));
    std::map<std::string, Bytes> digests;
    for (const AgilityDigest& entry : signer.agility_digests) digests[entry.algorithm_oid] = entry.digest;
    EXPECT_EQ(digests["1.3.14.3.2.26"], sha1_hash);
    EXPECT_EQ(digests["2.16.840.1.101.3.4.2.1"], sha256_hash);
    EXPECT_TRUE(verify_signer(signer, code_directory));
}

TEST_F(AppleCmsTest, UnsortedSetsVerifyBecauseTheirEncodingIsKept) {
    for (const bool in_order : {true, false}) {
        CmsOptions options;
        options.agility_in_order = in_order;
        options.agility_digests = {{DigestAlgorithm::sha256, sha256_hash}, {DigestAlgorithm::sha1, sha1_hash}};
        const SignedData data = parse(options);
        ASSERT_THAT(data.signers, SizeIs(1));
        const auto verified = verify_signer(data.signers[0], code_directory);
        EXPECT_TRUE(verified) << verified.error().message;
    }
}

TEST_F(AppleCmsTest, SignatureWithoutAttributesIsOverTheContent) {
    CmsOptions options;
    options.signed_attributes = false;
    options.digest = DigestAlgorithm::sha1;
    const SignedData data = parse(options);
    ASSERT_THAT(data.signers, SizeIs(1));
    EXPECT_THAT(data.signers[0].signed_attributes, IsEmpty());
    EXPECT_TRUE(verify_signer(data.signers[0], code_directory));
    EXPECT_FALSE(verify_signer(data.signers[0], as_bytes("another")));
}

TEST_F(AppleCmsTest, TimestampSaysWhenAndByWhom) {
    CmsOptions options;
    options.timestamp = from_rfc3339("2026-02-03T04:05:06Z");
    const SignedData data = parse(options);
    EXPECT_THAT(data.problems, IsEmpty());
    ASSERT_TRUE(data.signers.at(0).timestamp);
    const TimestampToken& token = *data.signers[0].timestamp;
    EXPECT_EQ(token.time, *options.timestamp);
    EXPECT_FALSE(token.authority.empty());
    EXPECT_THAT(token.certificates, testing::Not(IsEmpty()));
    // The token is a signature of its own: it is read with the same function.
    const auto inner = parse_signed_data(token.token, cache);
    ASSERT_TRUE(inner);
    EXPECT_TRUE(verify_signer(inner->signers.at(0), inner->content.value()));
}

TEST_F(AppleCmsTest, DamagedTimestampIsAProblemAndTheSignatureStands) {
    CmsOptions options;
    options.timestamp = from_rfc3339("2026-02-03T04:05:06Z");
    Bytes cms = forge::make_cms(options, forge::make_identity({}), code_directory);
    const Bytes time_info = *from_hex("060b2a864886f70d0109100104"); // id-ct-TSTInfo
    const auto found = std::ranges::search(cms, time_info);
    ASSERT_FALSE(found.empty());
    found.begin()[12] = std::byte{9};
    const auto data = parse_signed_data(cms, cache);
    ASSERT_TRUE(data);
    ASSERT_THAT(data->problems, SizeIs(1));
    EXPECT_EQ(data->problems[0].code, "timestamp-unreadable");
    EXPECT_FALSE(data->signers.at(0).timestamp);
    EXPECT_TRUE(verify_signer(data->signers[0], code_directory));
}

TEST_F(AppleCmsTest, ChainsOfAppleLookAlikesAreClassedAndAnchored) {
    using enum forge::SignerKind;
    TrustStore trust = TrustStore::apple();
    ASSERT_TRUE(trust.add_given(as_bytes(forge::trust_roots_pem())));
    const std::map<forge::SignerKind, SignerClass> expected{
        {developer_id, SignerClass::developer_id_application},
        {developer_id_installer, SignerClass::developer_id_installer},
        {development, SignerClass::development},
        {distribution, SignerClass::distribution},
        {mac_distribution, SignerClass::distribution},
        {mac_app_store, SignerClass::mac_app_store},
        {ios_app_store, SignerClass::ios_app_store},
        {testflight, SignerClass::testflight},
        {apple_platform, SignerClass::apple_platform},
        {self_signed, SignerClass::self_signed},
    };
    for (const auto& [kind, signer_class] : expected) {
        SCOPED_TRACE(slug(kind));
        forge::SignerSpec spec;
        spec.kind = kind;
        const auto identity = forge::make_identity(spec);
        const auto data = parse_signed_data(forge::make_cms({}, identity, code_directory), cache);
        ASSERT_TRUE(data && data->signers.size() == 1 && data->signers[0].certificate);
        const auto chain = order_chain(data->signers[0].certificate, data->certificates);
        EXPECT_EQ(chain.size(), identity.chain.size());
        EXPECT_EQ(classify(chain), signer_class);
        EXPECT_EQ(trust.anchor(chain[0], chain),
                  kind == self_signed ? ChainAnchor::self_signed : ChainAnchor::given_root);
        EXPECT_NE(TrustStore::apple().anchor(chain[0], chain), ChainAnchor::apple);
    }
}

} // namespace
} // namespace nei::signature
