// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/timestamp_check.h"
#include "tests/forge/certificates.h"
#include "tests/forge/cms.h"
#include "tests/forge/der.h"
#include "tests/forge/identities.h"

#include <gtest/gtest.h>

namespace nei::verify {
namespace {

namespace der = forge::der;

class TimestampCheck : public testing::Test {
protected:
    TimestampCheck() { (void)trust.add_given(as_bytes(forge::trust_roots_pem())); }

    /// A signer whose signature these bytes are, with this token.
    bool is_trusted(const Bytes& over, Bytes token, Timestamp at) {
        signature::SignerInfo signer;
        signer.signature = over;
        signer.timestamp = signature::TimestampToken{at, {}, "", std::move(token)};
        Anchors anchors(trust);
        return timestamp_is_trusted(signer, anchors, certificates);
    }

    signature::TrustStore trust = signature::TrustStore::apple();
    signature::CertificateCache certificates;
    const Bytes signature = to_bytes(as_bytes("the signature"));
    const Timestamp time = *from_rfc3339("2026-03-02T10:00:00Z");
};

TEST_F(TimestampCheck, TrustsATokenOverThisSignature) {
    EXPECT_TRUE(is_trusted(signature, forge::make_timestamp_token(signature, time), time));
}

TEST_F(TimestampCheck, RefusesATokenOverAnotherSignature) {
    EXPECT_FALSE(is_trusted(signature, forge::make_timestamp_token(as_bytes("another signature"), time), time));
}

TEST_F(TimestampCheck, RefusesAChangedToken) {
    Bytes token = forge::make_timestamp_token(signature, time);
    token.back() ^= std::byte{1}; // of the authority's signature
    EXPECT_FALSE(is_trusted(signature, std::move(token), time));
    EXPECT_FALSE(is_trusted(signature, {}, time));
}

TEST_F(TimestampCheck, RefusesRootsThatNobodyTrusts) {
    trust = signature::TrustStore::apple();
    EXPECT_FALSE(is_trusted(signature, forge::make_timestamp_token(signature, time), time));
}

TEST_F(TimestampCheck, RefusesATimeWhenTheAuthorityHadNoCertificate) {
    const Timestamp early = *from_rfc3339("1999-01-01T00:00:00Z");
    EXPECT_FALSE(is_trusted(signature, forge::make_timestamp_token(signature, early), early));
}

TEST_F(TimestampCheck, RefusesATokenByADeveloper) {
    // The same roots, and a key that every developer has: else each could say when he signed.
    const Bytes info = der::sequence({
        der::integer(1),
        der::oid("1.2.840.113635.100.10.1"),
        der::sequence(
            {der::digest_algorithm(DigestAlgorithm::sha256), der::octets(digest(DigestAlgorithm::sha256, signature))}),
        der::integer(7),
        der::generalized_time(time),
    });
    forge::CmsOptions options;
    options.detached = false;
    options.signing_time = time;
    options.content_type = "1.2.840.113549.1.9.16.1.4";
    EXPECT_FALSE(is_trusted(signature, forge::make_cms(options, forge::make_identity({}), info), time));
    EXPECT_TRUE(is_trusted(signature, forge::make_cms(options, forge::timestamp_identity(), info), time));
}

} // namespace
} // namespace nei::verify
