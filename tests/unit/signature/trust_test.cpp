// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/trust.h"
#include "core/signature/trust_file.h"
#include "tests/unit/signature/made_certificates.h"
#include "tests/unit/source/temporary_folder.h"

#include <gmock/gmock.h>

namespace nei::signature {
namespace {

using test::Identity;
using test::make_identity;
using testing::ElementsAre;
using testing::EndsWith;
using testing::StartsWith;

class TrustTest : public testing::Test {
protected:
    CertificatePointer decode(const Identity& identity) { return cache.decode(identity.der()); }

    CertificateCache cache;
    Identity root = make_identity({.common_name = "Root", .authority = true, .sha1 = true});
    Identity issuer = make_identity({.common_name = "CA", .authority = true, .sha1 = true}, &root);
    Identity signer = make_identity({.common_name = "Leaf"}, &issuer);
    TrustStore store = TrustStore::apple();
};

TEST_F(TrustTest, KnowsApplesThreeRoots) {
    ASSERT_EQ(store.apple_roots().size(), 3u);
    std::vector<std::string> hashes;
    for (const auto& known : store.apple_roots()) hashes.push_back(known->sha256);
    std::ranges::sort(hashes);
    EXPECT_EQ(hashes[0], "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179");
    EXPECT_EQ(hashes[1], "b0b1730ecbc7ff4505142c49f1295e6eda6bcaed7e2c68c5be91b5a11001f024");
    EXPECT_EQ(hashes[2], "c2b9b042dd57830e7d117dac55ac8ae19407d38e41d88f3215bc3a890444a050");
    for (const auto& known : store.apple_roots()) EXPECT_EQ(store.anchor(known, {}), ChainAnchor::apple);
}

TEST_F(TrustTest, RootThatNobodyNamedIsUnknown) {
    const std::vector<CertificatePointer> others{decode(issuer), decode(root)};
    EXPECT_EQ(store.anchor(decode(signer), others), ChainAnchor::unknown);
    EXPECT_EQ(store.anchor(decode(root), {}), ChainAnchor::self_signed);
    EXPECT_EQ(store.anchor(nullptr, others), ChainAnchor::unknown);
}

TEST_F(TrustTest, NamedRootNeedNotBeInTheSignature) {
    EXPECT_FALSE(store.has_given_roots());
    ASSERT_TRUE(store.add_given(as_bytes(root.pem())));
    EXPECT_TRUE(store.has_given_roots());
    const std::vector<CertificatePointer> others{decode(issuer)};
    EXPECT_EQ(store.anchor(decode(signer), others), ChainAnchor::given_root);
    EXPECT_EQ(store.anchor(decode(signer), {}), ChainAnchor::unknown) << "without the certificate between them";
}

TEST_F(TrustTest, TakesTheFileThatTheUserNamed) {
    const source::TemporaryFolder folder;
    ASSERT_TRUE(add_trust_file(store, folder.write("root.pem", root.pem())));
    EXPECT_EQ(store.given_roots().size(), 1u);

    for (const auto& wrong : {folder.path(), folder.path() / "absent.pem", folder.write("text.pem", "no certificate")})
        EXPECT_FALSE(add_trust_file(store, wrong)) << wrong;
    EXPECT_EQ(store.given_roots().size(), 1u);
}

TEST_F(TrustTest, NamesAloneDoNotMakeAChain) {
    ASSERT_TRUE(store.add_given(root.der()));
    const Identity other_root = make_identity({.common_name = "Root", .authority = true});
    const Identity impostor = make_identity({.common_name = "CA", .authority = true}, &other_root);
    const std::vector<CertificatePointer> others{decode(impostor)};
    EXPECT_EQ(store.anchor(decode(make_identity({.common_name = "Leaf"}, &impostor)), others), ChainAnchor::unknown);
    EXPECT_EQ(store.anchor(decode(signer), others), ChainAnchor::unknown);
}

TEST_F(TrustTest, OnlyAuthoritiesIssue) {
    ASSERT_TRUE(store.add_given(root.der()));
    const Identity leaf_of_leaf = make_identity({.common_name = "Not mine"}, &signer);
    const std::vector<CertificatePointer> others{decode(signer), decode(issuer)};
    EXPECT_EQ(store.anchor(decode(leaf_of_leaf), others), ChainAnchor::unknown);
}

TEST_F(TrustTest, ManyAuthoritiesOfOneNameEndSoon) {
    std::vector<CertificatePointer> others;
    for (long i = 0; i < 100; ++i)
        others.push_back(decode(make_identity({.common_name = "CA", .authority = true, .serial = i + 2}, &root)));
    EXPECT_EQ(store.anchor(decode(signer), others), ChainAnchor::unknown);
}

TEST_F(TrustTest, GivenFileMayHoldSeveralRootsAndOtherText) {
    const Identity second = make_identity({.common_name = "Second", .authority = true});
    ASSERT_TRUE(store.add_given(as_bytes("Some words\n" + root.pem() + "and more\n" + second.pem())));
    EXPECT_THAT(store.given_roots(), testing::SizeIs(2));
    ASSERT_TRUE(store.add_given(second.der()));
    EXPECT_THAT(store.given_roots(), testing::SizeIs(2)) << "named twice";
}

TEST_F(TrustTest, GivenFileWithoutCertificateIsAnError) {
    for (const std::string& text : {std::string(), std::string("no certificate"), root.pem().substr(0, 300),
                                    std::string("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")}) {
        const auto added = store.add_given(as_bytes(text));
        ASSERT_FALSE(added) << text;
        EXPECT_THAT(added.error().message, EndsWith("."));
    }
    EXPECT_FALSE(store.has_given_roots());
}

} // namespace
} // namespace nei::signature
