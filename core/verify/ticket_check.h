// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/ticket.h"
#include "core/signature/trust.h"

namespace nei::verify {

/// Whether a stapled ticket is signed by its leaf certificate, and that one's chain ends at a trusted root.
bool ticket_is_trusted(const signature::Ticket& ticket, const signature::TrustStore& trust);

/// Whether one of these SHA-256 cdhashes is in the ticket. Code with none has no entry to look for.
bool ticket_covers(const signature::Ticket& ticket, std::span<const Bytes> cdhashes);

} // namespace nei::verify
