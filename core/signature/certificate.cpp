// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/certificate.h"

#include "core/base/digest.h"
#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/signature/openssl.h"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

namespace nei::signature {
namespace {

constexpr std::string_view apple_arc = "1.2.840.113635.100.";

ByteView view(const ASN1_STRING* string) {
    if (!string) return {};
    return std::as_bytes(
        std::span(ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))));
}

std::string utf8(const ASN1_STRING* string) {
    unsigned char* converted = nullptr;
    const int length = ASN1_STRING_to_UTF8(&converted, string);
    if (length < 0) return name_text(as_text(view(string)));
    const std::string text(reinterpret_cast<const char*>(converted), static_cast<std::size_t>(length));
    OPENSSL_free(converted);
    return is_utf8(text) ? text : name_text(text);
}

enum class Which { first, last };

/// The first or last attribute of this kind; empty where the name has none.
std::string attribute(const X509_NAME* name, int nid, Which which) {
    int found = -1;
    for (int at = -1; (at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0;) {
        found = at;
        if (which == Which::first) break;
    }
    if (found < 0) return {};
    return utf8(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, found)));
}

std::string whole_name(const X509_NAME* name) {
    const BioPointer output(BIO_new(BIO_s_mem()));
    if (!output || X509_NAME_print_ex(output.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) return {};
    char* text = nullptr;
    const long length = BIO_get_mem_data(output.get(), &text);
    if (length <= 0) return {};
    const std::string_view printed(text, static_cast<std::size_t>(length));
    return is_utf8(printed) ? std::string(printed) : name_text(printed);
}

std::string oid_text(const ASN1_OBJECT* object) {
    std::array<char, 256> text{};
    const int length = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
    if (length <= 0 || static_cast<std::size_t>(length) >= text.size()) return {};
    return {text.data(), static_cast<std::size_t>(length)};
}

std::vector<std::string> marker_oids(const X509* x509) {
    std::vector<std::string> markers;
    for (int i = 0; i < X509_get_ext_count(x509); ++i) {
        std::string oid = oid_text(X509_EXTENSION_get_object(X509_get_ext(x509, i)));
        if (oid.starts_with(apple_arc)) markers.push_back(std::move(oid));
    }
    std::ranges::sort(markers);
    return markers;
}

std::vector<std::string> extended_key_usage(const X509* x509) {
    std::vector<std::string> usages;
    auto* objects = static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(x509, NID_ext_key_usage, nullptr, nullptr));
    for (int i = 0; i < sk_ASN1_OBJECT_num(objects); ++i) usages.push_back(oid_text(sk_ASN1_OBJECT_value(objects, i)));
    EXTENDED_KEY_USAGE_free(objects);
    std::ranges::sort(usages);
    return usages;
}

bool is_authority(const X509* x509) {
    auto* constraints =
        static_cast<BASIC_CONSTRAINTS*>(X509_get_ext_d2i(x509, NID_basic_constraints, nullptr, nullptr));
    const bool authority = constraints && constraints->ca != 0;
    BASIC_CONSTRAINTS_free(constraints);
    return authority;
}

/// As people write it: "RSA 2048", "EC P-256"; empty where OpenSSL cannot read the key.
std::string public_key_text(const X509* x509) {
    const EVP_PKEY* key = X509_get0_pubkey(x509);
    if (!key) return {};
    const int bits = EVP_PKEY_get_bits(key);
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA: return fmt::format("RSA {}", bits);
    case EVP_PKEY_RSA_PSS: return fmt::format("RSA-PSS {}", bits);
    case EVP_PKEY_DSA: return fmt::format("DSA {}", bits);
    case EVP_PKEY_EC: {
        std::array<char, 64> group{};
        if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size(), nullptr) != 1)
            return fmt::format("EC {}", bits);
        const char* nist = EC_curve_nid2nist(OBJ_txt2nid(group.data()));
        return fmt::format("EC {}", nist ? nist : group.data());
    }
    default: {
        const char* name = EVP_PKEY_get0_type_name(key);
        return name ? name : "";
    }
    }
}

std::string serial_text(const X509* x509) {
    const ASN1_INTEGER* serial = X509_get0_serialNumber(x509);
    return (ASN1_STRING_type(serial) == V_ASN1_NEG_INTEGER ? "-" : "") + to_hex(view(serial));
}

