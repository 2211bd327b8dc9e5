// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/certificate.h"

namespace nei::signature {

/// Where a chain ends.
enum class ChainAnchor {
    apple,       ///< one of Apple's root certificates (resources/certificates)
    given_root,  ///< a root that the user named with --trust-root
    self_signed, ///< the leaf signed itself
    unknown,     ///< incomplete, wrongly signed, or a root that nobody named
};
std::string_view slug(ChainAnchor anchor);

/// The roots that chains are judged against. Apple's are always there; others only where the user named them.
class TrustStore {
public:
    /// Apple Root CA, Apple Root CA - G2 and - G3.
    static TrustStore apple();

    /// Adds the certificates of a PEM file (any number of them) or of a DER file (one).
    Result<void> add_given(ByteView pem_or_der);

    /// Where the chain that starts at `leaf` ends. Each certificate's signature is checked with its issuer's key;
    /// dates and revocation are not (they are judged where a date is known).
    ChainAnchor anchor(const CertificatePointer& leaf, std::span<const CertificatePointer> certificates) const;

    bool has_given_roots() const { return !given_.empty(); }

    const std::vector<CertificatePointer>& apple_roots() const { return apple_; }
    const std::vector<CertificatePointer>& given_roots() const { return given_; }

private:
    std::vector<CertificatePointer> apple_, given_;
};

} // namespace nei::signature
