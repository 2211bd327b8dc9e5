// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/signature.h"

#include <gtest/gtest.h>

namespace nei::signature {
namespace {

const std::string arc = "1.2.840.113635.100.6.";
const std::string apple_root = "CN=Apple Root CA,OU=Apple Certification Authority,O=Apple Inc.,C=US";

struct Link {
    std::string common_name;
    std::string subject; ///< made of the common name where empty
    std::string organization = {};
    std::vector<std::string> markers = {};
};

/// Certificates that name the next one as issuer; the last one `last_issuer`, or itself.
Signature signed_by(const std::vector<Link>& links, const std::string& last_issuer = {}) {
    const auto name = [&](const Link& link) { return link.subject.empty() ? "CN=" + link.common_name : link.subject; };
    Signature signature;
    signature.identifier = "com.example.app";
    signature.cms_size = 1;
    for (std::size_t i = 0; i < links.size(); ++i) {
        auto certificate = std::make_shared<Certificate>();
        certificate->common_name = links[i].common_name;
        certificate->organizational_unit = "A1B2C3D4E5";
        certificate->organization = links[i].organization;
        certificate->subject = name(links[i]);
        const std::string& own = last_issuer.empty() ? certificate->subject : last_issuer;
        certificate->issuer = i + 1 < links.size() ? name(links[i + 1]) : own;
        certificate->marker_oids = links[i].markers;
        certificate->sha1 = std::string(39, '0') + std::to_string(i);
        certificate->sha256 = std::to_string(i);
        signature.certificates.push_back(std::move(certificate));
    }
    signature.signer = signature.certificates.front();
    return signature;
}

const std::string identifier = "identifier \"com.example.app\" and ";

TEST(ImplicitRequirement, OfDevelopmentAndDistributionCertificatesNamesTheLeaf) {
    const Link leaf{"Apple Development: Jo (PERSON1234)", {}};
    const Link authority{"WWDR", {}, {}, {arc + "2.1"}};
    const std::string text = identifier +
                             "anchor apple generic and certificate leaf[subject.CN] = \"Apple "
                             "Development: Jo (PERSON1234)\" and certificate 1[field." +
                             arc + "2.1] /* exists */";
    EXPECT_EQ(implicit_designated_requirement(signed_by({leaf, authority, {"Apple Root CA", apple_root}})), text);
    EXPECT_EQ(implicit_designated_requirement(signed_by({leaf, authority}, apple_root)), text)
        << "macOS adds a root that the signer left out";
}

TEST(ImplicitRequirement, OfDeveloperIdNamesTheTeam) {
    EXPECT_EQ(implicit_designated_requirement(signed_by({{"Developer ID Application: Jo", {}, {}, {arc + "1.13"}},
                                                         {"Developer ID CA", {}, {}, {arc + "2.6"}},
                                                         {"Apple Root CA", apple_root}})),
              identifier + "anchor apple generic and certificate 1[field." + arc +
                  "2.6] /* exists */ and certificate leaf[field." + arc +
                  "1.13] /* exists */ and certificate leaf[subject.OU] = A1B2C3D4E5");
}

TEST(ImplicitRequirement, OfOtherAppleChainsIsAppleItself) {
    EXPECT_EQ(implicit_designated_requirement(
                  signed_by({{"Software Signing", {}}, {"Apple Code Signing CA", {}}, {"Apple Root CA", apple_root}})),
              identifier + "anchor apple");
    EXPECT_EQ(implicit_designated_requirement(signed_by({{"a", {}}, {"b", {}, {}, {arc + "2.1"}}, {"c", {}}},
                                                        "CN=Apple Root CA - G2,OU=X,O=Apple Inc.,C=US")),
              identifier + "anchor apple")
        << "four certificates, not three";
}

TEST(ImplicitRequirement, IsNotFooledByNamesThatOnlyStartLikeApples) {
    const Signature signature =
        signed_by({{"Leaf", {}}, {"CA", {}, {}, {arc + "2.1"}}}, "CN=Apple Root CAT,OU=X,O=Apple Inc.,C=US");
    EXPECT_EQ(implicit_designated_requirement(signature),
              identifier + "certificate leaf = H\"" + std::string(40, '0') + "\"");
}

TEST(ImplicitRequirement, OfOtherChainsNamesTheLastCertificateOfTheLeafsOrganisation) {
    const std::string zeros(39, '0');
    EXPECT_EQ(implicit_designated_requirement(signed_by({{"Leaf", {}}})),
              identifier + "certificate leaf = H\"" + zeros + "0\"");
    EXPECT_EQ(implicit_designated_requirement(signed_by({{"Leaf", {}, "ACME"}})),
              identifier + "certificate root = H\"" + zeros + "0\"");
    EXPECT_EQ(implicit_designated_requirement(signed_by({{"Leaf", {}, "ACME"}, {"CA", {}, "ACME"}, {"R", {}, "Z"}})),
              identifier + "certificate 1 = H\"" + zeros + "1\"");
    EXPECT_EQ(implicit_designated_requirement(signed_by({{"Leaf", {}, "ACME"}, {"CA", {}, "Z"}, {"R", {}, "ACME"}})),
              identifier + "certificate leaf = H\"" + zeros + "0\"");
    EXPECT_EQ(implicit_designated_requirement(signed_by({{"Leaf", {}, "ACME"}, {"CA", {}, "ACME"}})),
              identifier + "certificate root = H\"" + zeros + "1\"");
}

TEST(ImplicitRequirement, IsEmptyWhereNothingIsKnown) {
    EXPECT_EQ(implicit_designated_requirement({}), "");
    Signature unknown_hash;
    unknown_hash.code_directories.emplace_back();
    EXPECT_EQ(implicit_designated_requirement(unknown_hash), "");
}

} // namespace
} // namespace nei::signature
