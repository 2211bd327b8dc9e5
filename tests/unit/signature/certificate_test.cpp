// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/certificate.h"
#include "tests/unit/signature/made_certificates.h"

#include <gmock/gmock.h>

#include <thread>

namespace nei::signature {
namespace {

using test::CertificateSpec;
using test::Identity;
using test::make_identity;
using testing::ElementsAre;

const std::string apple = "1.2.840.113635.100.";

class CertificateTest : public testing::Test {
protected:
    CertificatePointer decode(const Identity& identity) { return cache.decode(identity.der()); }

    /// The class of a leaf with these markers, issued by an authority with those.
    SignerClass classify_with(const std::vector<std::string>& leaf, const std::vector<std::string>& authority) {
        const Identity root = make_identity({.common_name = "Root", .authority = true});
        const Identity issuer =
            make_identity({.common_name = "CA", .marker_oids = authority, .authority = true}, &root);
        const Identity signer = make_identity({.common_name = "Leaf", .marker_oids = leaf}, &issuer);
        const std::vector<CertificatePointer> chain{decode(signer), decode(issuer), decode(root)};
        return classify(chain);
    }

    CertificateCache cache;
};

TEST_F(CertificateTest, SaysWhatItsNamesDatesAndExtensionsAre) {
    const Identity issuer = make_identity({.common_name = "Ausstellerin", .authority = true});
    const auto certificate = decode(make_identity({.common_name = "Müller, GmbH",
                                                   .organizational_unit = "A1B2C3D4E5",
                                                   .marker_oids = {apple + "6.1.33", apple + "6.1.13"},
                                                   .extended_key_usage = {"codeSigning"},
                                                   .serial = 4660},
                                                  &issuer));
    ASSERT_TRUE(certificate);
    EXPECT_EQ(certificate->common_name, "Müller, GmbH");
    EXPECT_EQ(certificate->organizational_unit, "A1B2C3D4E5");
    EXPECT_EQ(certificate->subject, "OU=A1B2C3D4E5,CN=Müller\\, GmbH");
    EXPECT_EQ(certificate->issuer, "CN=Ausstellerin");
    EXPECT_EQ(certificate->serial, "1234");
    EXPECT_EQ(to_rfc3339(certificate->not_before), "2024-01-02T03:04:05Z");
    EXPECT_EQ(to_rfc3339(certificate->not_after), "2054-01-02T03:04:05Z");
    EXPECT_THAT(certificate->marker_oids, ElementsAre(apple + "6.1.13", apple + "6.1.33"));
    EXPECT_THAT(certificate->extended_key_usage, ElementsAre("1.3.6.1.5.5.7.3.3"));
    EXPECT_EQ(certificate->public_key, "EC P-256");
    EXPECT_FALSE(certificate->is_authority);
    EXPECT_FALSE(certificate->self_issued());
    EXPECT_EQ(certificate->authority_key_id, decode(issuer)->subject_key_id);
    EXPECT_TRUE(decode(issuer)->is_authority);
    EXPECT_EQ(decode(make_identity({.common_name = "R", .elliptic = false}))->public_key, "RSA 2048");
}

TEST_F(CertificateTest, DecodesEachOnce) {
    const Bytes der = make_identity({.common_name = "Same"}).der();
    std::vector<CertificatePointer> decoded(8);
    {
        std::vector<std::jthread> threads;
        for (CertificatePointer& result : decoded)
            threads.emplace_back([&, target = &result] { *target = cache.decode(der); });
    }
    for (const CertificatePointer& certificate : decoded) EXPECT_EQ(certificate, decoded[0]);
}

TEST_F(CertificateTest, RefusesWhatIsNoCertificate) {
    const Bytes der = make_identity({.common_name = "Whole"}).der();
    Bytes longer = der;
    longer.push_back(std::byte{0});
    EXPECT_FALSE(cache.decode({}));
    EXPECT_FALSE(cache.decode(longer));
    for (std::size_t length = 1; length < der.size(); ++length)
        ASSERT_FALSE(cache.decode(ByteView(der).first(length))) << length;
}

TEST_F(CertificateTest, ClassesFollowMarkersOfLeafAndIssuer) {
    const std::vector<std::string> developer_relations{apple + "6.2.1"}, developer_id{apple + "6.2.6"};
    EXPECT_EQ(classify_with({apple + "6.1.13"}, developer_id), SignerClass::developer_id_application);
    EXPECT_EQ(classify_with({apple + "6.1.13"}, developer_relations), SignerClass::other);
    EXPECT_EQ(classify_with({apple + "6.1.14"}, developer_id), SignerClass::developer_id_installer);
    EXPECT_EQ(classify_with({apple + "6.1.2", apple + "6.1.12"}, developer_relations), SignerClass::development);
    EXPECT_EQ(classify_with({apple + "6.1.4", apple + "6.1.7"}, developer_relations), SignerClass::distribution);
    EXPECT_EQ(classify_with({apple + "6.1.7"}, developer_relations), SignerClass::distribution);
    EXPECT_EQ(classify_with({apple + "6.1.4"}, {}), SignerClass::other) << "not issued by Apple's developer authority";
    EXPECT_EQ(classify_with({apple + "6.1.9"}, developer_relations), SignerClass::mac_app_store);
    EXPECT_EQ(classify_with({apple + "6.1.3"}, {}), SignerClass::ios_app_store);
    EXPECT_EQ(classify_with({apple + "6.1.36"}, {}), SignerClass::ios_app_store);
    EXPECT_EQ(classify_with({apple + "6.1.25.1"}, developer_relations), SignerClass::testflight);
    EXPECT_EQ(classify_with({apple + "6.22"}, {}), SignerClass::apple_platform);
    EXPECT_EQ(classify_with({}, {}), SignerClass::other);
}

TEST_F(CertificateTest, SelfSignedLeafIsThatWhateverItsMarkers) {
    const std::vector<CertificatePointer> chain{
        decode(make_identity({.common_name = "Me", .marker_oids = {apple + "6.1.13"}}))};
    EXPECT_EQ(classify(chain), SignerClass::self_signed);
    EXPECT_EQ(classify({}), SignerClass::other);
}

TEST_F(CertificateTest, LeafWithoutItsIssuerIsClassedByItsOwnMarkers) {
    const Identity issuer = make_identity({.common_name = "CA", .authority = true});
    const std::vector<CertificatePointer> chain{
        decode(make_identity({.common_name = "Leaf", .marker_oids = {apple + "6.1.13"}}, &issuer))};
    EXPECT_EQ(classify(chain), SignerClass::developer_id_application);
}

TEST_F(CertificateTest, ChainIsOrderedByNamesAndKeyIdentifiers) {
    const Identity root = make_identity({.common_name = "Root", .authority = true});
    const Identity old_issuer = make_identity({.common_name = "CA", .authority = true, .serial = 1}, &root);
    const Identity issuer = make_identity({.common_name = "CA", .authority = true, .serial = 2}, &root);
    const Identity signer = make_identity({.common_name = "Leaf"}, &issuer);
    const auto leaf = decode(signer);
    const std::vector<CertificatePointer> others{decode(root), decode(old_issuer), leaf, decode(issuer)};
    EXPECT_THAT(order_chain(leaf, others), ElementsAre(leaf, decode(issuer), decode(root)));
    EXPECT_THAT(order_chain(leaf, {}), ElementsAre(leaf));
    EXPECT_TRUE(order_chain(nullptr, others).empty());
}

TEST_F(CertificateTest, ChainOfCertificatesThatNameEachOtherEnds) {
    const Identity first = make_identity({.common_name = "A", .authority = true});
    const Identity second = make_identity({.common_name = "B", .authority = true}, &first);
    const Identity again = make_identity({.common_name = "A", .authority = true}, &second);
    const std::vector<CertificatePointer> others{decode(second), decode(again)};
    EXPECT_EQ(order_chain(others[0], others).size(), 2u);
}

} // namespace
} // namespace nei::signature
