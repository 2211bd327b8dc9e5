// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/signature/openssl.h"

#include <cstdint>
#include <span>

namespace nei::verify {

/// Hashes code page by page while it goes by, from front to back. The digests go one after the other into a buffer of
/// the caller's, so that several hashers can share one code directory between them.
class PageHasher {
public:
    /// Hashes the bytes [begin, end) of a file; `begin` is the start of a page, the last page may be shorter.
    /// `digests` has room for all of them.
    PageHasher(DigestAlgorithm algorithm, std::uint64_t page_size, std::uint64_t begin, std::uint64_t end,
               std::span<std::byte> digests);

    /// The next bytes of the file; what lies outside [begin, end) is passed over. False where OpenSSL failed.
    bool feed(std::uint64_t offset, ByteView bytes);

    /// Whether all of [begin, end) has gone by.
    bool complete() const { return at_ == end_; }

private:
    signature::DigestContextPointer context_;
    std::uint64_t page_size_, begin_, end_, at_;
    std::size_t digest_size_;
    std::span<std::byte> digests_;
    bool started_ = false;
};

} // namespace nei::verify
