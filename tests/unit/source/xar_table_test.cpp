// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/source/xar_table.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/xar_writer.h"
#include "tests/unit/support/corpus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <zlib.h>

namespace nei::source {
namespace {

using forge::ByteWriter;

Result<ReadPackage> read(Bytes bytes) {
    return read_package_source(MemoryBytes(std::move(bytes)), "a.pkg");
}

Bytes deflated(std::string_view text) {
    uLongf size = compressBound(text.size());
    Bytes out(size);
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()), text.size());
    out.resize(size);
    return out;
}

/// A xar archive around this table, put together by hand; `heap` stands behind the table.
Bytes xar(std::string_view table, ByteView heap = {}) {
    const Bytes packed = deflated(table);
    ByteWriter out;
    out.text("xar!").u16(28).u16(1).u64(packed.size()).u64(table.size()).u32(1).bytes(packed).bytes(heap);
    return out.take();
}

std::vector<std::string> codes(const ReadPackage& read) {
    std::vector<std::string> all;
    for (const Problem& problem : read.problems) all.push_back(problem.code);
    return all;
}

forge::Xar signed_xar(const forge::XarOptions& change = {}) {
    forge::XarOptions options = change;
    options.signer = forge::make_identity({.kind = forge::SignerKind::developer_id_installer});
    options.cms = true;
    options.date = options.signed_at.value_or(Timestamp());
    return forge::make_xar({{"PackageInfo", {to_bytes(as_bytes("<pkg-info/>")), true}}}, options);
}

TEST(XarTable, ReadsChecksumAndSignatures) {
    const auto moment = *from_rfc3339("2026-03-02T10:00:00Z");
    for (const DigestAlgorithm algorithm : {DigestAlgorithm::sha1, DigestAlgorithm::sha256}) {
        const forge::Xar made = signed_xar({.checksum = algorithm, .signed_at = moment});
        const auto read = source::read_package_source(MemoryBytes(made.bytes), "a.pkg");
        ASSERT_TRUE(read) << read.error().message;
        const PackageSource& package = read->source;
        EXPECT_EQ(package.checksum_algorithm, algorithm);
        EXPECT_EQ(package.checksum, made.checksum);
        EXPECT_TRUE(package.checksum_is_right);
        EXPECT_EQ(package.signed_at, moment);
        EXPECT_FALSE(package.ticket);
        ASSERT_EQ(package.signatures.size(), 2u);
        EXPECT_EQ(package.signatures[0].style, XarSignature::Style::rsa);
        EXPECT_EQ(package.signatures[0].value.size(), 256u);
        EXPECT_EQ(package.signatures[0].certificates.size(), 3u);
        EXPECT_EQ(package.signatures[1].style, XarSignature::Style::cms);
        EXPECT_TRUE(read->problems.empty());
    }
}

TEST(XarTable, SaysThatTheChecksumIsWrong) {
    for (const bool table : {true, false}) {
        const auto package = read(signed_xar({.table_differs = table, .wrong_checksum = !table}).bytes);
        ASSERT_TRUE(package);
        EXPECT_FALSE(package->source.checksum_is_right);
        EXPECT_EQ(package->source.signatures.size(), 2u);
    }
}

TEST(XarTable, ReadsTheTicketBehindTheArchive) {
    const Bytes ticket = to_bytes(as_bytes("s8ch and more"));
    const Bytes archive = signed_xar().bytes;
    const auto package = read(forge::concatenate({archive, forge::ticket_trailers(ticket)}));
    ASSERT_TRUE(package);
    EXPECT_EQ(package->source.ticket, ticket);

    // Something else between it and the end.
    const Bytes other = ByteWriter(std::endian::little).text("???").text("t8lr").u16(1).u16(7).u32(3).u32(0).take();
    const auto behind = read(forge::concatenate({archive, forge::ticket_trailers(ticket), other}));
    ASSERT_TRUE(behind);
    EXPECT_EQ(behind->source.ticket, ticket);
}