CertificatePointer decode_certificate(ByteView der) {
    if (der.empty() || der.size() > limits::certificate_bytes) return nullptr;
    const unsigned char* position = openssl_bytes(der);
    X509Pointer x509(d2i_X509(nullptr, &position, static_cast<long>(der.size())));
    if (!x509 || position != openssl_bytes(der) + der.size()) return nullptr;
    const auto not_before = timestamp(X509_get0_notBefore(x509.get()));
    const auto not_after = timestamp(X509_get0_notAfter(x509.get()));
    if (!not_before || !not_after) return nullptr;

    auto certificate = std::make_shared<Certificate>();
    const X509_NAME* subject = X509_get_subject_name(x509.get());
    certificate->common_name = attribute(subject, NID_commonName, Which::last);
    certificate->organization = attribute(subject, NID_organizationName, Which::first);
    certificate->organizational_unit = attribute(subject, NID_organizationalUnitName, Which::first);
    certificate->country = attribute(subject, NID_countryName, Which::first);
    certificate->user_id = attribute(subject, NID_userId, Which::first);
    certificate->subject = whole_name(subject);
    certificate->issuer = whole_name(X509_get_issuer_name(x509.get()));
    certificate->serial = serial_text(x509.get());
    certificate->sha1 = to_hex(digest(DigestAlgorithm::sha1, der));
    certificate->sha256 = to_hex(digest(DigestAlgorithm::sha256, der));
    certificate->not_before = *not_before;
    certificate->not_after = *not_after;
    certificate->marker_oids = marker_oids(x509.get());
    certificate->extended_key_usage = extended_key_usage(x509.get());
    certificate->public_key = public_key_text(x509.get());
    certificate->is_authority = is_authority(x509.get());
    certificate->subject_key_id = to_hex(view(X509_get0_subject_key_id(x509.get())));
    certificate->authority_key_id = to_hex(view(X509_get0_authority_key_id(x509.get())));
    certificate->der = to_bytes(der);
    certificate->decoded = std::shared_ptr<X509>(std::move(x509));
    return certificate;
}

/// Whether `issuer` can have issued `certificate`, by names alone.
bool issued_by_name(const Certificate& certificate, const Certificate& issuer) {
    return certificate.issuer == issuer.subject;
}

bool has_any_marker(const Certificate& certificate, std::initializer_list<std::string_view> oids) {
    return std::ranges::any_of(oids, [&](std::string_view oid) { return certificate.has_marker(oid); });
}

/// The chain may be incomplete; then the leaf alone has to do.
bool issuer_has_marker(std::span<const CertificatePointer> chain, std::string_view oid) {
    return chain.size() < 2 || !chain[1] || chain[1]->has_marker(oid);
}

bool issued_by_apple_code_signing(std::span<const CertificatePointer> chain) {
    return chain.size() > 1 && chain[1] && chain[1]->organization == "Apple Inc." &&
           chain[1]->common_name == "Apple Code Signing Certification Authority";
}

namespace marker {
constexpr std::string_view development_ios = "1.2.840.113635.100.6.1.2";
constexpr std::string_view app_store_ios = "1.2.840.113635.100.6.1.3";
constexpr std::string_view app_store_ios_qa = "1.2.840.113635.100.6.1.3.1";
constexpr std::string_view distribution_ios = "1.2.840.113635.100.6.1.4";
constexpr std::string_view distribution_mac = "1.2.840.113635.100.6.1.7";
constexpr std::string_view app_store_mac = "1.2.840.113635.100.6.1.9";
constexpr std::string_view app_store_mac_qa = "1.2.840.113635.100.6.1.9.1";
constexpr std::string_view development_mac = "1.2.840.113635.100.6.1.12";
constexpr std::string_view developer_id = "1.2.840.113635.100.6.1.13";
constexpr std::string_view developer_id_installer = "1.2.840.113635.100.6.1.14";
constexpr std::string_view app_store_tvos = "1.2.840.113635.100.6.1.24";
constexpr std::string_view app_store_tvos_qa = "1.2.840.113635.100.6.1.24.1";
constexpr std::string_view testflight = "1.2.840.113635.100.6.1.25.1";
constexpr std::string_view testflight_qa = "1.2.840.113635.100.6.1.25.2";
constexpr std::string_view app_store_visionos = "1.2.840.113635.100.6.1.36";
constexpr std::string_view app_store_visionos_qa = "1.2.840.113635.100.6.1.36.1";
constexpr std::string_view platform = "1.2.840.113635.100.6.22";
constexpr std::string_view platform_qa = "1.2.840.113635.100.6.22.1";
constexpr std::string_view authority_developer_relations = "1.2.840.113635.100.6.2.1";
constexpr std::string_view authority_developer_relations_g2 = "1.2.840.113635.100.6.2.15";
constexpr std::string_view authority_developer_id = "1.2.840.113635.100.6.2.6";
constexpr std::string_view usage_developer_id_installer = "1.2.840.113635.100.4.13";
} // namespace marker

} // namespace

