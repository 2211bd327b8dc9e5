// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/identities.h"

#include "core/base/digest.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::forge {
namespace {

constexpr std::array<std::pair<std::string_view, SignerKind>, 15> words{{
    {"development", SignerKind::development},
    {"distribution", SignerKind::distribution},
    {"developer-id", SignerKind::developer_id},
    {"developer-id-installer", SignerKind::developer_id_installer},
    {"mac-app-store", SignerKind::mac_app_store},
    {"ios-app-store", SignerKind::ios_app_store},
    {"testflight", SignerKind::testflight},
    {"mac-distribution", SignerKind::mac_distribution},
    {"iphone-developer", SignerKind::iphone_developer},
    {"iphone-distribution", SignerKind::iphone_distribution},
    {"apple-platform", SignerKind::apple_platform},
    {"self-signed", SignerKind::self_signed},
    {"ad-hoc", SignerKind::ad_hoc},
    {"linker-signed", SignerKind::linker_signed},
    {"unsigned", SignerKind::unsigned_code},
}};

constexpr std::string_view code_signing_usage = "1.3.6.1.5.5.7.3.3";
constexpr std::string_view apple_arc = "1.2.840.113635.100.";

std::vector<std::string> marker_oids(std::initializer_list<std::string_view> tails) {
    std::vector<std::string> oids;
    for (const std::string_view tail : tails) oids.push_back(fmt::format("{}{}", apple_arc, tail));
    return oids;
}

Timestamp date(int year, unsigned month, unsigned day) {
    return Timestamp(std::chrono::sys_days(std::chrono::year(year) / month / day));
}

/// Ten letters and digits that belong to a person, not to the team: what development certificates have in brackets.
std::string personal_code(std::string_view seed) {
    static constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    const Bytes hash = digest(DigestAlgorithm::sha256, as_bytes(seed));
    std::string code;
    for (std::size_t i = 0; i < 10; ++i) code += alphabet[std::to_integer<std::size_t>(hash[i]) % alphabet.size()];
    return code;
}

DistinguishedName apple_name(std::string common_name, std::string unit = {}) {
    return {.user_id = {},
            .common_name = std::move(common_name),
            .organizational_unit = std::move(unit),
            .organization = "Apple Inc.",
            .country = "US"};
}

/// The usual certificate of a kind and who issues it; null: itself.
struct Model {
    DistinguishedName subject;
    std::vector<std::string> markers;
    const IssuedCertificate* issuer;
    std::string key;
    std::string usage = std::string(code_signing_usage);
};

Model model_of(const SignerSpec& spec) {
    const auto named = [&](std::string_view kind) {
        return DistinguishedName{.user_id = spec.team,
                                 .common_name = fmt::format("{}: {} ({})", kind, spec.organization, spec.team),
                                 .organizational_unit = spec.team,
                                 .organization = spec.organization,
                                 .country = "US"};
    };
    const auto personal = [&](std::string_view kind) {
        DistinguishedName name = named(kind);
        name.user_id = personal_code(spec.person + spec.team + "user");
        name.common_name = fmt::format("{}: {} ({})", kind, spec.person, personal_code(spec.person + spec.team));
        return name;
    };
    const IssuedCertificate* relations = &authorities::developer_relations();
    switch (spec.kind) {
    case SignerKind::development:
        return {personal("Apple Development"), marker_oids({"6.1.2", "6.1.12"}), relations, "rsa-leaf-1"};
    case SignerKind::distribution:
        return {named("Apple Distribution"), marker_oids({"6.1.4", "6.1.7"}), relations, "rsa-leaf-2"};
    case SignerKind::developer_id:
        return {named("Developer ID Application"), marker_oids({"6.1.13"}), &authorities::developer_id(), "rsa-leaf-3"};
    case SignerKind::developer_id_installer:
        return {named("Developer ID Installer"), marker_oids({"6.1.14"}), &authorities::developer_id(), "rsa-leaf-3",
                fmt::format("{}4.13", apple_arc)};
    case SignerKind::mac_app_store:
        return {apple_name("Apple Mac OS Application Signing"), marker_oids({"6.1.9"}), relations, "rsa-leaf-4"};
    case SignerKind::ios_app_store:
        return {apple_name("Apple iPhone OS Application Signing"), marker_oids({"6.1.3"}), relations, "rsa-leaf-4"};
    case SignerKind::testflight:
        return {apple_name("TestFlight Beta Distribution"), marker_oids({"6.1.25.1"}), relations, "rsa-leaf-4"};
    case SignerKind::mac_distribution:
        return {named("3rd Party Mac Developer Application"), marker_oids({"6.1.7"}), relations, "rsa-leaf-2"};
    case SignerKind::iphone_developer:
        return {personal("iPhone Developer"), marker_oids({"6.1.2"}), relations, "rsa-leaf-1"};
    case SignerKind::iphone_distribution: {
        DistinguishedName name = named("iPhone Distribution");
        return {std::move(name), marker_oids({"6.1.4"}), relations, "rsa-leaf-2"};
    }
    case SignerKind::apple_platform:
        return {apple_name("Software Signing", "Apple Software"), marker_oids({"6.22"}), &authorities::code_signing(),
                "rsa-leaf-4"};
    case SignerKind::self_signed:
        return {{.user_id = {},
                 .common_name = spec.organization + " self-signed",
                 .organizational_unit = {},
                 .organization = spec.organization,
                 .country = "US"},
                {},
                nullptr,
                "rsa-leaf-4"};
    case SignerKind::ad_hoc:
    case SignerKind::linker_signed:
    case SignerKind::unsigned_code: break;
    }
    throw SpecError(fmt::format("a \"{}\" signer has no certificate", slug(spec.kind)));
}

std::vector<IssuedCertificate> chain_of(const IssuedCertificate& leaf, const IssuedCertificate* issuer) {
    if (issuer == nullptr) return {leaf};
    const bool elliptic = issuer == &authorities::system_integration();
    return {leaf, *issuer, elliptic ? authorities::root_g3() : authorities::root()};
}

Identity service_identity(const DistinguishedName& name, std::vector<std::string> markers,
                          std::vector<std::string> usages, std::string key, const IssuedCertificate& issuer) {
    const CertificateSpec spec{.subject = name,
                               .not_before = date(2020, 1, 1),
                               .not_after = date(2045, 1, 1),
                               .markers = std::move(markers),
                               .extended_key_usage = std::move(usages),
                               .developer_id_date = {},
                               .authority = false,
                               .key = std::move(key)};
    return {.kind = SignerKind::apple_platform, .chain = chain_of(issue(spec, &issuer), &issuer)};
}

} // namespace

