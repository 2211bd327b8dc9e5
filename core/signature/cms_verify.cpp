// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/cms.h"
#include "core/signature/openssl.h"

#include <fmt/format.h>
#include <openssl/err.h>

#include <new>

namespace nei::signature {
namespace {

constexpr std::string_view rsa_pss = "1.2.840.113549.1.1.10";

} // namespace

Result<void> verify_signer(const SignerInfo& signer, ByteView content) {
    if (!signer.certificate)
        return fail(ErrorCode::not_found, "The signature does not carry the certificate of its signer, so it cannot be "
                                          "checked.");
    if (!signer.digest_algorithm)
        return fail(
            ErrorCode::unsupported,
            fmt::format("The signature uses the digest algorithm {}, which is not supported.", signer.digest_oid));
    if (signer.signature_oid == rsa_pss)
        return fail(ErrorCode::unsupported, "The signature is made with RSA-PSS, which is not supported.");
    ByteView signed_bytes = content;
    if (!signer.signed_attributes.empty()) {
        if (!signer.message_digest)
            return fail(ErrorCode::malformed, "The signature does not record the digest of what it signs.");
        const Bytes actual = digest(*signer.digest_algorithm, content);
        if (actual != *signer.message_digest)
            return fail(ErrorCode::malformed,
                        fmt::format("The content was changed after it was signed: its digest is {}, the signature "
                                    "records {}.",
                                    to_hex(actual), to_hex(*signer.message_digest)));
        signed_bytes = signer.signed_attributes;
    }
    EVP_PKEY* key = signer.certificate->decoded ? X509_get0_pubkey(signer.certificate->decoded.get()) : nullptr;
    if (!key) return fail(ErrorCode::unsupported, "The public key of the signer's certificate cannot be read.");
    const DigestContextPointer verification(EVP_MD_CTX_new());
    if (!verification) throw std::bad_alloc();
    const bool fits = EVP_DigestVerifyInit(verification.get(), nullptr, openssl_digest(*signer.digest_algorithm),
                                           nullptr, key) == 1 &&
                      EVP_DigestVerify(verification.get(), openssl_bytes(signer.signature), signer.signature.size(),
                                       openssl_bytes(signed_bytes), signed_bytes.size()) == 1;
    ERR_clear_error();
    if (!fits)
        return fail(ErrorCode::malformed,
                    signer.signed_attributes.empty()
                        ? "The signature does not fit the content: one of them was changed after signing."
                        : "The signature does not fit the signed attributes: one of them was changed after signing.");
    return {};
}

} // namespace nei::signature
