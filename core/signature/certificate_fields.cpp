// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/certificate_fields.h"

#include "core/signature/asn1.h"
#include "core/signature/openssl.h"

#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

namespace nei::signature {
namespace {

struct SubjectKey {
    std::string_view key;
    const char* oid;
};
/// "C-" keys are the collective forms of X.521 (id-at-collective…).
constexpr std::array subject_keys{
    SubjectKey{"subject.C", "2.5.4.6"},
    SubjectKey{"subject.CN", "2.5.4.3"},
    SubjectKey{"subject.D", "2.5.4.13"},
    SubjectKey{"subject.L", "2.5.4.7"},
    SubjectKey{"subject.O", "2.5.4.10"},
    SubjectKey{"subject.C-O", "2.5.4.10.1"},
    SubjectKey{"subject.OU", "2.5.4.11"},
    SubjectKey{"subject.C-OU", "2.5.4.11.1"},
    SubjectKey{"subject.ST", "2.5.4.8"},
    SubjectKey{"subject.C-ST", "2.5.4.8.1"},
    SubjectKey{"subject.STREET", "2.5.4.9"},
    SubjectKey{"subject.C-STREET", "2.5.4.9.1"},
    SubjectKey{"subject.UID", "0.9.2342.19200300.100.1.1"},
};

constexpr const char* email_oid = "1.2.840.113549.1.9.1";

std::string utf8_of(const ASN1_STRING* string) {
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, string);
    if (length < 0) return {};
    std::string result(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
    OPENSSL_free(text);
    return result;
}

std::vector<std::string> values_of(const Certificate& certificate, const char* oid) {
    std::vector<std::string> values;
    const Asn1ObjectPointer object(OBJ_txt2obj(oid, 1));
    const X509_NAME* subject = certificate.decoded ? X509_get_subject_name(certificate.decoded.get()) : nullptr;
    if (!object || subject == nullptr) return values;
    for (int at = X509_NAME_get_index_by_OBJ(subject, object.get(), -1); at >= 0;
         at = X509_NAME_get_index_by_OBJ(subject, object.get(), at))
        values.push_back(utf8_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at))));
    return values;
}

bool is_object(const ASN1_OBJECT* object, ByteView oid) {
    const auto* data = reinterpret_cast<const std::byte*>(OBJ_get0_data(object));
    return std::ranges::equal(ByteView(data, OBJ_length(object)), oid);
}

/// The one DER value that the bytes are; nothing where they are something else.
std::optional<asn1::Value> only_value(ByteView bytes) {
    asn1::Reader reader(bytes);
    auto value = reader.next();
    return value && reader.at_end() ? value : std::nullopt;
}

/// UTF8String, PrintableString, IA5String, VisibleString.
bool is_string(const asn1::Tag& tag) {
    constexpr std::array numbers{12, 19, 22, 26};
    return tag.tag_class == asn1::TagClass::universal && std::ranges::find(numbers, tag.number) != numbers.end();
}

} // namespace

std::vector<std::string> subject_values(const Certificate& certificate, std::string_view key) {
    if (key == "email") return values_of(certificate, email_oid);
    const auto found = std::ranges::find(subject_keys, key, &SubjectKey::key);
    return found == subject_keys.end() ? std::vector<std::string>() : values_of(certificate, found->oid);
}

std::optional<Bytes> extension_value(const Certificate& certificate, ByteView oid) {
    const int count = certificate.decoded ? X509_get_ext_count(certificate.decoded.get()) : 0;
    for (int i = 0; i < count; ++i) {
        X509_EXTENSION* extension = X509_get_ext(certificate.decoded.get(), i);
        if (!is_object(X509_EXTENSION_get_object(extension), oid)) continue;
        const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(extension);
        const auto* data = reinterpret_cast<const std::byte*>(ASN1_STRING_get0_data(value));
        return Bytes(data, data + ASN1_STRING_length(value));
    }
    return std::nullopt;
}

bool has_policy(const Certificate& certificate, ByteView oid) {
    if (!certificate.decoded) return false;
    const std::unique_ptr<CERTIFICATEPOLICIES, OpenSslDelete<CERTIFICATEPOLICIES_free>> policies(
        static_cast<CERTIFICATEPOLICIES*>(
            X509_get_ext_d2i(certificate.decoded.get(), NID_certificate_policies, nullptr, nullptr)));
    for (int i = 0; policies && i < sk_POLICYINFO_num(policies.get()); ++i)
        if (is_object(sk_POLICYINFO_value(policies.get(), i)->policyid, oid)) return true;
    return false;
}

std::optional<std::string> text_of_extension(ByteView value) {
    const auto found = only_value(value);
    if (!found || !is_string(found->tag)) return std::nullopt;
    return std::string(as_text(found->content));
}

std::optional<Timestamp> time_of_extension(ByteView value) {
    const auto found = only_value(value);
    if (!found) return std::nullopt;
    if (const auto time = asn1::time(*found)) return time;
    if (!is_string(found->tag)) return std::nullopt;
    const Asn1TimePointer time(ASN1_TIME_new());
    const std::string text(as_text(found->content));
    return time && ASN1_TIME_set_string(time.get(), text.c_str()) == 1 ? timestamp(time.get()) : std::nullopt;
}

} // namespace nei::signature