SignerKind signer_kind(std::string_view word) {
    const auto found = std::ranges::find(words, word, &std::pair<std::string_view, SignerKind>::first);
    if (found != words.end()) return found->second;
    std::string known;
    for (const auto& [name, kind] : words) known += fmt::format("{}{}", known.empty() ? "" : ", ", name);
    throw SpecError(fmt::format("unknown signer \"{}\"; known are {}", word, known));
}

std::string_view slug(SignerKind kind) {
    return std::ranges::find(words, kind, &std::pair<std::string_view, SignerKind>::second)->first;
}

std::vector<Bytes> Identity::certificates() const {
    std::vector<Bytes> all;
    for (const IssuedCertificate& certificate : chain) all.push_back(certificate.der);
    return all;
}

Identity make_identity(const SignerSpec& spec) {
    Model model = model_of(spec);
    if (spec.common_name) model.subject.common_name = *spec.common_name;
    if (spec.organizational_unit) model.subject.organizational_unit = *spec.organizational_unit;
    if (spec.user_id) model.subject.user_id = *spec.user_id;
    CertificateSpec certificate{.subject = model.subject,
                                .not_before = spec.not_before.value_or(date(2025, 9, 1)),
                                .not_after = spec.not_after.value_or(date(2044, 9, 1)),
                                .markers = spec.markers.value_or(model.markers),
                                .extended_key_usage = {model.usage},
                                .developer_id_date = {},
                                .authority = false,
                                .key = model.key};
    if (spec.kind == SignerKind::developer_id) certificate.developer_id_date = certificate.not_before;
    Identity identity{.kind = spec.kind, .chain = chain_of(issue(certificate, model.issuer), model.issuer)};
    if (spec.incomplete_chain && identity.chain.size() == 3) identity.chain.erase(identity.chain.begin() + 1);
    return identity;
}

Identity profile_identity(bool macos) {
    if (macos)
        return service_identity(apple_name("Mac OS X Provisioning Profile Signing"), marker_oids({"4.11"}), {},
                                "rsa-profile", authorities::developer_relations());
    return service_identity(apple_name("Apple iPhone OS Provisioning Profile Signing"), marker_oids({"6.2.2.1"}), {},
                            "rsa-profile", authorities::iphone());
}

Identity timestamp_identity() {
    return service_identity(apple_name("Timestamp Signer MA1", "Apple Certification Authority"), {},
                            {"1.3.6.1.5.5.7.3.8"}, "rsa-timestamp", authorities::timestamp());
}

Identity ticket_identity() {
    return service_identity(apple_name("Software Ticket Signing"), marker_oids({"6.1.30"}), {}, "ec-ticket",
                            authorities::system_integration());
}

} // namespace nei::forge
