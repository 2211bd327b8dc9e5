// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/ticket.h"

#include "tests/forge/byte_writer.h"
#include "tests/forge/der.h"
#include "tests/forge/identities.h"

namespace nei::forge {

Bytes make_ticket(const std::vector<Bytes>& cdhashes, Timestamp issued, const std::optional<TicketHash>& package) {
    ByteWriter payload(std::endian::little);
    payload.text("g8tk").u16(2).u16(20).u32(cdhashes.size() + (package ? 1 : 0)).u32(0);
    payload.u64(static_cast<std::uint64_t>(issued.time_since_epoch().count()));
    if (package) payload.u8(package->type).bytes(ByteView(package->hash).first(20));
    for (const Bytes& cdhash : cdhashes) payload.u8(2).bytes(ByteView(cdhash).first(20));

    const Identity signer = ticket_identity();
    const Bytes chain = der::sequence({signer.chain[0].der, signer.chain[1].der}); // the root is left out
    ByteWriter ticket(std::endian::little);
    ticket.text("s8ch").u32(1).u32(chain.size()).u32(payload.size()).bytes(chain).bytes(payload.out());
    const Bytes signature = signer.key().sign(DigestAlgorithm::sha256, ticket.out());
    constexpr std::size_t signature_room = 72;
    return ticket.bytes(signature).zeros(signature_room - signature.size()).take();
}

} // namespace nei::forge
