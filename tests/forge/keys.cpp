// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/keys.h"

#include "forge_keys_embedded.h"
#include "tests/forge/der.h"
#include "tests/forge/deterministic_ecdsa.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <map>
#include <mutex>

namespace nei::forge {
namespace {

std::string_view pem_of(std::string_view name) {
    using Source = std::string_view (*)();
    static const std::map<std::string_view, Source> files{
        {"rsa-root", forge_keys::rsa_root_pem},
        {"rsa-developer-relations", forge_keys::rsa_developer_relations_pem},
        {"rsa-developer-id-authority", forge_keys::rsa_developer_id_authority_pem},
        {"rsa-apple-authority", forge_keys::rsa_apple_authority_pem},
        {"rsa-leaf-1", forge_keys::rsa_leaf_1_pem},
        {"rsa-leaf-2", forge_keys::rsa_leaf_2_pem},
        {"rsa-leaf-3", forge_keys::rsa_leaf_3_pem},
        {"rsa-leaf-4", forge_keys::rsa_leaf_4_pem},
        {"rsa-timestamp", forge_keys::rsa_timestamp_pem},
        {"rsa-profile", forge_keys::rsa_profile_pem},
        {"ec-root", forge_keys::ec_root_pem},
        {"ec-system-integration", forge_keys::ec_system_integration_pem},
        {"ec-ticket", forge_keys::ec_ticket_pem},
    };
    const auto found = files.find(name);
    if (found == files.end()) throw SpecError(fmt::format("the forge has no key \"{}\"", name));
    return found->second();
}

const EVP_MD* message_digest(DigestAlgorithm algorithm) {
    switch (algorithm) {
    case DigestAlgorithm::sha1: return EVP_sha1();
    case DigestAlgorithm::sha256: return EVP_sha256();
    case DigestAlgorithm::sha384: return EVP_sha384();
    case DigestAlgorithm::sha512: return EVP_sha512();
    }
    return nullptr;
}

} // namespace

const Key& Key::named(std::string_view name) {
    static std::mutex mutex;
    static std::map<std::string, Key, std::less<>> loaded;
    const std::scoped_lock lock(mutex);
    if (const auto found = loaded.find(name); found != loaded.end()) return found->second;
    const std::string_view pem = pem_of(name);
    const std::unique_ptr<BIO, decltype(&BIO_free)> input(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                          &BIO_free);
    std::shared_ptr<EVP_PKEY> key(PEM_read_bio_PrivateKey(input.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    if (!key) throw SpecError(fmt::format("the key \"{}\" cannot be read", name));
    return loaded.emplace(std::string(name), Key(std::move(key))).first->second;
}

bool Key::elliptic() const {
    return EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_EC;
}

Bytes Key::public_key_info() const {
    unsigned char* encoded = nullptr;
    const int length = i2d_PUBKEY(key_.get(), &encoded);
    if (length <= 0) throw SpecError("a public key cannot be encoded");
    const std::unique_ptr<unsigned char, void (*)(unsigned char*)> owned(encoded,
                                                                         [](unsigned char* p) { OPENSSL_free(p); });
    return to_bytes(std::as_bytes(std::span(encoded, static_cast<std::size_t>(length))));
}

Bytes Key::sign(DigestAlgorithm algorithm, ByteView data) const {
    if (elliptic()) {
        if (algorithm != DigestAlgorithm::sha256) throw SpecError("elliptic keys of the forge sign SHA-256 only");
        return sign_p256(key_.get(), digest(algorithm, data));
    }
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
    std::size_t length = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, message_digest(algorithm), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                       reinterpret_cast<const unsigned char*>(data.data()), data.size()) != 1)
        throw SpecError("RSA signing failed");
    signature.resize(length);
    return signature;
}

Bytes Key::sign_digest(DigestAlgorithm algorithm, ByteView digest) const {
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(EVP_PKEY_CTX_new(key_.get(), nullptr),
                                                                              &EVP_PKEY_CTX_free);
    Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
    std::size_t length = signature.size();
    if (EVP_PKEY_sign_init(context.get()) != 1 || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(context.get(), message_digest(algorithm)) != 1 ||
        EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                      reinterpret_cast<const unsigned char*>(digest.data()), digest.size()) != 1)
        throw SpecError("RSA signing of a digest failed");
    signature.resize(length);
    return signature;
}

Bytes Key::signature_algorithm(DigestAlgorithm algorithm) const {
    if (elliptic()) return der::sequence({der::oid("1.2.840.10045.4.3.2")});
    switch (algorithm) {
    case DigestAlgorithm::sha1: return der::sequence({der::oid("1.2.840.113549.1.1.5"), der::null()});
    case DigestAlgorithm::sha256: return der::sequence({der::oid("1.2.840.113549.1.1.11"), der::null()});
    case DigestAlgorithm::sha384: return der::sequence({der::oid("1.2.840.113549.1.1.12"), der::null()});
    case DigestAlgorithm::sha512: return der::sequence({der::oid("1.2.840.113549.1.1.13"), der::null()});
    }
    throw SpecError("unknown digest algorithm");
}

} // namespace nei::forge
