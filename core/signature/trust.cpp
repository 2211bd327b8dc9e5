// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/trust.h"

#include "core/base/limits.h"
#include "core/signature/openssl.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <nei_data_embedded.h>
#include <stdexcept>

namespace nei::signature {
namespace {

constexpr std::string_view pem_start = "-----BEGIN ";

using Certificates = std::vector<CertificatePointer>;

/// The CERTIFICATE parts of a PEM text; other parts (keys, comments) are passed over.
Result<Certificates> read_pem(ByteView pem, CertificateCache& cache) {
    if (pem.size() > limits::certificate_bytes * limits::certificates)
        return fail(ErrorCode::too_large, "The file of root certificates is larger than 8 MB; name one that holds "
                                          "only the roots to trust.");
    const BioPointer input(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!input) throw std::bad_alloc();
    Certificates found;
    char *name = nullptr, *header = nullptr;
    unsigned char* data = nullptr;
    long length = 0;
    while (PEM_read_bio(input.get(), &name, &header, &data, &length) == 1) {
        const std::string_view part(name);
        const bool is_certificate = part == PEM_STRING_X509 || part == PEM_STRING_X509_OLD;
        CertificatePointer certificate;
        if (is_certificate)
            certificate = cache.decode(std::as_bytes(std::span(data, static_cast<std::size_t>(length))));
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data);
        if (!is_certificate) continue;
        if (!certificate)
            return fail(ErrorCode::malformed, fmt::format("Certificate {} of the PEM file of roots cannot be decoded; "
                                                          "export it again.",
                                                          found.size() + 1));
        found.push_back(std::move(certificate));
    }
    ERR_clear_error(); // the end of the file is an error to OpenSSL
    return found;
}

bool contains(std::span<const CertificatePointer> certificates, const Certificate& wanted) {
    return std::ranges::any_of(certificates, [&](const auto& known) { return known->sha256 == wanted.sha256; });
}

/// Looks for a way from a certificate to a root, at most limits::chain_checks signatures far.
class Search {
public:
    Search(std::span<const CertificatePointer> apple, std::span<const CertificatePointer> given,
           std::span<const CertificatePointer> others)
        : apple_(apple), given_(given), others_(others) {}

    ChainAnchor from(const CertificatePointer& certificate, std::size_t depth) {
        if (contains(apple_, *certificate)) return ChainAnchor::apple;
        if (contains(given_, *certificate)) return ChainAnchor::given_root;
        visited_.push_back(certificate);
        if (depth == limits::chain_length || certificate->self_issued()) return ChainAnchor::unknown;
        for (const std::span<const CertificatePointer> issuers : {apple_, given_, others_}) {
            for (const CertificatePointer& issuer : issuers) {
                if (!can_issue(issuer, *certificate) || contains(visited_, *issuer)) continue;
                if (++checks_ > limits::chain_checks) return ChainAnchor::unknown;
                if (!is_signed_by(*certificate, *issuer)) continue;
                const ChainAnchor anchor = from(issuer, depth + 1);
                if (anchor != ChainAnchor::unknown) return anchor;
            }
        }
        return ChainAnchor::unknown;
    }

private:
    static bool can_issue(const CertificatePointer& issuer, const Certificate& certificate) {
        return issuer && issuer->is_authority && issuer->subject == certificate.issuer;
    }

    std::span<const CertificatePointer> apple_, given_, others_;
    Certificates visited_;
    std::size_t checks_ = 0;
};

} // namespace

std::string_view slug(ChainAnchor anchor) {
    switch (anchor) {
    case ChainAnchor::apple: return "apple";
    case ChainAnchor::given_root: return "given-root";
    case ChainAnchor::self_signed: return "self-signed";
    case ChainAnchor::unknown: return "unknown";
    }
    return "unknown";
}

TrustStore TrustStore::apple() {
    TrustStore store;
    CertificateCache cache;
    auto roots = read_pem(as_bytes(nei_data::apple_roots_pem()), cache);
    if (!roots || roots->empty()) throw std::logic_error("Apple's root certificates in this program are damaged.");
    store.apple_ = std::move(*roots);
    return store;
}

Result<void> TrustStore::add_given(ByteView pem_or_der) {
    CertificateCache cache;
    Certificates found;
    if (as_text(pem_or_der).find(pem_start) != std::string_view::npos) {
        auto certificates = read_pem(pem_or_der, cache);
        if (!certificates) return std::unexpected(certificates.error());
        found = std::move(*certificates);
    } else if (auto certificate = cache.decode(pem_or_der)) {
        found.push_back(std::move(certificate));
    }
    if (found.empty())
        return fail(ErrorCode::malformed, "The file of root certificates holds no certificate; name a PEM or DER file "
                                          "that does.");
    for (CertificatePointer& certificate : found)
        if (!contains(given_, *certificate)) given_.push_back(std::move(certificate));
    return {};
}

ChainAnchor TrustStore::anchor(const CertificatePointer& leaf, std::span<const CertificatePointer> certificates) const {
    if (!leaf) return ChainAnchor::unknown;
    const ChainAnchor found = Search(apple_, given_, certificates).from(leaf, 0);
    if (found != ChainAnchor::unknown) return found;
    return leaf->self_issued() && is_signed_by(*leaf, *leaf) ? ChainAnchor::self_signed : ChainAnchor::unknown;
}

} // namespace nei::signature
