// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/timestamp.h"
#include "tests/forge/identities.h"

#include <map>
#include <optional>
#include <string>

namespace nei::forge {

struct XarMember {
    Bytes content;
    bool deflated = false; ///< as Apple's tools store all but what is compressed already
};

/// How a xar archive is written: the container of flat installer packages.
struct XarOptions {
    DigestAlgorithm checksum = DigestAlgorithm::sha1;
    std::optional<Identity> signer{};     ///< absent: not signed
    bool rsa = true, cms = false;         ///< which signatures a signer makes
    bool checksum_is_digest = false;      ///< sign the checksum as if it were the digest, as `xar --digestinfo-to-sign`
    std::optional<Timestamp> timestamp{}; ///< of the CMS signature
    std::optional<Timestamp> signed_at{}; ///< the table's own signature-creation-time
    Timestamp date{};
    bool table_differs = false; ///< the table was changed after its checksum was made
    bool wrong_rsa = false, wrong_cms = false, wrong_checksum = false; ///< a bit of the value is another
    std::string checksum_style{}; ///< what the table calls the checksum, where that is not its name
};

struct Xar {
    Bytes bytes;
    Bytes checksum; ///< of the table of contents as it was signed
};

/// `members` by path; folders are made for them.
Xar make_xar(const std::map<std::string, XarMember>& members, const XarOptions& options);

/// What Apple's stapler writes behind a package: a mark where to stop, and the ticket.
Bytes ticket_trailers(ByteView ticket);

} // namespace nei::forge
