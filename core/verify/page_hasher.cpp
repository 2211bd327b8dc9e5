// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/page_hasher.h"

#include <algorithm>

namespace nei::verify {

PageHasher::PageHasher(DigestAlgorithm algorithm, std::uint64_t page_size, std::uint64_t begin, std::uint64_t end,
                       std::span<std::byte> digests)
    : context_(EVP_MD_CTX_new()), page_size_(page_size), begin_(begin), end_(end), at_(begin),
      digest_size_(digest_size(algorithm)), digests_(digests) {
    started_ = context_ && EVP_DigestInit_ex2(context_.get(), openssl_digest(algorithm), nullptr) == 1;
}

bool PageHasher::feed(std::uint64_t offset, ByteView bytes) {
    if (!started_) return false;
    const std::uint64_t bytes_end = offset + bytes.size();
    while (at_ >= offset && at_ < std::min(end_, bytes_end)) {
        const std::uint64_t page_end = std::min(end_, begin_ + ((at_ - begin_) / page_size_ + 1) * page_size_);
        const std::uint64_t stop = std::min(page_end, bytes_end);
        const ByteView part = bytes.subspan(at_ - offset, stop - at_);
        if (EVP_DigestUpdate(context_.get(), part.data(), part.size()) != 1) return false;
        at_ = stop;
        if (at_ != page_end) break;
        if (digests_.size() < digest_size_) return false;
        if (EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digests_.data()), nullptr) != 1)
            return false;
        digests_ = digests_.subspan(digest_size_);
        // Without naming the digest again OpenSSL does not look it up again either; that is half the time of a page.
        if (EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) != 1) return false;
    }
    return true;
}

} // namespace nei::verify
