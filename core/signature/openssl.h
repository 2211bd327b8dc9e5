// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/timestamp.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>

/// Ownership of OpenSSL's objects. Only .cpp files of core/signature and core/verify include this.
namespace nei::signature {

template <auto Free>
struct OpenSslDelete {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};

using X509Pointer = std::unique_ptr<X509, OpenSslDelete<X509_free>>;
using X509NamePointer = std::unique_ptr<X509_NAME, OpenSslDelete<X509_NAME_free>>;
using BioPointer = std::unique_ptr<BIO, OpenSslDelete<BIO_free>>;
using DigestContextPointer = std::unique_ptr<EVP_MD_CTX, OpenSslDelete<EVP_MD_CTX_free>>;
using Asn1ObjectPointer = std::unique_ptr<ASN1_OBJECT, OpenSslDelete<ASN1_OBJECT_free>>;
using Asn1TimePointer = std::unique_ptr<ASN1_TIME, OpenSslDelete<ASN1_TIME_free>>;

inline const unsigned char* openssl_bytes(ByteView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// Nothing where the text of the time is malformed.
std::optional<Timestamp> timestamp(const ASN1_TIME* time);

} // namespace nei::signature
