// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/signature/ticket.h"
#include "tests/unit/signature/made_certificates.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>

#include <bit>

namespace nei::signature {
namespace {

using nei::test::make_identity;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

void append(Bytes& bytes, std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) bytes.push_back(std::byte(value >> 8 * i & 255));
}

void append(Bytes& bytes, ByteView view) {
    bytes.insert(bytes.end(), view.begin(), view.end());
}

struct TicketSpec {
    std::uint32_t version = 1;
    std::uint16_t payload_version = 2, digest_length = 20;
    std::uint32_t count = 2;
    std::uint64_t time = 1'612'008'742; // 2021-01-30 12:12:22 UTC
    Bytes certificates = {};            ///< what the outer SEQUENCE holds
    std::string signature = "\x30\x02\x05";
};

Bytes make_ticket(const TicketSpec& spec) {
    Bytes payload;
    append(payload, as_bytes("g8tk"));
    append(payload, spec.payload_version, 2);
    append(payload, spec.digest_length, 2);
    append(payload, spec.count, 4);
    append(payload, 0, 4);
    append(payload, spec.time, 8);
    for (const int fill : {0xaa, 0xbb}) {
        append(payload, 2, 1);
        append(payload, Bytes(20, std::byte{static_cast<std::uint8_t>(fill)}));
    }
    Bytes chain;
    if (spec.certificates.empty()) {
        append(chain, *from_hex("3000")); // DER has one form for a length, and OpenSSL 3.0.19 insists on it here
    } else {
        append(chain, *from_hex("3082"));
        append(chain, std::byteswap(static_cast<std::uint16_t>(spec.certificates.size())), 2);
        append(chain, spec.certificates);
    }

    Bytes ticket;
    append(ticket, as_bytes("s8ch"));
    append(ticket, spec.version, 4);
    append(ticket, chain.size(), 4);
    append(ticket, payload.size(), 4);
    append(ticket, chain);
    append(ticket, payload);
    append(ticket, as_bytes(spec.signature));
    ticket.resize(ticket.size() + 72 - spec.signature.size());
    return ticket;
}

class TicketTest : public testing::Test {
protected:
    Ticket parse(const Bytes& bytes) {
        auto ticket = parse_ticket(bytes, cache);
        EXPECT_TRUE(ticket) << ticket.error().message;
        return ticket ? std::move(*ticket) : Ticket{};
    }

