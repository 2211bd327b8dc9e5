// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <memory>

struct evp_md_st;

namespace nei {

enum class DigestAlgorithm { sha1, sha256, sha384, sha512 };

/// Bytes of a full digest.
std::size_t digest_size(DigestAlgorithm algorithm);

Bytes digest(DigestAlgorithm algorithm, ByteView data);

/// The algorithm as OpenSSL's EVP functions take it.
const evp_md_st* openssl_digest(DigestAlgorithm algorithm);

/// A digest over data that arrives in pieces.
class Hasher {
public:
    explicit Hasher(DigestAlgorithm algorithm);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    void update(ByteView data);

    /// The digest of everything so far; the hasher then starts anew.
    Bytes finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace nei
