// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/ticket.h"
#include "core/signature/trust.h"
#include "core/source/package_source.h"

#include <optional>
#include <string>
#include <vector>

namespace nei::signature {

/// One of the signatures in a package's table of contents. Packages have one by the bare key (RSA) for old systems, and
/// one as CMS, which can carry a time stamp.
struct PackageSignatureCheck {
    source::XarSignature::Style style = source::XarSignature::Style::rsa;
    bool is_right = false; ///< the signer's key made it, over the checksum
    std::string problem{}; ///< sentence that says why it is not right; empty where it is
};

/// What the signatures of a flat installer package say, and how far they are true. They sign the checksum of the
/// package's table of contents; the table has the checksums of all files.
struct PackageSignature {
    bool signature_is_right = false; ///< all signatures are, and are of one signer
    std::string problem;             ///< sentence that says why not; empty where they are right
    std::vector<PackageSignatureCheck> checks;
    std::vector<CertificatePointer> certificates; ///< signer's chain, leaf first; others after it
    CertificatePointer signer;                    ///< leaf; null where no certificate can be read
    SignerClass signer_class = SignerClass::other;
    ChainAnchor chain = ChainAnchor::unknown;
    std::optional<Timestamp> signing_time; ///< the signer's own claim
    std::optional<Timestamp> timestamp;    ///< from a time-stamp authority; read, not verified
    std::string timestamp_authority;       ///< common name, empty where unknown
    Problems problems;                     ///< without paths

    /// Subject OU of the signer, the team as Apple counts it; absent without a signer or OU.
    std::optional<std::string> team_id() const;
};

/// Absent where the package is not signed.
std::optional<PackageSignature> package_signature(const source::PackageSource& package, CertificateCache& certificates,
                                                  const TrustStore& trust);

/// Whether a stapled ticket is about this package: it then lists the checksum of the table of contents beside the
/// cdhashes of the code in the payload. One whose table was changed is another package.
bool ticket_lists_package(const Ticket& ticket, const source::PackageSource& package);

} // namespace nei::signature
