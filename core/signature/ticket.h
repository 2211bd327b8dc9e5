// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/certificate.h"

#include <optional>

namespace nei::signature {

struct TicketEntry {
    std::uint8_t hash_type = 0;
    Bytes cdhash; ///< truncated to 20 bytes
    bool operator==(const TicketEntry&) const = default;
};

/// A stapled notarisation ticket: `Contents/CodeResources` of a bundle. Little-endian; layout worked out from shipped
/// tickets (magic `s8ch`, certificate chain, payload `g8tk`, ECDSA signature over all before it).
struct Ticket {
    std::uint32_t version = 0;
    std::vector<CertificatePointer> certificates; ///< leaf first
    std::optional<Timestamp> issued;
    std::vector<TicketEntry> entries;
    /// Header, chain and payload: what the signature is over. Of a layout that is not known the whole ticket: a cdhash
    /// can still be searched in it.
    Bytes signed_bytes;
    Bytes signature; ///< DER ECDSA, without its zero padding
    Problems problems;
};

/// Whether these bytes are a ticket rather than an old-style resource seal of the same file name.
bool looks_like_ticket(ByteView bytes);

/// An error only where this is no ticket, or too large a one. What has the magic but another layout gives a ticket
/// without entries, and the problem "ticket-layout".
Result<Ticket> parse_ticket(ByteView bytes, CertificateCache& certificates);

} // namespace nei::signature
