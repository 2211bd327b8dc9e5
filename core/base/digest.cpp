// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"

#include <openssl/evp.h>

#include <new>
#include <stdexcept>

namespace nei {
namespace {

// OpenSSL's digests fail only where it cannot allocate or was built without the algorithm: nothing a caller can mend.
void require(int status) {
    if (status != 1) throw std::runtime_error("OpenSSL cannot compute a digest: its default provider is missing.");
}

} // namespace

struct Hasher::State {
    const EVP_MD* algorithm;
    EVP_MD_CTX* context = EVP_MD_CTX_new();

    explicit State(const EVP_MD* digest_algorithm) : algorithm(digest_algorithm) {
        if (!context) throw std::bad_alloc();
        require(EVP_DigestInit_ex(context, algorithm, nullptr));
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

const EVP_MD* openssl_digest(DigestAlgorithm algorithm) {
    switch (algorithm) {
    case DigestAlgorithm::sha1: return EVP_sha1();
    case DigestAlgorithm::sha256: return EVP_sha256();
    case DigestAlgorithm::sha384: return EVP_sha384();
    case DigestAlgorithm::sha512: return EVP_sha512();
    }
    return EVP_sha256();
}

std::size_t digest_size(DigestAlgorithm algorithm) {
    return static_cast<std::size_t>(EVP_MD_get_size(openssl_digest(algorithm)));
}

Bytes digest(DigestAlgorithm algorithm, ByteView data) {
    Hasher hasher(algorithm);
    hasher.update(data);
    return hasher.finish();
}

Hasher::Hasher(DigestAlgorithm algorithm) : state_(std::make_unique<State>(openssl_digest(algorithm))) {}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(ByteView data) {
    require(EVP_DigestUpdate(state_->context, data.data(), data.size()));
}

Bytes Hasher::finish() {
    Bytes result(static_cast<std::size_t>(EVP_MD_get_size(state_->algorithm)));
    require(EVP_DigestFinal_ex(state_->context, reinterpret_cast<unsigned char*>(result.data()), nullptr));
    require(EVP_DigestInit_ex(state_->context, state_->algorithm, nullptr));
    return result;
}

} // namespace nei
