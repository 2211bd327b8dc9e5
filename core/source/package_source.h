// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/digest.h"
#include "core/base/timestamp.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nei::source {

/// One signature in the table of contents of a xar archive. https://github.com/apple-oss-distributions/xar
struct XarSignature {
    enum class Style { rsa, cms } style = Style::rsa; ///< elements `signature` and `x-signature`
    Bytes value;                                      ///< over the checksum of the table of contents
    std::vector<Bytes> certificates;                  ///< DER, leaf first
};

std::string_view slug(XarSignature::Style style);

/// What a flat installer package says of itself beside its files. What it means is for core/signature.
struct PackageSource {
    std::string folder; ///< that holds its files in the tree: "" or "inner.pkg!"
    DigestAlgorithm checksum_algorithm = DigestAlgorithm::sha1;
    Bytes checksum;                       ///< as stored in the heap; what signatures sign
    bool checksum_is_right = false;       ///< the table of contents has this checksum
    std::vector<XarSignature> signatures; ///< in the order of the table
    std::optional<Timestamp> signed_at;   ///< as the table says; absent in most packages
    std::optional<Bytes> ticket;          ///< stapled behind the archive
};

} // namespace nei::source
