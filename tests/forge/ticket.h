// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/timestamp.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace nei::forge {

/// A hash in a ticket that is no SHA-256 cdhash: of an installer package, the checksum of its table of contents.
struct TicketHash {
    std::uint8_t type = 2; ///< 1: SHA-1, 2: SHA-256
    Bytes hash;
};

/// A stapled notarisation ticket (`Contents/CodeResources`) that covers these truncated SHA-256 cdhashes, and before
/// them the package that holds their code.
Bytes make_ticket(const std::vector<Bytes>& cdhashes, Timestamp issued,
                  const std::optional<TicketHash>& package = std::nullopt);

} // namespace nei::forge
