// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/package_signature.h"
#include "core/source/xar_table.h"
#include "tests/forge/certificates.h"
#include "tests/forge/ticket.h"
#include "tests/forge/xar_writer.h"
#include "tests/unit/support/corpus.h"

#include <gtest/gtest.h>

namespace nei::signature {
namespace {

using forge::SignerKind;
using forge::XarOptions;
using source::XarSignature;

const Timestamp moment = *from_rfc3339("2026-03-02T10:00:00Z");

source::PackageSource package(XarOptions options,
                              const forge::SignerSpec& signer = {.kind = SignerKind::developer_id_installer}) {
    options.signer = forge::make_identity(signer);
    options.date = moment;
    const forge::Xar made = forge::make_xar({{"PackageInfo", {to_bytes(as_bytes("<pkg-info/>")), true}}}, options);
    auto read = source::read_package_source(source::MemoryBytes(made.bytes), "a.pkg");
    return read ? std::move(read->source) : source::PackageSource{};
}

PackageSignature judged(const source::PackageSource& package, bool trust_forged = true) {
    CertificateCache certificates;
    TrustStore trust = TrustStore::apple();
    if (trust_forged) (void)trust.add_given(as_bytes(forge::trust_roots_pem()));
    return package_signature(package, certificates, trust).value_or(PackageSignature{});
}

TEST(PackageSignature, IsCheckedWithTheSignersKey) {
    for (const DigestAlgorithm algorithm : {DigestAlgorithm::sha1, DigestAlgorithm::sha256}) {
        const PackageSignature found = judged(package({.checksum = algorithm, .cms = true, .timestamp = moment}));
        EXPECT_TRUE(found.signature_is_right) << found.problem;
        ASSERT_EQ(found.checks.size(), 2u);
        EXPECT_TRUE(found.checks[0].is_right);
        EXPECT_TRUE(found.checks[1].is_right);
        ASSERT_TRUE(found.signer);
        EXPECT_EQ(found.signer->common_name, "Developer ID Installer: Example Networks (7Q2L9XK4PD)");
        EXPECT_EQ(found.team_id(), "7Q2L9XK4PD");
        EXPECT_EQ(found.signer_class, SignerClass::developer_id_installer);
        EXPECT_EQ(found.chain, ChainAnchor::given_root);
        EXPECT_EQ(found.timestamp, moment);
        EXPECT_EQ(found.timestamp_authority, "Timestamp Signer MA1");
        EXPECT_EQ(found.certificates.front(), found.signer);
        EXPECT_TRUE(found.problems.empty()) << found.problems.front().message;
    }
}

TEST(PackageSignature, AcceptsAChecksumThatWasSignedAsDigest) {
    EXPECT_TRUE(judged(package({.checksum_is_digest = true})).signature_is_right);
}

TEST(PackageSignature, TakesTheTimeOfTheTable) {
    const PackageSignature found = judged(package({.signed_at = moment}));
    EXPECT_EQ(found.signing_time, moment);
    EXPECT_FALSE(found.timestamp);
}

TEST(PackageSignature, SaysWhichOneIsWrong) {
    const PackageSignature rsa = judged(package({.cms = true, .wrong_rsa = true}));
    EXPECT_FALSE(rsa.signature_is_right);
    EXPECT_FALSE(rsa.checks.at(0).is_right);
    EXPECT_TRUE(rsa.checks.at(1).is_right);
    EXPECT_NE(rsa.problem.find("does not fit its checksum"), std::string::npos);

    const PackageSignature cms = judged(package({.cms = true, .wrong_cms = true}));
    EXPECT_FALSE(cms.signature_is_right);
    EXPECT_TRUE(cms.checks.at(0).is_right);
    EXPECT_FALSE(cms.checks.at(1).is_right);
    EXPECT_EQ(cms.problem, cms.checks.at(1).problem);
    EXPECT_TRUE(cms.signer);
}

TEST(PackageSignature, TellsTheChecksumFromTheSignature) {
    // Both signatures are over the checksum as it was; that of the table is another.
    const source::PackageSource changed = package({.cms = true, .table_differs = true});
    EXPECT_FALSE(changed.checksum_is_right);
    EXPECT_TRUE(judged(changed).signature_is_right);
    EXPECT_FALSE(judged(package({.cms = true, .wrong_checksum = true})).signature_is_right);
}

TEST(PackageSignature, NamesOtherSignersAsTheyAre) {
    EXPECT_EQ(judged(package({}), false).chain, ChainAnchor::unknown);
    const PackageSignature self = judged(package({}, {.kind = SignerKind::self_signed}));
    EXPECT_TRUE(self.signature_is_right);
    EXPECT_EQ(self.signer_class, SignerClass::self_signed);
    EXPECT_EQ(self.chain, ChainAnchor::self_signed);
}

TEST(PackageSignature, NoticesTwoSigners) {
    source::PackageSource both = package({});
    both.signatures.push_back(package({}, {.kind = SignerKind::developer_id}).signatures.front());
    const PackageSignature found = judged(both);
    EXPECT_FALSE(found.signature_is_right);
    ASSERT_TRUE(found.signer);
    EXPECT_EQ(found.signer_class, SignerClass::developer_id_installer);

    // Another signer whose signature fits: both are of the same table here, so only the signers differ.
    source::PackageSource twice = package({.cms = true});
    twice.signatures[0] = twice.signatures[1];
    EXPECT_TRUE(judged(twice).signature_is_right);
}

TEST(PackageSignature, DoesWithoutCertificates) {
    source::PackageSource bare = package({});
    bare.signatures[0].certificates.clear();
    const PackageSignature found = judged(bare);
    EXPECT_FALSE(found.signature_is_right);
    EXPECT_FALSE(found.signer);
    EXPECT_EQ(found.chain, ChainAnchor::unknown);

    source::PackageSource broken = package({});
    broken.signatures[0].certificates[0] = Bytes(10);
    EXPECT_EQ(judged(broken).problems.size(), 1u);
    broken.signatures[0] = {XarSignature::Style::cms, Bytes(10), {}};
    EXPECT_FALSE(judged(broken).signature_is_right);
    broken.signatures.clear();
    CertificateCache certificates;
    EXPECT_FALSE(package_signature(broken, certificates, TrustStore::apple()));
}

TEST(PackageTicket, ListsThePackage) {
    const source::PackageSource of = package({});
    CertificateCache certificates;
    const auto lists = [&](const Bytes& hash) {
        const auto ticket = parse_ticket(forge::make_ticket({}, moment, forge::TicketHash{1, hash}), certificates);
        return ticket && ticket_lists_package(*ticket, of);
    };
    EXPECT_TRUE(lists(of.checksum));
    EXPECT_FALSE(lists(Bytes(20)));

    source::PackageSource changed = package({.table_differs = true});
    const auto ticket =
        parse_ticket(forge::make_ticket({}, moment, forge::TicketHash{1, changed.checksum}), certificates);
    ASSERT_TRUE(ticket);
    EXPECT_FALSE(ticket_lists_package(*ticket, changed));
}

TEST(PackageSignature, OfARealPackage) {
    const auto files = test::corpus_files("S01-karabiner-1.6.0.pkg");
    NEI_REQUIRE_CORPUS(files, 1);
    const auto read = source::read_package_source(source::MemoryBytes(test::read_whole(files.front())), "S01");
    ASSERT_TRUE(read);
    const PackageSignature found = judged(read->source, false);
    EXPECT_TRUE(found.signature_is_right) << found.problem;
    EXPECT_EQ(found.checks.size(), 2u);
    EXPECT_EQ(found.chain, ChainAnchor::apple);
    EXPECT_EQ(found.signer_class, SignerClass::developer_id_installer);
    EXPECT_EQ(found.team_id(), "G43BCU2T37");
    EXPECT_EQ(to_rfc3339(found.timestamp.value_or(Timestamp())), "2020-10-03T01:04:36Z");
    CertificateCache certificates;
    const auto ticket = parse_ticket(*read->source.ticket, certificates);
    ASSERT_TRUE(ticket);
    EXPECT_TRUE(ticket_lists_package(*ticket, read->source));
    EXPECT_EQ(ticket->entries.size(), 7u);
}

} // namespace
} // namespace nei::signature
