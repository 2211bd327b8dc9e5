// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/timestamp.h"

#include <optional>
#include <string>
#include <vector>

namespace nei::forge {

/// Attributes in the order in which Apple's leaf certificates have them; empty ones are left out.
struct DistinguishedName {
    std::string user_id, common_name, organizational_unit, organization, country;

    Bytes der() const;
};

/// What a certificate says. Its serial number follows from the rest.
struct CertificateSpec {
    DistinguishedName subject;
    Timestamp not_before{}, not_after{};
    std::vector<std::string> markers; ///< OIDs of extensions with a NULL value; critical in leaves, as Apple's are
    std::vector<std::string> extended_key_usage; ///< OIDs
    std::optional<Timestamp> developer_id_date;  ///< 1.2.840.113635.100.6.1.33
    bool authority = false;
    std::string key; ///< of tests/forge/keys
};

struct IssuedCertificate {
    CertificateSpec spec;
    Bytes der;

    Bytes serial() const; ///< DER INTEGER
};

/// Signed by `issuer`, or by itself where that is null.
IssuedCertificate issue(const CertificateSpec& spec, const IssuedCertificate* issuer);

std::string to_pem(const IssuedCertificate& certificate);

/// Apple's place is taken by roots that say that they are forged; below them everything is named as Apple names it.
namespace authorities {
const IssuedCertificate& root();    ///< "Forged Apple Root CA", RSA
const IssuedCertificate& root_g3(); ///< "Forged Apple Root CA - G3", P-256: issues the ticket signer's chain
const IssuedCertificate& developer_relations(); ///< marker 6.2.1
const IssuedCertificate& developer_id();        ///< marker 6.2.6
const IssuedCertificate& code_signing();        ///< "Apple Code Signing Certification Authority"
const IssuedCertificate& iphone();              ///< issues the signer of iOS profiles
const IssuedCertificate& timestamp();           ///< marker 6.2.9
const IssuedCertificate& system_integration();  ///< "Apple System Integration CA 4"
} // namespace authorities

/// Both roots as PEM: the file for `--trust-root`.
std::string trust_roots_pem();

} // namespace nei::forge
