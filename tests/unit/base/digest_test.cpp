// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"

#include <gtest/gtest.h>

namespace nei {
namespace {

std::string hex_digest(DigestAlgorithm algorithm, std::string_view text) {
    return to_hex(digest(algorithm, as_bytes(text)));
}

/// The answers for "abc" of FIPS 180-4's examples, and that for nothing.
TEST(Digest, GivesTheKnownAnswers) {
    EXPECT_EQ(hex_digest(DigestAlgorithm::sha1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(hex_digest(DigestAlgorithm::sha256, "abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex_digest(DigestAlgorithm::sha384, "abc"),
              "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
    EXPECT_EQ(hex_digest(DigestAlgorithm::sha512, "abc"),
              "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    EXPECT_EQ(hex_digest(DigestAlgorithm::sha256, ""),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, KnowsItsSizes) {
    EXPECT_EQ(digest_size(DigestAlgorithm::sha1), 20u);
    EXPECT_EQ(digest_size(DigestAlgorithm::sha256), 32u);
    EXPECT_EQ(digest_size(DigestAlgorithm::sha384), 48u);
    EXPECT_EQ(digest_size(DigestAlgorithm::sha512), 64u);
}

TEST(Hasher, TakesPiecesAndStartsAnew) {
    Hasher hasher(DigestAlgorithm::sha256);
    const Bytes whole = digest(DigestAlgorithm::sha256, as_bytes("abc"));
    hasher.update(as_bytes("a"));
    hasher.update({});
    hasher.update(as_bytes("bc"));
    EXPECT_EQ(hasher.finish(), whole);
    hasher.update(as_bytes("abc"));
    Hasher moved = std::move(hasher);
    EXPECT_EQ(moved.finish(), whole);
}

} // namespace
} // namespace nei
