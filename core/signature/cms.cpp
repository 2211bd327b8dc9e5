// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/cms.h"

#include "core/base/limits.h"
#include "core/plist/property_list.h"
#include "core/signature/asn1.h"
#include "core/signature/openssl.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::signature {
namespace {

namespace oid {
constexpr std::string_view signed_data = "1.2.840.113549.1.7.2";
constexpr std::string_view timestamp_info = "1.2.840.113549.1.9.16.1.4";
constexpr std::string_view message_digest = "1.2.840.113549.1.9.4";
constexpr std::string_view signing_time = "1.2.840.113549.1.9.5";
constexpr std::string_view timestamp_token = "1.2.840.113549.1.9.16.2.14";
constexpr std::string_view agility_cdhashes = "1.2.840.113635.100.9.1";
constexpr std::string_view agility_digests = "1.2.840.113635.100.9.2";
constexpr std::string_view expiration = "1.2.840.113635.100.9.3";
} // namespace oid

enum class Timestamps { read, ignore }; ///< a time stamp is a CMS itself; those inside it are not looked into

std::unexpected<Error> malformed(std::string_view what) {
    return fail(ErrorCode::malformed, fmt::format("The CMS signature is damaged: {}.", what));
}

Problem problem(std::string code, std::string message) {
    return {std::move(code), "", std::move(message), ProblemSeverity::error};
}

std::optional<DigestAlgorithm> digest_of(std::string_view digest_oid) {
    if (digest_oid == "1.3.14.3.2.26") return DigestAlgorithm::sha1;
    if (digest_oid == "2.16.840.1.101.3.4.2.1") return DigestAlgorithm::sha256;
    if (digest_oid == "2.16.840.1.101.3.4.2.2") return DigestAlgorithm::sha384;
    if (digest_oid == "2.16.840.1.101.3.4.2.3") return DigestAlgorithm::sha512;
    return std::nullopt;
}

/// AlgorithmIdentifier: SEQUENCE { OBJECT IDENTIFIER, parameters? }. Empty where it is none.
std::string algorithm_oid(const asn1::Value& algorithm) {
    asn1::Reader fields(algorithm);
    const auto identifier = fields.next(asn1::object_identifier);
    fields.next();
    return identifier && fields.at_end() ? asn1::object_identifier_text(*identifier) : std::string();
}

bool are_algorithms(const asn1::Value& set) {
    asn1::Reader members(set);
    while (const auto member = members.next(asn1::sequence))
        if (algorithm_oid(*member).empty()) return false;
    return members.at_end();
}

// --- certificates and who signed ---

struct EmbeddedCertificate {
    ByteView issuer, serial; ///< encoded, as SignerInfo repeats them
    CertificatePointer certificate;
};

/// TBSCertificate starts { [0] version, INTEGER serial, SEQUENCE algorithm, Name issuer, ... }.
EmbeddedCertificate with_issuer_and_serial(const asn1::Value& value, CertificatePointer certificate) {
    EmbeddedCertificate result{{}, {}, std::move(certificate)};
    const auto body = asn1::Reader(value).next(asn1::sequence);
    if (!body) return result;
    asn1::Reader fields(*body);
    fields.next_if(asn1::context(0));
    const auto serial = fields.next(asn1::integer);
    fields.next(asn1::sequence);
    const auto issuer = fields.next(asn1::sequence);
    if (serial && issuer) {
        result.issuer = issuer->encoded;
        result.serial = serial->encoded;
    }
    return result;
}

using EmbeddedCertificates = std::vector<EmbeddedCertificate>;

Result<void> read_certificates(const asn1::Value& certificates, CertificateCache& cache, EmbeddedCertificates& found,
                               Problems& problems) {
    asn1::Reader members(certificates);
    std::size_t read = 0;
    while (const auto member = members.next()) {
        if (member->tag != asn1::sequence) continue; // attribute certificates and other kinds, unused by Apple
        if (read++ == limits::certificates) {
            problems.push_back(problem("too-many-certificates",
                                       fmt::format("The CMS signature holds more than {} certificates; only the first "
                                                   "{} are read.",
                                                   limits::certificates, limits::certificates)));
            return {};
        }
        CertificatePointer certificate = cache.decode(member->encoded);
        if (certificate)
            found.push_back(with_issuer_and_serial(*member, std::move(certificate)));
        else
            problems.push_back(problem("certificate-unreadable",
                                       "A certificate in the CMS signature cannot be decoded and is left out."));
    }
    if (!members.at_end()) return malformed("its list of certificates is cut off");
    return {};
}

bool equal(ByteView a, ByteView b) {
    return std::ranges::equal(a, b);
}

bool is_name(const asn1::Value& value) {
    const unsigned char* position = openssl_bytes(value.encoded);
    const unsigned char* const end = position + value.encoded.size();
    const X509NamePointer name(d2i_X509_NAME(nullptr, &position, static_cast<long>(value.encoded.size())));
    return name && position == end;
}

/// By issuer and serial number (SEQUENCE) or subject key identifier ([0]); null where no certificate fits.
Result<CertificatePointer> find_signer(const asn1::Value& identifier, const EmbeddedCertificates& certificates) {
    if (identifier.tag == asn1::context(0)) {
        const auto key_id = asn1::octets(identifier);
        const std::string wanted = key_id ? to_hex(*key_id) : std::string();
        if (wanted.empty()) return malformed("a signer does not say whose certificate it used");
        for (const EmbeddedCertificate& known : certificates)
            if (known.certificate->subject_key_id == wanted) return known.certificate;
        return nullptr;
    }
    asn1::Reader fields(identifier);
    const auto issuer = fields.next(asn1::sequence);
    const auto serial = fields.next(asn1::integer);
    if (identifier.tag != asn1::sequence || !issuer || !serial || !fields.at_end())
        return malformed("a signer does not say whose certificate it used");
    for (const EmbeddedCertificate& known : certificates)
        if (equal(known.issuer, issuer->encoded) && equal(known.serial, serial->encoded)) return known.certificate;
    if (!is_name(*issuer)) return malformed("the name of a signer's issuer is cut off");
    return nullptr;
}

// --- attributes ---

/// The plist of attribute 9.1: { cdhashes = ( <20 bytes>, ... ) }.
void read_agility_plist(const asn1::Value& value, SignerInfo& signer, Problems& problems) {
    const auto text = asn1::octets(value);
    const auto document = text ? plist::parse(*text) : fail(ErrorCode::malformed, "");
    const plist::Value* hashes = document ? document->value.find("cdhashes") : nullptr;
    const plist::Array* array = hashes ? hashes->array() : nullptr;
    if (!array) {
        problems.push_back(problem("hash-agility-unreadable",
                                   "The CMS signature's list of code directory hashes (1.2.840.113635.100.9.1) is no "
                                   "property list with \"cdhashes\"."));
        return;
    }
    for (const plist::Value& hash : *array)
        if (const Bytes* bytes = hash.data()) signer.agility_cdhashes.push_back(*bytes);
}

void read_agility_digest(const asn1::Value& value, SignerInfo& signer, Problems& problems) {
    asn1::Reader fields(value);
    const auto algorithm = fields.next(asn1::object_identifier);
    const auto hash = fields.next(asn1::octet_string);
    const auto bytes = hash ? asn1::octets(*hash) : std::nullopt;
    if (!algorithm || !bytes) {
        problems.push_back(problem("hash-agility-unreadable",
                                   "A code directory hash in the CMS signature (1.2.840.113635.100.9.2) is damaged."));
        return;
    }
    signer.agility_digests.push_back({asn1::object_identifier_text(*algorithm), *bytes});
}

void read_signed_attribute(std::string_view type, const asn1::Value& value, SignerInfo& signer, Problems& problems) {
    if (type == oid::message_digest)
        signer.message_digest = asn1::octets(value);
    else if (type == oid::signing_time)
        signer.signing_time = asn1::time(value);
    else if (type == oid::expiration)
        signer.expiration = asn1::time(value);
    else if (type == oid::agility_cdhashes)
        read_agility_plist(value, signer, problems);
    else if (type == oid::agility_digests)
        read_agility_digest(value, signer, problems);
}

/// Calls `read(type, value)` for each value of each Attribute: SEQUENCE { OBJECT IDENTIFIER, SET OF value }.
template <class Read>
Result<void> for_each_attribute(const asn1::Value& attributes, Read read) {
    asn1::Reader list(attributes);
    std::size_t count = 0;
    while (const auto attribute = list.next(asn1::sequence)) {
        asn1::Reader fields(*attribute);
        const auto type = fields.next(asn1::object_identifier);
        const auto values = fields.next(asn1::set);
        if (!type || !values || !fields.at_end()) return malformed("an attribute of a signer is no type with values");
        const std::string type_text = asn1::object_identifier_text(*type);
        asn1::Reader members(*values);
        while (const auto value = members.next()) {
            if (count++ == limits::cms_attribute_values)
                return fail(ErrorCode::too_large, fmt::format("The attributes of a signer have more than {} values; no "
                                                              "more are read.",
                                                              limits::cms_attribute_values));
            read(type_text, *value);
        }
        if (!members.at_end()) return malformed(fmt::format("the values of attribute {} are cut off", type_text));
    }
    if (!list.at_end()) return malformed("the attributes of a signer are cut off");
    return {};
}

/// What the signature of a signer with attributes is over: the attributes as they stand, their tag made that of a SET.
/// An indefinite length has to become a definite one; nothing else is touched.
Bytes as_signed(const asn1::Value& attributes) {
    if (!attributes.indefinite) {
        Bytes bytes = to_bytes(attributes.encoded);
        bytes[0] = std::byte{0x31};
        return bytes;
    }
    std::array<unsigned char, 16> header{};
    unsigned char* end = header.data();
    ASN1_put_object(&end, 1, static_cast<int>(attributes.content.size()), V_ASN1_SET, V_ASN1_UNIVERSAL);
    Bytes bytes = to_bytes(std::as_bytes(std::span(header.data(), end)));
    bytes.insert(bytes.end(), attributes.content.begin(), attributes.content.end());
    return bytes;
}

Result<SignedData> parse(ByteView der, CertificateCache& cache, Timestamps timestamps);

/// genTime of TSTInfo: SEQUENCE { version, policy, messageImprint, serialNumber, GeneralizedTime genTime, ... }.
std::optional<Timestamp> generation_time(ByteView timestamp_info) {
    const auto info = asn1::Reader(timestamp_info).next(asn1::sequence);
    if (!info) return std::nullopt;
    asn1::Reader fields(*info);
    fields.next(asn1::integer);
    fields.next(asn1::object_identifier);
    fields.next(asn1::sequence);
    fields.next(asn1::integer);
    const auto generated = fields.next();
    return generated ? asn1::time(*generated) : std::nullopt;
}

std::optional<TimestampToken> read_timestamp(const asn1::Value& value, CertificateCache& cache, Problems& problems) {
    auto token = parse(value.encoded, cache, Timestamps::ignore);
    const bool holds_time = token && token->content && token->content_type_oid == oid::timestamp_info;
    const auto moment = holds_time ? generation_time(token->content.value()) : std::nullopt;
    if (!moment) {
        problems.push_back(
            problem("timestamp-unreadable", "The CMS signature's time stamp is damaged and was not read."));
        return std::nullopt;
    }
    TimestampToken result{*moment, std::move(token->certificates), "", to_bytes(value.encoded)};
    if (!token->signers.empty() && token->signers[0].certificate)
        result.authority = token->signers[0].certificate->common_name;
    return result;
}

// --- signers ---

struct Context {
    CertificateCache& cache;
    const EmbeddedCertificates& certificates;
    Timestamps timestamps;
    Problems& problems;
};

/// SignerInfo: SEQUENCE { version, sid, digestAlgorithm, [0] signedAttrs?, signatureAlgorithm, signature,
/// [1] unsignedAttrs? }.
Result<SignerInfo> read_signer(const asn1::Value& value, const Context& context) {
    SignerInfo signer;
    asn1::Reader fields(value);
    const auto version = fields.next(asn1::integer);
    const auto identifier = fields.next();
    const auto digest_algorithm = fields.next(asn1::sequence);
    const auto signed_attributes = fields.next_if(asn1::context(0));
    const auto signature_algorithm = fields.next(asn1::sequence);
    const auto signature = fields.next(asn1::octet_string);
    const auto unsigned_attributes = fields.next_if(asn1::context(1));
    if (!version || !identifier || !digest_algorithm || !signature_algorithm || !signature || !fields.at_end())
        return malformed("a signer has parts that are missing, cut off or not where they belong");
    auto certificate = find_signer(*identifier, context.certificates);
    if (!certificate) return std::unexpected(certificate.error());
    signer.certificate = std::move(*certificate);
    signer.digest_oid = algorithm_oid(*digest_algorithm);
    signer.signature_oid = algorithm_oid(*signature_algorithm);
    if (signer.digest_oid.empty() || signer.signature_oid.empty())
        return malformed("a signer does not name its algorithms");
    signer.digest_algorithm = digest_of(signer.digest_oid);
    auto signature_bytes = asn1::octets(*signature);
    if (!signature_bytes) return malformed("the signature bytes are cut off");
    signer.signature = std::move(*signature_bytes);

    if (signed_attributes) {
        const auto read = for_each_attribute(*signed_attributes, [&](std::string_view type, const asn1::Value& member) {
            read_signed_attribute(type, member, signer, context.problems);
        });
        if (!read) return std::unexpected(read.error());
        signer.signed_attributes = as_signed(*signed_attributes);
    }
    if (unsigned_attributes) {
        const auto read =
            for_each_attribute(*unsigned_attributes, [&](std::string_view type, const asn1::Value& member) {
                if (type == oid::timestamp_token && context.timestamps == Timestamps::read && !signer.timestamp)
                    signer.timestamp = read_timestamp(member, context.cache, context.problems);
            });
        // They are not signed: what is wrong with them takes nothing from the signature itself.
        if (!read) context.problems.push_back(problem_from(read.error(), ""));
    }
    return signer;
}

void read_signers(const asn1::Value& list, const Context& context, std::vector<SignerInfo>& signers) {
    asn1::Reader members(list);
    std::size_t read = 0;
    while (const auto member = members.next(asn1::sequence)) {
        if (read++ == limits::cms_signers) {
            context.problems.push_back(
                problem("too-many-signers", fmt::format("The CMS signature has more than {} signers; only the first {} "
                                                        "are read.",
                                                        limits::cms_signers, limits::cms_signers)));
            return;
        }
        auto signer = read_signer(*member, context);
        if (signer)
            signers.push_back(std::move(*signer));
        else
            context.problems.push_back(problem_from(signer.error(), ""));
    }
    if (!members.at_end())
        context.problems.push_back(
            problem("malformed", "The CMS signature is damaged: its list of signers is cut off."));
}

// --- the whole ---

/// EncapsulatedContentInfo: SEQUENCE { OBJECT IDENTIFIER, [0] { OCTET STRING }? }.
Result<void> read_content(const asn1::Value& encapsulated, SignedData& data) {
    asn1::Reader fields(encapsulated);
    const auto type = fields.next(asn1::object_identifier);
    if (!type) return malformed("it does not say what kind of content it signs");
    data.content_type_oid = asn1::object_identifier_text(*type);
    if (fields.at_end()) return {};
    const auto wrapper = fields.next(asn1::context(0));
    if (!wrapper || !fields.at_end()) return malformed("its content is cut off");
    asn1::Reader inside(*wrapper);
    const auto string = inside.next(asn1::octet_string);
    if (!string || !inside.at_end()) return malformed("its content is not one OCTET STRING");
    data.content = asn1::octets(*string);
    if (!data.content) return malformed("its content is cut off");
    return {};
}

/// The SignedData inside ContentInfo: SEQUENCE { OBJECT IDENTIFIER, [0] { SignedData } }.
Result<asn1::Value> unwrap(ByteView der, Problems& problems) {
    if (der.empty()) return fail(ErrorCode::truncated, "The CMS signature is empty.");
    if (der.size() > limits::cms_bytes)
        return fail(ErrorCode::too_large, fmt::format("The CMS signature has {} bytes, more than the {} that are read.",
                                                      der.size(), limits::cms_bytes));
    asn1::Reader outer(der);
    const auto info = outer.next(asn1::sequence);
    if (!info) return malformed("it does not start with a complete ASN.1 SEQUENCE");
    asn1::Reader fields(*info);
    const auto type = fields.next(asn1::object_identifier);
    if (!type) return malformed("it does not say what kind of message it is");
    if (const std::string text = asn1::object_identifier_text(*type); text != oid::signed_data)
        return fail(ErrorCode::unsupported, fmt::format("The CMS message is of type {}, not a signed message.", text));
    const auto wrapper = fields.next(asn1::context(0));
    if (!wrapper || !fields.at_end()) return malformed("its content is cut off");
    asn1::Reader inside(*wrapper);
    const auto body = inside.next(asn1::sequence);
    if (!body || !inside.at_end()) return malformed("its content is cut off");
    if (!outer.rest().empty())
        problems.push_back({"bytes-after-signature", "",
                            fmt::format("{} bytes follow the CMS signature; they are ignored.", outer.rest().size()),
                            ProblemSeverity::warning});
    return *body;
}

/// SignedData: SEQUENCE { version, SET digestAlgorithms, encapContentInfo, [0] certificates?, [1] crls?,
/// SET signerInfos }. What follows the content may be broken without hiding it.
Result<SignedData> parse(ByteView der, CertificateCache& cache, Timestamps timestamps) {
    SignedData data;
    const auto body = unwrap(der, data.problems);
    if (!body) return std::unexpected(body.error());
    asn1::Reader fields(*body);
    const auto version = fields.next(asn1::integer);
    const auto algorithms = fields.next(asn1::set);
    const auto encapsulated = fields.next(asn1::sequence);
    if (!version || !algorithms || !are_algorithms(*algorithms) || !encapsulated)
        return malformed("version, digests or content are not where they belong");
    if (auto read = read_content(*encapsulated, data); !read) return std::unexpected(read.error());

    EmbeddedCertificates certificates;
    if (const auto list = fields.next_if(asn1::context(0))) {
        if (auto read = read_certificates(*list, cache, certificates, data.problems); !read)
            data.problems.push_back(problem_from(read.error(), ""));
    }
    for (const EmbeddedCertificate& known : certificates) data.certificates.push_back(known.certificate);
    fields.next_if(asn1::context(1)); // revocation lists
    const auto signers = fields.next(asn1::set);
    if (signers && fields.at_end())
        read_signers(*signers, {cache, certificates, timestamps, data.problems}, data.signers);
    else
        data.problems.push_back(problem("malformed", "The CMS signature is damaged: its signers are missing or cut "
                                                     "off."));
    return data;
}

} // namespace

Result<SignedData> parse_signed_data(ByteView der, CertificateCache& certificates) {
    return parse(der, certificates, Timestamps::read);
}

} // namespace nei::signature
