// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/package_signature.h"

#include "core/signature/asn1.h"
#include "core/signature/cms.h"
#include "core/signature/openssl.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <new>

namespace nei::signature {
namespace {

using source::PackageSource;
using source::XarSignature;

using KeyContextPointer = std::unique_ptr<EVP_PKEY_CTX, OpenSslDelete<EVP_PKEY_CTX_free>>;

/// Apple's tools sign the checksum as any other content, so that its digest is signed. `xar --digestinfo-to-sign`, with
/// which packages are signed on other systems, takes the checksum for the digest. Installer accepts both.
bool is_made_by(EVP_PKEY* key, DigestAlgorithm algorithm, ByteView checksum, ByteView signature) {
    const auto fits = [&](ByteView hash) {
        const KeyContextPointer context(EVP_PKEY_CTX_new(key, nullptr));
        if (!context) throw std::bad_alloc();
        const bool is_right = EVP_PKEY_verify_init(context.get()) == 1 &&
                              EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
                              EVP_PKEY_CTX_set_signature_md(context.get(), openssl_digest(algorithm)) == 1 &&
                              EVP_PKEY_verify(context.get(), openssl_bytes(signature), signature.size(),
                                              openssl_bytes(hash), hash.size()) == 1;
        ERR_clear_error();
        return is_right;
    };
    return fits(digest(algorithm, checksum)) || fits(checksum);
}

/// Signers reserve more room in the archive than their CMS then takes.
ByteView without_padding(ByteView value) {
    const auto whole = asn1::Reader(value).next();
    if (!whole) return value;
    const ByteView rest = value.subspan(whole->encoded.size());
    return std::ranges::all_of(rest, [](std::byte b) { return b == std::byte{0}; }) ? whole->encoded : value;
}

class Reader {
public:
    Reader(const PackageSource& package, CertificateCache& cache) : package_(package), cache_(cache) {}

    PackageSignature read(const TrustStore& trust) {
        result_.signing_time = package_.signed_at;
        for (const XarSignature& signature : package_.signatures) {
            PackageSignatureCheck check{.style = signature.style};
            const auto verdict =
                signature.style == XarSignature::Style::rsa ? check_rsa(signature) : check_cms(signature);
            check.is_right = verdict.has_value();
            if (!verdict) check.problem = verdict.error().message;
            if (!verdict && result_.problem.empty()) result_.problem = check.problem;
            result_.checks.push_back(std::move(check));
        }
        if (several_signers_ && result_.problem.empty())
            result_.problem = "The signatures of the package are by different signers.";
        result_.signature_is_right = result_.problem.empty();
        order(trust);
        return std::move(result_);
    }

private:
    void keep(const CertificatePointer& certificate) {
        const auto known = [&](const CertificatePointer& other) { return other->sha256 == certificate->sha256; };
        if (certificate && std::ranges::none_of(result_.certificates, known))
            result_.certificates.push_back(certificate);
    }

    /// The first signature's signer stands for the package.
    void signed_by(const CertificatePointer& signer) {
        if (!signer) return;
        if (!result_.signer) result_.signer = signer;
        if (result_.signer->sha256 != signer->sha256) several_signers_ = true;
    }

    /// The leaf: the certificates stand leaf first.
    CertificatePointer take_certificates(const XarSignature& signature) {
        CertificatePointer leaf;
        for (std::size_t i = 0; i < signature.certificates.size(); ++i) {
            const CertificatePointer certificate = cache_.decode(signature.certificates[i]);
            if (!certificate) {
                result_.problems.push_back({"certificate-unreadable", "",
                                            "A certificate in the signature of the package cannot be decoded and is "
                                            "left out.",
                                            ProblemSeverity::error});
                continue;
            }
            if (i == 0) leaf = certificate;
            keep(certificate);
        }
        return leaf;
    }

    Result<void> check_rsa(const XarSignature& signature) {
        const CertificatePointer leaf = take_certificates(signature);
        signed_by(leaf);
        if (!leaf)
            return fail(ErrorCode::not_found, "The signature of the package does not carry the certificate of its "
                                              "signer, so it cannot be checked.");
        EVP_PKEY* key = X509_get0_pubkey(leaf->decoded.get());
        if (!key || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
            return fail(ErrorCode::unsupported,
                        fmt::format("The signature of the package should be by an RSA key, and its signer's key is "
                                    "{}.",
                                    leaf->public_key.empty() ? "unreadable" : leaf->public_key));
        if (is_made_by(key, package_.checksum_algorithm, package_.checksum, signature.value)) return {};
        return fail(ErrorCode::malformed, "The signature of the package does not fit its checksum: one of them was "
                                          "changed after signing.");
    }

    Result<void> check_cms(const XarSignature& signature) {
        (void)take_certificates(signature);
        auto data = parse_signed_data(without_padding(signature.value), cache_);
        if (!data) return std::unexpected(data.error());
        for (const CertificatePointer& certificate : data->certificates) keep(certificate);
        result_.problems.insert(result_.problems.end(), data->problems.begin(), data->problems.end());
        if (data->signers.empty())
            return fail(ErrorCode::malformed, "The CMS signature of the package names no signer.");
        const SignerInfo& signer = data->signers.front();
        signed_by(signer.certificate);
        if (signer.signing_time) result_.signing_time = signer.signing_time;
        if (signer.timestamp) {
            result_.timestamp = signer.timestamp->time;
            result_.timestamp_authority = signer.timestamp->authority;
        }
        if (data->content && *data->content != package_.checksum)
            return fail(ErrorCode::malformed, "The CMS signature of the package is about something else than the "
                                              "package's checksum.");
        return verify_signer(signer, package_.checksum);
    }

    void order(const TrustStore& trust) {
        if (!result_.signer) return;
        std::vector<CertificatePointer> chain = order_chain(result_.signer, result_.certificates);
        result_.signer_class = classify(chain);
        result_.chain = trust.anchor(result_.signer, result_.certificates);
        for (const CertificatePointer& certificate : result_.certificates)
            if (std::ranges::find(chain, certificate) == chain.end()) chain.push_back(certificate);
        result_.certificates = std::move(chain);
    }

    const PackageSource& package_;
    CertificateCache& cache_;
    PackageSignature result_;
    bool several_signers_ = false;
};

} // namespace

std::optional<std::string> PackageSignature::team_id() const {
    if (!signer || signer->organizational_unit.empty()) return std::nullopt;
    return signer->organizational_unit;
}

std::optional<PackageSignature> package_signature(const PackageSource& package, CertificateCache& certificates,
                                                  const TrustStore& trust) {
    if (package.signatures.empty()) return std::nullopt;
    return Reader(package, certificates).read(trust);
}

bool ticket_lists_package(const Ticket& ticket, const PackageSource& package) {
    constexpr std::size_t listed_bytes = 20;
    if (!package.checksum_is_right || package.checksum.size() < listed_bytes) return false;
    const ByteView listed = ByteView(package.checksum).first(listed_bytes);
    // Of a layout that is not known: entries cannot be told, but the checksum still stands in it or does not.
    if (ticket.entries.empty()) return !std::ranges::search(ticket.signed_bytes, listed).empty();
    return std::ranges::any_of(ticket.entries,
                               [&](const TicketEntry& entry) { return std::ranges::equal(entry.cdhash, listed); });
}

} // namespace nei::signature
