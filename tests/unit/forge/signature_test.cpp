// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_reader.h"
#include "core/plist/der.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/der.h"
#include "tests/forge/profile.h"
#include "tests/forge/signature.h"
#include "tests/forge/ticket.h"

#include <gtest/gtest.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

namespace nei::forge {
namespace {

Timestamp moment(std::string_view text) {
    return *from_rfc3339(text);
}

SigningOptions developer_id() {
    SigningOptions options;
    options.signer.kind = SignerKind::developer_id;
    options.team = options.signer.team;
    options.flags = code_flag::runtime;
    options.cms.signing_time = moment("2026-03-02T10:00:00Z");
    return options;
}

/// Whether OpenSSL finds the signature right over `content`, whoever signed. Chains are judged elsewhere.
bool openssl_accepts(const Bytes& cms_bytes, ByteView content) {
    const auto* position = reinterpret_cast<const unsigned char*>(cms_bytes.data());
    const std::unique_ptr<CMS_ContentInfo, decltype(&CMS_ContentInfo_free)> cms(
        d2i_CMS_ContentInfo(nullptr, &position, static_cast<long>(cms_bytes.size())), &CMS_ContentInfo_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> data(
        BIO_new_mem_buf(content.data(), static_cast<int>(content.size())), &BIO_free);
    if (!cms) return false;
    BIO* detached = CMS_is_detached(cms.get()) == 1 ? data.get() : nullptr;
    return CMS_verify(cms.get(), nullptr, nullptr, detached, nullptr, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
}

bool is_signed_by(const IssuedCertificate& certificate, const IssuedCertificate& issuer) {
    const auto decode = [](const Bytes& der) {
        const auto* position = reinterpret_cast<const unsigned char*>(der.data());
        return std::unique_ptr<X509, decltype(&X509_free)>(d2i_X509(nullptr, &position, static_cast<long>(der.size())),
                                                           &X509_free);
    };
    const auto subject = decode(certificate.der), authority = decode(issuer.der);
    return subject && authority && X509_verify(subject.get(), X509_get0_pubkey(authority.get())) == 1;
}

TEST(Identities, EveryChainLeadsToTheForgedRoot) {
    for (const std::string_view word :
         {"development", "distribution", "developer-id", "developer-id-installer", "mac-app-store", "ios-app-store",
          "testflight", "mac-distribution", "iphone-developer", "iphone-distribution", "apple-platform"}) {
        SignerSpec spec;
        spec.kind = signer_kind(word);
        const Identity identity = make_identity(spec);
        ASSERT_EQ(identity.chain.size(), 3U) << word;
        EXPECT_TRUE(is_signed_by(identity.chain[0], identity.chain[1])) << word;
        EXPECT_TRUE(is_signed_by(identity.chain[1], identity.chain[2])) << word;
        EXPECT_EQ(identity.chain[2].der, authorities::root().der) << word;
    }
    const Identity ticket = ticket_identity();
    EXPECT_TRUE(is_signed_by(ticket.chain[0], ticket.chain[1]));
    EXPECT_TRUE(is_signed_by(ticket.chain[2], ticket.chain[2]));
}

TEST(Signature, IsTheSameEachTime) {
    const SigningOptions options = developer_id();
    EXPECT_EQ(make_signed_macho({}, options).bytes, make_signed_macho({}, options).bytes);
    EXPECT_EQ(make_ticket({Bytes(20)}, moment("2026-03-02T10:00:00Z")),
              make_ticket({Bytes(20)}, moment("2026-03-02T10:00:00Z")));
}

TEST(Signature, OpenSslVerifiesTheCms) {
    SigningOptions options = developer_id();
    for (const bool attributes : {true, false}) {
        for (const DigestAlgorithm algorithm : {DigestAlgorithm::sha1, DigestAlgorithm::sha256}) {
            options.cms.signed_attributes = attributes;
            options.cms.digest = algorithm;
            options.cms.timestamp = moment("2026-03-02T10:00:05Z");
            const Signature signature = *make_signed_macho({}, options).signature;
            EXPECT_TRUE(openssl_accepts(*signature.cms, signature.directories.front().blob));
            Bytes changed = signature.directories.front().blob;
            changed.back() ^= std::byte{1};
            EXPECT_FALSE(openssl_accepts(*signature.cms, changed));
        }
    }
}

TEST(Signature, HashesEveryPageOfTheSliceUpToItself) {
    MachOOptions code;
    code.code_size = 10'000;
    const SignedMachO made = make_signed_macho(code, developer_id());
    const Bytes& directory = made.signature->directories.front().blob;
    ByteReader reader(directory);
    reader.seek(16);
    const std::uint32_t hash_offset = reader.u32();
    reader.seek(28);
    const std::uint32_t slots = reader.u32(), limit = reader.u32();
    ASSERT_EQ(slots, (limit + 4095) / 4096);
    for (std::uint32_t page = 0; page < slots; ++page) {
        const std::size_t size = std::min<std::size_t>(4096, limit - page * 4096);
        const Bytes hash = digest(DigestAlgorithm::sha256, ByteView(made.bytes).subspan(page * 4096, size));
        EXPECT_TRUE(std::ranges::equal(hash, ByteView(directory).subspan(hash_offset + page * 32, 32))) << page;
    }
    EXPECT_EQ(to_hex(*slice(made.bytes, limit, 4)), "fade0cc0");
}

TEST(Signature, FitsItsRoomWhateverTheSizes) {
    SigningOptions options = developer_id();
    options.hashes = {HashType::sha1, HashType::sha384};
    for (const std::uint32_t page_size : {0U, 4096U, 16384U}) {
        options.page_size = page_size;
        for (const std::size_t size :
             {std::size_t{4}, std::size_t{15'800}, std::size_t{16'384}, std::size_t{5'000'000}}) {
            MachOOptions code;
            code.code_size = size;
            const SignedMachO made = make_signed_macho(code, options);
            const auto place = std::ranges::search(made.bytes, made.signature->super_blob);
            EXPECT_FALSE(place.empty()) << size << " " << page_size;
        }
    }
}

TEST(Signature, HasOneDirectoryForEachHashType) {
    SigningOptions options = developer_id();
    options.hashes = {HashType::sha1, HashType::sha256, HashType::sha384};
    const Signature signature = *make_signed_macho({}, options).signature;
    ASSERT_EQ(signature.directories.size(), 3U);
    EXPECT_EQ(signature.cdhash(), signature.directories[1].cdhash);
    ByteReader index(signature.super_blob);
    index.seek(8);
    const std::uint32_t count = index.u32();
    std::vector<std::uint32_t> slots;
    for (std::uint32_t i = 0; i < count; ++i) {
        slots.push_back(index.u32());
        index.skip(4);
    }
    EXPECT_EQ(slots, (std::vector<std::uint32_t>{0, 2, 0x1000, 0x1001, 0x10000}));
}

TEST(Signature, DiffersBySigner) {
    SigningOptions options;
    options.signer.kind = SignerKind::unsigned_code;
    EXPECT_FALSE(make_signed_macho({}, options).signature);
    options.signer.kind = SignerKind::linker_signed;
    const Signature linker = *make_signed_macho({}, options).signature;
    EXPECT_TRUE(linker.requirements.empty());
    EXPECT_FALSE(linker.cms);
    EXPECT_TRUE(linker.designated_requirement.starts_with("cdhash H\""));
    options.signer.kind = SignerKind::ad_hoc;
    EXPECT_FALSE(make_signed_macho({}, options).signature->requirements.empty());
}

TEST(Der, WritesWhatEntitlementsOfMacOsAreReadAs) {
    const plist::Dictionary entitlements{{"com.apple.security.app-sandbox", true},
                                         {"groups", plist::Array{"a", "b"}},
                                         {"number", 300},
                                         {"nested", plist::Dictionary{{"x", Bytes(3)}}}};
    const auto read = plist::parse_der_dictionary(der::plist_dictionary(entitlements));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, plist::Value(entitlements));
}

TEST(Profile, IsVerifiedByOpenSsl) {
    ProfileOptions options;
    options.created = moment("2026-01-05T00:00:00Z");
    options.expires = moment("2027-01-05T00:00:00Z");
    options.certificates = {make_identity({}).leaf().der};
    for (const std::string_view kind : {"development", "ad-hoc", "enterprise", "developer-id", "app-store"}) {
        options.kind = profile_kind(kind);
        EXPECT_TRUE(openssl_accepts(make_profile(options), {})) << kind;
    }
    options.kind = ProfileKind::developer_id;
    EXPECT_TRUE(profile_content(options).contains("ProvisionsAllDevices"));
    EXPECT_FALSE(profile_content(options).contains("ProvisionedDevices"));
    EXPECT_EQ(profile_content(options).at("TimeToLive"), plist::Value(365));
}

} // namespace
} // namespace nei::forge
