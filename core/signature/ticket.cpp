// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/ticket.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"
#include "core/signature/asn1.h"

#include <fmt/format.h>

namespace nei::signature {
namespace {

constexpr std::string_view magic = "s8ch";
constexpr std::string_view payload_magic = "g8tk";
constexpr std::uint32_t known_version = 1;
constexpr std::uint16_t known_payload_version = 2;
constexpr std::size_t cdhash_size = 20;
constexpr std::size_t entry_size = 1 + cdhash_size;

// Issue times are seconds since 1970; those after the year 9999 are damage, and would overflow a calendar.
constexpr std::uint64_t latest_time = 253'402'300'799;

void note(Ticket& ticket, std::string code, std::string message) {
    ticket.problems.push_back({std::move(code), "", std::move(message), ProblemSeverity::error});
}

void read_certificates(ByteView chain, CertificateCache& cache, Ticket& ticket) {
    asn1::Reader outer(chain);
    const auto list = outer.next(asn1::sequence);
    if (!list) return note(ticket, "ticket-certificates", "The ticket's certificates cannot be read.");
    asn1::Reader members(*list);
    std::size_t read = 0;
    while (const auto member = members.next(asn1::sequence)) {
        if (read++ == limits::certificates)
            return note(ticket, "ticket-certificates",
                        fmt::format("The ticket has more than {} certificates.", limits::certificates));
        if (auto certificate = cache.decode(member->encoded))
            ticket.certificates.push_back(std::move(certificate));
        else
            note(ticket, "ticket-certificates", "One of the ticket's certificates cannot be read.");
    }
    if (!members.at_end()) note(ticket, "ticket-certificates", "The ticket's list of certificates is cut off.");
}

/// False where the payload is not of the known layout.
bool read_payload(ByteView payload, Ticket& ticket) {
    ByteReader reader(payload, std::endian::little);
    const ByteView start = reader.bytes(payload_magic.size());
    const std::uint16_t version = reader.u16();
    const std::uint16_t digest_length = reader.u16();
    const std::uint32_t count = reader.u32();
    reader.skip(4); // flags
    const std::uint64_t time = reader.u64();
    if (reader.failed() || as_text(start) != payload_magic || digest_length != cdhash_size ||
        count > reader.remaining() / entry_size)
        return false;
    if (version != known_payload_version)
        note(ticket, "ticket-version",
             fmt::format("The ticket's content is of version {}; {} is known and was assumed.", version,
                         known_payload_version));
    if (time <= latest_time) ticket.issued = Timestamp(std::chrono::seconds(time));
    ticket.entries.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        TicketEntry entry;
        entry.hash_type = reader.u8();
        entry.cdhash = to_bytes(reader.bytes(cdhash_size));
        ticket.entries.push_back(std::move(entry));
    }
    return true;
}

void read_signature(ByteView rest, Ticket& ticket) {
    asn1::Reader reader(rest);
    if (const auto signature = reader.next(asn1::sequence))
        ticket.signature = to_bytes(signature->encoded);
    else
        note(ticket, "ticket-signature", "The ticket carries no readable signature, so it cannot be checked.");
}

} // namespace

bool looks_like_ticket(ByteView bytes) {
    return as_text(bytes).starts_with(magic);
}

Result<Ticket> parse_ticket(ByteView bytes, CertificateCache& certificates) {
    if (bytes.size() > limits::ticket_bytes)
        return fail(ErrorCode::too_large, fmt::format("The ticket has {} bytes; more than {} are not read.",
                                                      bytes.size(), limits::ticket_bytes));
    if (!looks_like_ticket(bytes))
        return fail(ErrorCode::malformed, "A stapled ticket starts with \"s8ch\"; this file does not.");
    ByteReader reader(bytes, std::endian::little);
    reader.skip(magic.size());
    Ticket ticket;
    ticket.version = reader.u32();
    const std::uint32_t chain_length = reader.u32();
    const std::uint32_t payload_length = reader.u32();
    const ByteView chain = reader.bytes(chain_length);
    const ByteView payload = reader.bytes(payload_length);
    if (reader.failed() || !read_payload(payload, ticket)) {
        note(
            ticket, "ticket-layout",
            "The stapled ticket is cut off or of a layout that is not known; only whether a cdhash stands in it can be "
            "told.");
        ticket.signed_bytes = to_bytes(bytes);
        return ticket;
    }
    if (ticket.version != known_version)
        note(ticket, "ticket-version",
             fmt::format("The ticket is of version {}; {} is known and was assumed.", ticket.version, known_version));
    read_certificates(chain, certificates, ticket);
    ticket.signed_bytes = to_bytes(bytes.first(reader.offset()));
    read_signature(bytes.subspan(reader.offset()), ticket);
    return ticket;
}

} // namespace nei::signature
