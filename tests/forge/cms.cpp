// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/cms.h"

#include "core/plist/property_list.h"
#include "tests/forge/der.h"

namespace nei::forge {
namespace {

Bytes attribute(std::string_view oid, std::vector<Bytes> values) {
    return der::sequence({der::oid(oid), der::set_of(std::move(values))});
}

std::string_view digest_oid(DigestAlgorithm algorithm) {
    switch (algorithm) {
    case DigestAlgorithm::sha1: return "1.3.14.3.2.26";
    case DigestAlgorithm::sha256: return "2.16.840.1.101.3.4.2.1";
    case DigestAlgorithm::sha384: return "2.16.840.1.101.3.4.2.2";
    case DigestAlgorithm::sha512: break;
    }
    return "2.16.840.1.101.3.4.2.3";
}

Bytes agility_plist(const std::vector<Bytes>& cdhashes) {
    plist::Array list;
    for (const Bytes& cdhash : cdhashes) list.emplace_back(cdhash);
    return to_bytes(as_bytes(plist::to_xml(plist::Dictionary{{"cdhashes", std::move(list)}})));
}

std::vector<Bytes> signed_attributes(const CmsOptions& options, ByteView content) {
    std::vector<Bytes> all;
    all.push_back(attribute("1.2.840.113549.1.9.3", {der::oid(options.content_type)}));
    if (options.signing_time) all.push_back(attribute("1.2.840.113549.1.9.5", {der::time(*options.signing_time)}));
    all.push_back(attribute("1.2.840.113549.1.9.4", {der::octets(digest(options.digest, content))}));
    if (!options.agility_cdhashes.empty())
        all.push_back(attribute("1.2.840.113635.100.9.1", {der::octets(agility_plist(options.agility_cdhashes))}));
    if (!options.agility_digests.empty()) {
        std::vector<Bytes> values;
        for (const auto& [algorithm, hash] : options.agility_digests)
            values.push_back(der::sequence({der::oid(digest_oid(algorithm)), der::octets(hash)}));
        all.push_back(der::sequence({der::oid("1.2.840.113635.100.9.2"),
                                     options.agility_in_order ? der::set_in_order(values) : der::set_of(values)}));
    }
    if (options.expiration) all.push_back(attribute("1.2.840.113635.100.9.3", {der::time(*options.expiration)}));
    all.insert(all.end(), options.more_attributes.begin(), options.more_attributes.end());
    return all;
}

/// The same value with the tag of `[number] IMPLICIT` and its length kept.
Bytes retagged(Bytes value, unsigned number) {
    value.at(0) = static_cast<std::byte>(0xa0 | number);
    return value;
}

Bytes issuer_and_serial(const Identity& signer) {
    const IssuedCertificate& issuer = signer.chain.size() > 1 ? signer.chain[1] : signer.chain[0];
    // An incomplete chain lacks the issuer itself, never its name.
    const bool complete = signer.chain.size() != 2;
    const Bytes name = complete ? issuer.spec.subject.der()
                       : signer.kind == SignerKind::developer_id
                           ? authorities::developer_id().spec.subject.der()
                           : authorities::developer_relations().spec.subject.der();
    return der::sequence({name, signer.leaf().serial()});
}

} // namespace

Bytes make_cms(const CmsOptions& options, const Identity& signer, ByteView content) {
    const Key& key = signer.key();
    std::vector<Bytes> signer_info{der::integer(1), issuer_and_serial(signer), der::digest_algorithm(options.digest)};
    Bytes signature;
    if (options.signed_attributes) {
        const Bytes attributes = der::set_of(signed_attributes(options, content));
        signature = key.sign(options.digest, attributes);
        signer_info.push_back(retagged(attributes, 0));
    } else {
        signature = key.sign(options.digest, content);
    }
    signer_info.push_back(key.elliptic() ? key.signature_algorithm(options.digest)
                                         : der::sequence({der::oid("1.2.840.113549.1.1.1"), der::null()}));
    signer_info.push_back(der::octets(signature));
    if (options.timestamp) {
        const Bytes token = make_timestamp_token(signature, *options.timestamp);
        signer_info.push_back(retagged(der::set_of({attribute("1.2.840.113549.1.9.16.2.14", {token})}), 1));
    }

    std::vector<Bytes> encapsulated{der::oid(options.content_type)};
    if (!options.detached) encapsulated.push_back(der::context(0, der::octets(content)));
    const bool plain_data = options.content_type == "1.2.840.113549.1.7.1";
    return der::sequence({
        der::oid("1.2.840.113549.1.7.2"),
        der::context(0, der::sequence({
                            der::integer(plain_data ? 1 : 3),
                            der::set_of({der::digest_algorithm(options.digest)}),
                            der::sequence(encapsulated),
                            retagged(der::set_of(signer.certificates()), 0),
                            der::set_of({der::sequence(signer_info)}),
                        })),
    });
}

Bytes make_timestamp_token(ByteView signature, Timestamp time) {
    const Identity authority = timestamp_identity();
    const Bytes imprint = digest(DigestAlgorithm::sha256, signature);
    Bytes serial = imprint;
    serial.resize(8);
    const Bytes info = der::sequence({
        der::integer(1),
        der::oid("1.2.840.113635.100.10.1"),
        der::sequence({der::digest_algorithm(DigestAlgorithm::sha256), der::octets(imprint)}),
        der::unsigned_integer(serial),
        der::generalized_time(time),
    });
    // ESSCertID: which certificate the authority signs with.
    const Bytes certificate_id = der::sequence(
        {der::sequence({der::sequence({der::octets(digest(DigestAlgorithm::sha1, authority.leaf().der))})})});
    CmsOptions options;
    options.detached = false;
    options.signing_time = time;
    options.content_type = "1.2.840.113549.1.9.16.1.4";
    options.more_attributes = {attribute("1.2.840.113549.1.9.16.2.12", {certificate_id})};
    return make_cms(options, authority, info);
}

} // namespace nei::forge
