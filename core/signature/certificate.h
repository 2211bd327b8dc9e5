// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/timestamp.h"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct x509_st;

namespace nei::signature {

/// An X.509 certificate, reduced to what code signing asks of it. `der` is the whole of it for cryptographic checks.
struct Certificate {
    Bytes der;
    std::string common_name, organization, organizational_unit, country, user_id;
    std::string subject, issuer; ///< whole distinguished names in RFC 2253 form, UTF-8 unescaped
    std::string serial;          ///< hex
    std::string sha1, sha256;    ///< of `der`, hex
    Timestamp not_before{}, not_after{};
    std::vector<std::string> marker_oids;         ///< extensions below Apple's arc 1.2.840.113635.100, sorted
    std::vector<std::string> extended_key_usage;  ///< OIDs, sorted
    std::string public_key;                       ///< "RSA 2048", "EC P-256"
    bool is_authority = false;                    ///< basicConstraints CA
    std::string subject_key_id, authority_key_id; ///< hex, empty where the extension is absent
    /// `der` as OpenSSL decoded it, for cryptographic checks; never null in what CertificateCache gives.
    std::shared_ptr<x509_st> decoded;

    bool self_issued() const { return subject == issuer; }
    bool has_marker(std::string_view oid) const;
};

using CertificatePointer = std::shared_ptr<const Certificate>;

/// Decodes each distinct certificate once. The same three certificates recur in every item of a bundle, and decoding
/// their public keys is nearly all the time that reading a signature takes. Safe for use by several threads.
class CertificateCache {
public:
    /// Null where `der` is no certificate.
    CertificatePointer decode(ByteView der);

private:
    std::mutex mutex_;
    std::unordered_map<std::string_view, CertificatePointer> by_bytes_; ///< each key is its certificate's `der`
};

/// What a leaf certificate is for, by its marker OIDs and its issuer's (LWCRHelper.mm and policydb.cpp of Apple
/// Security, TN3161). Says what the certificate claims to be; whether Apple issued it, TrustStore knows.
enum class SignerClass {
    developer_id_application,
    development,
    distribution,
    mac_app_store,
    ios_app_store,
    testflight,
    apple_platform,
    developer_id_installer,
    self_signed,
    other,
};
std::string_view slug(SignerClass signer_class);

/// `chain` is leaf first; one certificate is enough for a self-signed leaf.
SignerClass classify(std::span<const CertificatePointer> chain);

/// Whether the key of `issuer` made the signature on `certificate`. SHA-1 is accepted: Apple's older chains have it.
bool is_signed_by(const Certificate& certificate, const Certificate& issuer);

/// Leaf first, each next one the issuer of the one before, as far as `certificates` reach (by names, no signatures
/// checked).
std::vector<CertificatePointer> order_chain(const CertificatePointer& leaf,
                                            std::span<const CertificatePointer> certificates);

} // namespace nei::signature