bool Certificate::has_marker(std::string_view oid) const {
    return std::ranges::find(marker_oids, oid) != marker_oids.end();
}

CertificatePointer CertificateCache::decode(ByteView der) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = by_bytes_.find(as_text(der)); known != by_bytes_.end()) return known->second;
    }
    // Decoded without the lock: two threads may do it twice, and both then get the same one.
    CertificatePointer certificate = decode_certificate(der);
    if (!certificate) return nullptr;
    const std::string_view key = as_text(certificate->der);
    const std::lock_guard lock(mutex_);
    return by_bytes_.try_emplace(key, std::move(certificate)).first->second;
}

std::string_view slug(SignerClass signer_class) {
    switch (signer_class) {
    case SignerClass::developer_id_application: return "developer-id-application";
    case SignerClass::development: return "development";
    case SignerClass::distribution: return "distribution";
    case SignerClass::mac_app_store: return "mac-app-store";
    case SignerClass::ios_app_store: return "ios-app-store";
    case SignerClass::testflight: return "testflight";
    case SignerClass::apple_platform: return "apple-platform";
    case SignerClass::developer_id_installer: return "developer-id-installer";
    case SignerClass::self_signed: return "self-signed";
    case SignerClass::other: return "other";
    }
    return "other";
}

SignerClass classify(std::span<const CertificatePointer> chain) {
    if (chain.empty() || !chain[0]) return SignerClass::other;
    const Certificate& leaf = *chain[0];
    if (leaf.self_issued()) return SignerClass::self_signed;
    if (has_any_marker(leaf, {marker::platform, marker::platform_qa}) || issued_by_apple_code_signing(chain))
        return SignerClass::apple_platform;
    if (has_any_marker(leaf, {marker::app_store_mac, marker::app_store_mac_qa})) return SignerClass::mac_app_store;
    if (has_any_marker(leaf, {marker::app_store_ios, marker::app_store_ios_qa, marker::app_store_tvos,
                              marker::app_store_tvos_qa, marker::app_store_visionos, marker::app_store_visionos_qa}))
        return SignerClass::ios_app_store;
    if (has_any_marker(leaf, {marker::testflight, marker::testflight_qa})) return SignerClass::testflight;
    if (leaf.has_marker(marker::developer_id) && issuer_has_marker(chain, marker::authority_developer_id))
        return SignerClass::developer_id_application;
    if (leaf.has_marker(marker::developer_id_installer) ||
        std::ranges::find(leaf.extended_key_usage, marker::usage_developer_id_installer) !=
            leaf.extended_key_usage.end())
        return SignerClass::developer_id_installer;
    if (!issuer_has_marker(chain, marker::authority_developer_relations) &&
        !issuer_has_marker(chain, marker::authority_developer_relations_g2))
        return SignerClass::other;
    if (has_any_marker(leaf, {marker::development_ios, marker::development_mac})) return SignerClass::development;
    if (has_any_marker(leaf, {marker::distribution_ios, marker::distribution_mac})) return SignerClass::distribution;
    return SignerClass::other;
}

bool is_signed_by(const Certificate& certificate, const Certificate& issuer) {
    if (!certificate.decoded || !issuer.decoded) return false;
    EVP_PKEY* key = X509_get0_pubkey(issuer.decoded.get());
    return key && X509_verify(certificate.decoded.get(), key) == 1;
}

std::vector<CertificatePointer> order_chain(const CertificatePointer& leaf,
                                            std::span<const CertificatePointer> certificates) {
    std::vector<CertificatePointer> chain;
    if (!leaf) return chain;
    chain.push_back(leaf);
    const auto in_chain = [&](const CertificatePointer& candidate) {
        return std::ranges::any_of(chain, [&](const auto& known) { return known->sha256 == candidate->sha256; });
    };
    while (!chain.back()->self_issued() && chain.size() < limits::certificates) {
        const Certificate& last = *chain.back();
        CertificatePointer next;
        for (const CertificatePointer& candidate : certificates) {
            if (!candidate || !issued_by_name(last, *candidate) || in_chain(candidate)) continue;
            // A re-issued authority keeps its name; the key identifier says which of them it was.
            const bool same_key = !last.authority_key_id.empty() && last.authority_key_id == candidate->subject_key_id;
            if (!next || same_key) next = candidate;
            if (same_key) break;
        }
        if (!next) break;
        chain.push_back(std::move(next));
    }
    return chain;
}

} // namespace nei::signature
