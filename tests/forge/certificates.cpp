// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/certificates.h"

#include "core/base/digest.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/der.h"
#include "tests/forge/keys.h"

#include <array>

namespace nei::forge {
namespace {

Timestamp day(int year, unsigned month, unsigned day_of_month) {
    return Timestamp(std::chrono::sys_days(std::chrono::year(year) / month / day_of_month));
}

Bytes extension(std::string_view oid, bool critical, ByteView value) {
    std::vector<Bytes> members{der::oid(oid)};
    if (critical) members.push_back(der::boolean(true));
    members.push_back(der::octets(value));
    return der::sequence(members);
}

Bytes key_identifier(const CertificateSpec& spec) {
    return digest(DigestAlgorithm::sha1, Key::named(spec.key).public_key_info());
}

Bytes extensions(const CertificateSpec& spec, const CertificateSpec& issuer) {
    std::vector<Bytes> all;
    all.push_back(
        extension("2.5.29.19", true, spec.authority ? der::sequence({der::boolean(true)}) : der::sequence({})));
    const Bytes authority_key = der::sequence({der::tagged(0x80, key_identifier(issuer))});
    all.push_back(extension("2.5.29.35", false, authority_key));
    all.push_back(extension("2.5.29.14", false, der::octets(key_identifier(spec))));
    const Bytes certificate_sign{std::byte{0x01}, std::byte{0x06}}, digital_signature{std::byte{0x07}, std::byte{0x80}};
    all.push_back(
        extension("2.5.29.15", true, der::tagged(0x03, spec.authority ? certificate_sign : digital_signature)));
    if (!spec.extended_key_usage.empty()) {
        std::vector<Bytes> usages;
        for (const std::string& usage : spec.extended_key_usage) usages.push_back(der::oid(usage));
        all.push_back(extension("2.5.29.37", true, der::sequence(usages)));
    }
    for (const std::string& marker : spec.markers) all.push_back(extension(marker, !spec.authority, der::null()));
    if (spec.developer_id_date) {
        // A UTF8String with the digits of a GeneralizedTime: so shipped certificates have it.
        const Bytes time = der::generalized_time(*spec.developer_id_date);
        all.push_back(extension("1.2.840.113635.100.6.1.33", false, der::utf8(as_text(ByteView(time).subspan(2)))));
    }
    return der::context(3, der::sequence(all));
}

CertificateSpec authority_spec(std::string name, std::string unit, std::string key, std::vector<std::string> markers) {
    return {.subject = {.user_id = {},
                        .common_name = std::move(name),
                        .organizational_unit = std::move(unit),
                        .organization = "Apple Inc.",
                        .country = "US"},
            .not_before = day(2016, 2, 1),
            .not_after = day(2046, 2, 1),
            .markers = std::move(markers),
            .extended_key_usage = {},
            .developer_id_date = {},
            .authority = true,
            .key = std::move(key)};
}

} // namespace

Bytes DistinguishedName::der() const {
    const std::array<std::pair<std::string_view, const std::string*>, 4> texts{{
        {"0.9.2342.19200300.100.1.1", &user_id},
        {"2.5.4.3", &common_name},
        {"2.5.4.11", &organizational_unit},
        {"2.5.4.10", &organization},
    }};
    std::vector<Bytes> names;
    for (const auto& [oid, text] : texts)
        if (!text->empty()) names.push_back(der::set_of({der::sequence({der::oid(oid), der::utf8(*text)})}));
    if (!country.empty()) names.push_back(der::set_of({der::sequence({der::oid("2.5.4.6"), der::printable(country)})}));
    return der::sequence(names);
}

Bytes IssuedCertificate::serial() const {
    Bytes seed =
        concatenate({spec.subject.der(), der::time(spec.not_before), der::time(spec.not_after), as_bytes(spec.key)});
    for (const std::string& marker : spec.markers) seed = concatenate({seed, as_bytes(marker)});
    Bytes number = digest(DigestAlgorithm::sha256, seed);
    number.resize(8);
    number[0] = (number[0] & std::byte{0x3f}) | std::byte{0x40};
    return der::unsigned_integer(number);
}

IssuedCertificate issue(const CertificateSpec& spec, const IssuedCertificate* issuer) {
    IssuedCertificate certificate{.spec = spec, .der = {}};
    const CertificateSpec& issued_by = issuer != nullptr ? issuer->spec : spec;
    const Key& issuer_key = Key::named(issued_by.key);
    const Bytes algorithm = issuer_key.signature_algorithm(DigestAlgorithm::sha256);
    const Bytes to_be_signed = der::sequence({
        der::context(0, der::integer(2)),
        certificate.serial(),
        algorithm,
        issued_by.subject.der(),
        der::sequence({der::time(spec.not_before), der::time(spec.not_after)}),
        spec.subject.der(),
        Key::named(spec.key).public_key_info(),
        extensions(spec, issued_by),
    });
    certificate.der =
        der::sequence({to_be_signed, algorithm, der::bits(issuer_key.sign(DigestAlgorithm::sha256, to_be_signed))});
    return certificate;
}

std::string to_pem(const IssuedCertificate& certificate) {
    const std::string base64 = to_base64(certificate.der);
    std::string pem = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t offset = 0; offset < base64.size(); offset += 64) pem += base64.substr(offset, 64) + "\n";
    return pem + "-----END CERTIFICATE-----\n";
}

namespace authorities {

const IssuedCertificate& root() {
    static const IssuedCertificate certificate =
        issue(authority_spec("Forged Apple Root CA", "Apple Certification Authority", "rsa-root", {}), nullptr);
    return certificate;
}

const IssuedCertificate& root_g3() {
    static const IssuedCertificate certificate =
        issue(authority_spec("Forged Apple Root CA - G3", "Apple Certification Authority", "ec-root", {}), nullptr);
    return certificate;
}

const IssuedCertificate& developer_relations() {
    static const IssuedCertificate certificate =
        issue(authority_spec("Apple Worldwide Developer Relations Certification Authority", "G3",
                             "rsa-developer-relations", {"1.2.840.113635.100.6.2.1"}),
              &root());
    return certificate;
}

const IssuedCertificate& developer_id() {
    static const IssuedCertificate certificate =
        issue(authority_spec("Developer ID Certification Authority", "Apple Certification Authority",
                             "rsa-developer-id-authority", {"1.2.840.113635.100.6.2.6"}),
              &root());
    return certificate;
}

const IssuedCertificate& code_signing() {
    static const IssuedCertificate certificate =
        issue(authority_spec("Apple Code Signing Certification Authority", "Apple Certification Authority",
                             "rsa-apple-authority", {}),
              &root());
    return certificate;
}

const IssuedCertificate& iphone() {
    static const IssuedCertificate certificate =
        issue(authority_spec("Apple iPhone Certification Authority", "Apple Certification Authority",
                             "rsa-apple-authority", {}),
              &root());
    return certificate;
}

const IssuedCertificate& timestamp() {
    static const IssuedCertificate certificate =
        issue(authority_spec("Apple Timestamp Certification Authority", "Apple Certification Authority",
                             "rsa-apple-authority", {"1.2.840.113635.100.6.2.9"}),
              &root());
    return certificate;
}

const IssuedCertificate& system_integration() {
    static const IssuedCertificate certificate = issue(
        authority_spec("Apple System Integration CA 4", "Apple Certification Authority", "ec-system-integration", {}),
        &root_g3());
    return certificate;
}

} // namespace authorities

std::string trust_roots_pem() {
    return to_pem(authorities::root()) + to_pem(authorities::root_g3());
}

} // namespace nei::forge
