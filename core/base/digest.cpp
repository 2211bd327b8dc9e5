// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"

#include <openssl/evp.h>

#include <array>
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
    // Fetched once: of EVP_sha256() and its kin, OpenSSL 3 looks the implementation up by name at every use.
    static const std::array<const EVP_MD*, 4> fetched = [] {
        std::array<const EVP_MD*, 4> all{
            EVP_MD_fetch(nullptr, "SHA1", nullptr), EVP_MD_fetch(nullptr, "SHA2-256", nullptr),
            EVP_MD_fetch(nullptr, "SHA2-384", nullptr), EVP_MD_fetch(nullptr, "SHA2-512", nullptr)};
        for (const EVP_MD* one : all) require(one ? 1 : 0);
        return all;
    }();
    return fetched.at(static_cast<std::size_t>(algorithm));
}

std::size_t digest_size(DigestAlgorithm algorithm) {
    return static_cast<std::size_t>(EVP_MD_get_size(openssl_digest(algorithm)));
}

Bytes digest(DigestAlgorithm algorithm, ByteView data) {
    const EVP_MD* implementation = openssl_digest(algorithm);
    Bytes result(static_cast<std::size_t>(EVP_MD_get_size(implementation)));
    require(EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(result.data()), nullptr,
                       implementation, nullptr));
    return result;
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