    CertificateCache cache;
    // A SEQUENCE with one NULL: two more bytes than its header.
    const std::string signature = std::string("\x30\x02\x05\x00", 4);
};

TEST_F(TicketTest, ReadsEntriesTimeChainAndSignature) {
    const auto authority = make_identity({.common_name = "CA", .authority = true});
    const auto leaf = make_identity({.common_name = "Software Ticket Signing"}, &authority);
    Bytes certificates = leaf.der();
    append(certificates, authority.der());
    const Bytes bytes = make_ticket({.certificates = certificates, .signature = signature});
    EXPECT_TRUE(looks_like_ticket(bytes));
    const Ticket ticket = parse(bytes);
    EXPECT_THAT(ticket.problems, IsEmpty());
    EXPECT_EQ(ticket.version, 1);
    EXPECT_EQ(to_rfc3339(*ticket.issued), "2021-01-30T12:12:22Z");
    EXPECT_THAT(ticket.entries,
                ElementsAre(TicketEntry{2, Bytes(20, std::byte{0xaa})}, TicketEntry{2, Bytes(20, std::byte{0xbb})}));
    ASSERT_THAT(ticket.certificates, SizeIs(2));
    EXPECT_EQ(ticket.certificates[0]->common_name, "Software Ticket Signing");
    EXPECT_EQ(ticket.signature, to_bytes(as_bytes(signature))) << "without its padding";
    EXPECT_EQ(ticket.signed_bytes, Bytes(bytes.begin(), bytes.end() - 72));
}

TEST_F(TicketTest, KeepsTheEntriesWhereChainAndSignatureAreDamaged) {
    const Ticket ticket = parse(make_ticket({.certificates = *from_hex("3000ff"), .signature = "?"}));
    EXPECT_THAT(ticket.entries, SizeIs(2));
    EXPECT_THAT(ticket.problems,
                ElementsAre(Field(&Problem::code, "ticket-certificates"), Field(&Problem::code, "ticket-certificates"),
                            Field(&Problem::code, "ticket-signature")));
}

TEST_F(TicketTest, ReadsOtherVersionsOfTheSameLayoutAndSaysSo) {
    const Ticket ticket = parse(make_ticket({.version = 2, .payload_version = 3, .signature = signature}));
    EXPECT_THAT(ticket.entries, SizeIs(2));
    EXPECT_THAT(ticket.problems,
                ElementsAre(Field(&Problem::code, "ticket-version"), Field(&Problem::code, "ticket-version")));
}

TEST_F(TicketTest, KeepsTheBytesOfAnUnknownLayout) {
    for (const TicketSpec& spec :
         {TicketSpec{.digest_length = 32}, TicketSpec{.count = 3}, TicketSpec{.count = 0xffffffff}}) {
        const Bytes bytes = make_ticket(spec);
        const Ticket ticket = parse(bytes);
        EXPECT_THAT(ticket.entries, IsEmpty());
        EXPECT_THAT(ticket.problems, ElementsAre(Field(&Problem::code, "ticket-layout")));
        EXPECT_EQ(ticket.signed_bytes, bytes);
    }
}

TEST_F(TicketTest, ManyUnreadableCertificatesAreNotManyProblems) {
    Bytes many;
    for (int i = 0; i < 20'000; ++i) append(many, *from_hex("3000"));
    EXPECT_THAT(parse(make_ticket({.certificates = many, .signature = signature})).problems,
                SizeIs(limits::certificates + 1));
}

TEST_F(TicketTest, LeavesOutAnImpossibleTime) {
    EXPECT_FALSE(parse(make_ticket({.time = UINT64_MAX, .signature = signature})).issued);
}

TEST_F(TicketTest, SurvivesEveryTruncation) {
    const Bytes bytes = make_ticket({.signature = signature});
    for (std::size_t size = 4; size < bytes.size() - 70; ++size)
        EXPECT_THAT(parse(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size))).problems,
                    testing::Not(IsEmpty()))
            << size;
}

TEST_F(TicketTest, RefusesWhatIsNone) {
    EXPECT_FALSE(looks_like_ticket(as_bytes("<?xml version")));
    EXPECT_EQ(parse_ticket(as_bytes("s8c"), cache).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_ticket(Bytes(limits::ticket_bytes + 1), cache).error().code, ErrorCode::too_large);
}

TEST_F(TicketTest, ReadsAShippedOne) {
    const auto item = nei::test::CorpusItem::unpack("S04-tunnelblick-tun-notarized-kext.tar.xz");
    if (!item) GTEST_SKIP() << "1 item of the corpus skipped: S04 is absent";
    const Ticket ticket = parse(nei::test::read_whole(item->folder() / "tun-notarized.kext/Contents/CodeResources"));
    EXPECT_THAT(ticket.problems, IsEmpty());
    EXPECT_EQ(to_rfc3339(*ticket.issued), "2021-01-30T12:12:22Z");
    std::vector<std::string> cdhashes;
    for (const TicketEntry& entry : ticket.entries) cdhashes.push_back(to_hex(entry.cdhash));
    EXPECT_THAT(cdhashes, testing::UnorderedElementsAre("da6fd4d4bdcf7ea56089a7666b741948d4f0aff6",
                                                        "a136f413745d21437dd9e910c73991013b95e714"));
    ASSERT_THAT(ticket.certificates, SizeIs(2));
    EXPECT_TRUE(ticket.certificates[0]->has_marker("1.2.840.113635.100.6.1.30"));
    EXPECT_GE(ticket.signature.size(), 70);
}

} // namespace
} // namespace nei::signature
