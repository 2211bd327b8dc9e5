// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/ticket_check.h"

#include "core/signature/openssl.h"

#include <algorithm>

namespace nei::verify {
namespace {

constexpr std::uint8_t hash_type_sha256 = 2; ///< the only one that tickets list

} // namespace

bool ticket_is_trusted(const signature::Ticket& ticket, const signature::TrustStore& trust) {
    if (ticket.certificates.empty() || ticket.signature.empty()) return false;
    const signature::CertificatePointer& leaf = ticket.certificates.front();
    const auto anchor = trust.anchor(leaf, ticket.certificates);
    if (anchor != signature::ChainAnchor::apple && anchor != signature::ChainAnchor::given_root) return false;
    EVP_PKEY* key = X509_get0_pubkey(leaf->decoded.get());
    const signature::DigestContextPointer context(EVP_MD_CTX_new());
    return key != nullptr && context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), signature::openssl_bytes(ticket.signature), ticket.signature.size(),
                            signature::openssl_bytes(ticket.signed_bytes), ticket.signed_bytes.size()) == 1;
}

bool ticket_covers(const signature::Ticket& ticket, std::span<const Bytes> cdhashes) {
    return std::ranges::any_of(cdhashes, [&](const Bytes& cdhash) {
        return std::ranges::any_of(ticket.entries, [&](const signature::TicketEntry& entry) {
            return entry.hash_type == hash_type_sha256 && entry.cdhash == cdhash;
        });
    });
}

} // namespace nei::verify
