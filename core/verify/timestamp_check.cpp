// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/timestamp_check.h"

#include "core/signature/asn1.h"

#include <algorithm>
#include <array>

namespace nei::verify {
namespace {

namespace asn1 = signature::asn1;

/// id-kp-timeStamping. RFC 3161, 2.3: without it any certificate of the same roots could say when something was signed.
constexpr std::string_view time_stamping_usage = "1.3.6.1.5.5.7.3.8";

/// hashedMessage of TSTInfo: SEQUENCE { version, policy, messageImprint SEQUENCE { hashAlgorithm, hashedMessage }, ...
/// }.
std::optional<Bytes> hashed_message(ByteView timestamp_info) {
    const auto info = asn1::Reader(timestamp_info).next(asn1::sequence);
    if (!info) return std::nullopt;
    asn1::Reader members(*info);
    members.next(asn1::integer);
    members.next(asn1::object_identifier);
    const auto imprint = members.next(asn1::sequence);
    if (!imprint) return std::nullopt;
    asn1::Reader parts(*imprint);
    parts.next(asn1::sequence);
    const auto hash = parts.next(asn1::octet_string);
    return hash ? asn1::octets(*hash) : std::nullopt;
}

/// The lengths of these digests differ, so the length says which one it is.
bool is_digest_of(const Bytes& hash, ByteView data) {
    constexpr std::array algorithms{DigestAlgorithm::sha1, DigestAlgorithm::sha256, DigestAlgorithm::sha384,
                                    DigestAlgorithm::sha512};
    for (const DigestAlgorithm algorithm : algorithms)
        if (hash.size() == digest_size(algorithm)) return digest(algorithm, data) == hash;
    return false;
}

} // namespace

bool timestamp_is_trusted(const signature::SignerInfo& signer, Anchors& anchors,
                          signature::CertificateCache& certificates) {
    if (!signer.timestamp) return false;
    const auto token = signature::parse_signed_data(signer.timestamp->token, certificates);
    if (!token || !token->content || token->signers.empty()) return false;
    const auto hash = hashed_message(*token->content);
    if (!hash || !is_digest_of(*hash, signer.signature)) return false;
    const signature::SignerInfo& authority = token->signers.front();
    if (!authority.certificate || !verify_signer(authority, *token->content)) return false;
    const auto& usage = authority.certificate->extended_key_usage;
    if (std::ranges::find(usage, time_stamping_usage) == usage.end()) return false;
    const Timestamp time = signer.timestamp->time;
    if (time < authority.certificate->not_before || time > authority.certificate->not_after) return false;
    const auto anchor = anchors.of(authority.certificate, token->certificates);
    return anchor == signature::ChainAnchor::apple || anchor == signature::ChainAnchor::given_root;
}

} // namespace nei::verify
