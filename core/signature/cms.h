// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/signature/certificate.h"

#include <map>
#include <optional>

namespace nei::signature {

/// An RFC 3161 time stamp found in a signer's unsigned attributes. Read here, verified in core/verify.
struct TimestampToken {
    Timestamp time{};
    std::vector<CertificatePointer> certificates;
    std::string authority; ///< common name of the time-stamp signer, empty where unknown
    Bytes token;           ///< the DER ContentInfo
};

/// One entry of the hash agility attribute 1.2.840.113635.100.9.2.
struct AgilityDigest {
    std::string algorithm_oid;
    Bytes digest; ///< untruncated hash of a code directory
};

struct SignerInfo {
    CertificatePointer certificate; ///< null where the CMS does not carry it
    std::optional<DigestAlgorithm> digest_algorithm;
    std::string digest_oid, signature_oid;
    /// The signed attributes exactly as encoded, tag A0 replaced by 31: what the signature is over. Empty where there
    /// are none; then it is over the content itself. Re-encoding would sort sets that genuine Apple signatures leave
    /// unsorted and so report a false failure.
    Bytes signed_attributes;
    Bytes signature;
    std::optional<Bytes> message_digest;
    std::optional<Timestamp> signing_time;
    std::optional<Timestamp> expiration;        ///< 1.2.840.113635.100.9.3
    std::vector<Bytes> agility_cdhashes;        ///< 1.2.840.113635.100.9.1, truncated cdhashes
    std::vector<AgilityDigest> agility_digests; ///< 1.2.840.113635.100.9.2
    std::optional<TimestampToken> timestamp;
};

/// A CMS SignedData (RFC 5652), walked so that certificates stay bytes until the cache decodes them.
struct SignedData {
    std::string content_type_oid;
    std::optional<Bytes> content; ///< absent in detached signatures
    std::vector<CertificatePointer> certificates;
    std::vector<SignerInfo> signers;
    Problems problems; ///< parts that could not be read
};

Result<SignedData> parse_signed_data(ByteView der, CertificateCache& certificates);

/// Whether the signer's digest and signature fit `content`. The sentence of the error says which of the two does not.
Result<void> verify_signer(const SignerInfo& signer, ByteView content);

} // namespace nei::signature
