// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

/// Certificates and CMS signatures made by OpenSSL for tests of the code that reads them.
namespace nei::test {

/// A certificate with its private key.
struct Identity {
    std::shared_ptr<EVP_PKEY> key;
    std::shared_ptr<X509> certificate;

    Bytes der() const;
    std::string pem() const;
};

struct CertificateSpec {
    std::string common_name = {};
    std::string organizational_unit = {};
    std::vector<std::string> marker_oids = {};
    std::vector<std::string> extended_key_usage = {};
    bool authority = false;
    bool elliptic = true; ///< P-256; otherwise RSA 2048
    bool sha1 = false;    ///< signed with SHA-1
    long serial = 1;
};

/// Signed by `issuer`, or by itself where that is null.
Identity make_identity(const CertificateSpec& spec, const Identity* issuer = nullptr);

struct CmsSpec {
    std::string digest = "SHA256";
    bool detached = false;
    bool attributes = true;
    bool by_key_id = false;
    bool indefinite = false; ///< BER with indefinite lengths and a content in pieces
};

/// A SignedData by `signer` over `content`, carrying `certificates` as well as the signer's.
Bytes make_cms(ByteView content, const Identity& signer, const std::vector<Identity>& certificates,
               const CmsSpec& spec = {});

} // namespace nei::test
