// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/digest.h"

#include <memory>
#include <string_view>

struct evp_pkey_st;

namespace nei::forge {

/// A private key of tests/forge/keys. Copies share it.
class Key {
public:
    /// `name` is the file's without its ending, for example "rsa-root".
    static const Key& named(std::string_view name);

    bool elliptic() const;
    /// SubjectPublicKeyInfo.
    Bytes public_key_info() const;
    /// RSA PKCS#1 v1.5, or ECDSA with the nonce of RFC 6979 so that the same bytes come out each time (P-256, SHA-256).
    Bytes sign(DigestAlgorithm algorithm, ByteView data) const;
    /// RSA PKCS#1 v1.5 over a digest that somebody else made.
    Bytes sign_digest(DigestAlgorithm algorithm, ByteView digest) const;
    /// AlgorithmIdentifier of sign().
    Bytes signature_algorithm(DigestAlgorithm algorithm) const;

private:
    explicit Key(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
    std::shared_ptr<evp_pkey_st> key_;
};

} // namespace nei::forge