TEST(XarTable, DoesNotFollowTrailersOutOfTheFile) {
    const Bytes archive = signed_xar().bytes;
    const auto trailer = [](std::uint16_t type, std::uint32_t length) {
        return ByteWriter(std::endian::little).text("t8lr").u16(1).u16(type).u32(length).u32(0).take();
    };
    const auto outside = read(forge::concatenate({archive, trailer(2, 0xffffffff)}));
    ASSERT_TRUE(outside);
    EXPECT_FALSE(outside->source.ticket);
    EXPECT_EQ(codes(*outside), std::vector<std::string>{"package-outside"});

    Bytes many = archive;
    for (int i = 0; i < 1'000; ++i) many = forge::concatenate({many, trailer(9, 0)});
    const auto endless = read(many);
    ASSERT_TRUE(endless);
    EXPECT_FALSE(endless->source.ticket);
}

TEST(XarTable, RefusesWhatIsNone) {
    EXPECT_EQ(read({}).error().code, ErrorCode::truncated);
    EXPECT_EQ(read(Bytes(28)).error().code, ErrorCode::malformed);
    EXPECT_EQ(read(xar("<xar/>")).error().code, ErrorCode::malformed);
    EXPECT_EQ(read(xar("no xml")).error().code, ErrorCode::malformed);
    Bytes cut = xar("<xar><toc/></xar>");
    cut.resize(cut.size() - 1);
    EXPECT_EQ(read(cut).error().code, ErrorCode::truncated);
    Bytes damaged = xar("<xar><toc/></xar>");
    damaged.at(28) ^= std::byte{0x40};
    EXPECT_EQ(read(damaged).error().code, ErrorCode::malformed);
}

TEST(XarTable, DoesNotInflateMoreThanItSays) {
    // Much more than the header says, and a header that says too much.
    Bytes bomb = xar(std::string(limits::xml_bytes + 1, ' '));
    EXPECT_EQ(read(bomb).error().code, ErrorCode::too_large);
    forge::put_integer(bomb, 16, 100, 8, std::endian::big);
    EXPECT_EQ(read(bomb).error().code, ErrorCode::malformed);
    Bytes huge = xar("<xar><toc/></xar>");
    forge::put_integer(huge, 8, UINT64_MAX, 8, std::endian::big);
    EXPECT_EQ(read(huge).error().code, ErrorCode::too_large);
}

TEST(XarTable, KeepsWhatItCouldRead) {
    const auto bare = read(xar("<xar><toc/></xar>"));
    ASSERT_TRUE(bare);
    EXPECT_EQ(codes(*bare), std::vector<std::string>{"package-checksum-missing"});

    const auto unknown = read(xar("<xar><toc><checksum style='md5'><offset>0</offset><size>16</size></checksum>"
                                  "<signature style='DSA'><offset>0</offset><size>1</size></signature>"
                                  "<signature-creation-time>nan</signature-creation-time></toc></xar>",
                                  Bytes(16)));
    ASSERT_TRUE(unknown);
    EXPECT_EQ(codes(*unknown), (std::vector<std::string>{"package-checksum-unknown", "package-signature-unknown"}));
    EXPECT_FALSE(unknown->source.signed_at);

    const auto outside = read(xar("<xar><toc><checksum style='sha1'><offset>0</offset><size>20</size></checksum>"
                                  "<signature style='RSA'><offset>18446744073709551615</offset><size>2</size>"
                                  "</signature><signature style='RSA'><offset>0</offset><size>1</size><KeyInfo>"
                                  "<X509Data><X509Certificate>*</X509Certificate></X509Data></KeyInfo></signature>"
                                  "</toc></xar>",
                                  Bytes(8)));
    ASSERT_TRUE(outside);
    EXPECT_EQ(codes(*outside),
              (std::vector<std::string>{"package-outside", "package-outside", "package-certificates"}));
    ASSERT_EQ(outside->source.signatures.size(), 1u);
    EXPECT_TRUE(outside->source.signatures[0].certificates.empty());
}

TEST(XarTable, ReadsARealPackage) {
    const auto files = test::corpus_files("S01-karabiner-1.6.0.pkg");
    NEI_REQUIRE_CORPUS(files, 1);
    const auto package = read(test::read_whole(files.front()));
    ASSERT_TRUE(package) << package.error().message;
    EXPECT_TRUE(package->problems.empty());
    EXPECT_EQ(to_hex(package->source.checksum), "b6259e54e51f4b2cfc7f4d0bed95e4d6d45b9cd1");
    EXPECT_TRUE(package->source.checksum_is_right);
    EXPECT_EQ(package->source.signatures.size(), 2u);
    ASSERT_TRUE(package->source.ticket);
    EXPECT_EQ(package->source.ticket->size(), 1'778u);
}

} // namespace
} // namespace nei::source
