// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/timestamp.h"
#include "tests/forge/identities.h"

#include <optional>
#include <utility>

namespace nei::forge {

/// How a CMS SignedData with one signer is written (RFC 5652).
struct CmsOptions {
    DigestAlgorithm digest = DigestAlgorithm::sha256;
    bool detached = true;
    bool signed_attributes = true; ///< without them the signature is over the content itself, as old signers did it
    std::optional<Timestamp> signing_time;
    std::optional<Timestamp> timestamp;  ///< adds a time-stamp token of this time
    std::optional<Timestamp> expiration; ///< attribute 1.2.840.113635.100.9.3
    std::vector<Bytes> agility_cdhashes; ///< attribute 9.1: truncated cdhashes of all code directories
    std::vector<std::pair<DigestAlgorithm, Bytes>> agility_digests; ///< attribute 9.2: their whole digests
    bool agility_in_order = false; ///< leave the values of 9.2 unsorted, as some genuine signatures have them
    std::string content_type = "1.2.840.113549.1.7.1";
    std::vector<Bytes> more_attributes; ///< whole signed attributes
};

Bytes make_cms(const CmsOptions& options, const Identity& signer, ByteView content);

/// RFC 3161 token over `signature`, by the forged time-stamp authority.
Bytes make_timestamp_token(ByteView signature, Timestamp time);

} // namespace nei::forge
