// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/signature/made_certificates.h"

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace nei::test {
namespace {

void require(bool done) {
    if (!done) throw std::runtime_error("OpenSSL refused to make test data");
}

Bytes taken(unsigned char* data, int length) {
    require(length > 0);
    Bytes bytes = to_bytes(std::as_bytes(std::span(data, static_cast<std::size_t>(length))));
    OPENSSL_free(data);
    return bytes;
}

std::string bio_text(BIO* bio) {
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(length)};
}

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    require(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/// A marker: an extension whose value is NULL.
void add_marker(X509* certificate, const std::string& oid) {
    const unsigned char null_value[] = {0x05, 0x00};
    ASN1_OBJECT* object = OBJ_txt2obj(oid.c_str(), 1);
    ASN1_OCTET_STRING* value = ASN1_OCTET_STRING_new();
    require(object && value && ASN1_OCTET_STRING_set(value, null_value, sizeof null_value) == 1);
    X509_EXTENSION* extension = X509_EXTENSION_create_by_OBJ(nullptr, object, 1, value);
    require(extension && X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
    ASN1_OCTET_STRING_free(value);
    ASN1_OBJECT_free(object);
}

void add_name(X509_NAME* name, const char* field, const std::string& text) {
    if (text.empty()) return;
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()), -1, 0) == 1);
}

} // namespace

Bytes Identity::der() const {
    unsigned char* data = nullptr;
    const int length = i2d_X509(certificate.get(), &data);
    return taken(data, length);
}

std::string Identity::pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    require(PEM_write_bio_X509(bio.get(), certificate.get()) == 1);
    return bio_text(bio.get());
}

Identity make_identity(const CertificateSpec& spec, const Identity* issuer) {
    Identity made;
    made.key = std::shared_ptr<EVP_PKEY>(
        spec.elliptic ? EVP_EC_gen("P-256") : EVP_RSA_gen(static_cast<std::size_t>(2048)), EVP_PKEY_free);
    made.certificate = std::shared_ptr<X509>(X509_new(), X509_free);
    X509* certificate = made.certificate.get();
    require(made.key && certificate);
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), spec.serial);
    ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), "20240102030405Z");
    ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), "20540102030405Z");
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME* name = X509_get_subject_name(certificate);
    add_name(name, "CN", spec.common_name);
    add_name(name, "OU", spec.organizational_unit);
    X509* issuer_certificate = issuer ? issuer->certificate.get() : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer_certificate));
    add_extension(certificate, issuer_certificate, NID_subject_key_identifier, "hash");
    if (issuer) add_extension(certificate, issuer_certificate, NID_authority_key_identifier, "keyid");
    if (spec.authority) add_extension(certificate, issuer_certificate, NID_basic_constraints, "critical,CA:TRUE");
    for (const std::string& oid : spec.marker_oids) add_marker(certificate, oid);
    for (const std::string& oid : spec.extended_key_usage)
        add_extension(certificate, issuer_certificate, NID_ext_key_usage, oid.c_str());
    require(X509_sign(certificate, issuer ? issuer->key.get() : made.key.get(), spec.sha1 ? EVP_sha1() : EVP_sha256()) >
            0);
    return made;
}

Bytes make_cms(ByteView content, const Identity& signer, const std::vector<Identity>& certificates,
               const CmsSpec& spec) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> input(
        BIO_new_mem_buf(content.data(), static_cast<int>(content.size())), BIO_free);
    unsigned flags = CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP;
    if (spec.detached) flags |= CMS_DETACHED;
    if (spec.indefinite) flags |= CMS_STREAM;
    if (!spec.attributes) flags |= CMS_NOATTR;
    const std::unique_ptr<CMS_ContentInfo, decltype(&CMS_ContentInfo_free)> cms(
        CMS_sign(nullptr, nullptr, nullptr, nullptr, flags), CMS_ContentInfo_free);
    require(cms &&
            CMS_add1_signer(cms.get(), signer.certificate.get(), signer.key.get(),
                            EVP_get_digestbyname(spec.digest.c_str()), flags | (spec.by_key_id ? CMS_USE_KEYID : 0u)));
    for (const Identity& extra : certificates) require(CMS_add1_cert(cms.get(), extra.certificate.get()) == 1);
    if (spec.indefinite) {
        const std::unique_ptr<BIO, decltype(&BIO_free)> output(BIO_new(BIO_s_mem()), BIO_free);
        require(i2d_CMS_bio_stream(output.get(), cms.get(), input.get(), static_cast<int>(flags)) == 1);
        return to_bytes(as_bytes(bio_text(output.get())));
    }
    require(CMS_final(cms.get(), input.get(), nullptr, flags) == 1);
    unsigned char* data = nullptr;
    const int length = i2d_CMS_ContentInfo(cms.get(), &data);
    return taken(data, length);
}

} // namespace nei::test
