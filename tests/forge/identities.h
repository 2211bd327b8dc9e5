// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/certificates.h"
#include "tests/forge/keys.h"

namespace nei::forge {

/// Who signs. The last three sign without a certificate, or not at all.
enum class SignerKind {
    development,            ///< Apple Development
    distribution,           ///< Apple Distribution
    developer_id,           ///< Developer ID Application
    developer_id_installer, ///< Developer ID Installer
    mac_app_store,          ///< signed again by the Mac App Store: "Apple Mac OS Application Signing"
    ios_app_store,          ///< "Apple iPhone OS Application Signing"
    testflight,             ///< "TestFlight Beta Distribution"
    mac_distribution,       ///< 3rd Party Mac Developer Application
    iphone_developer,
    iphone_distribution,
    apple_platform, ///< "Software Signing"
    self_signed,
    ad_hoc,
    linker_signed,
    unsigned_code,
};

/// The word of a spec: "developer-id", "ad-hoc", "unsigned"...
SignerKind signer_kind(std::string_view word);
std::string_view slug(SignerKind kind);

/// What differs from the usual certificate of its kind.
struct SignerSpec {
    SignerKind kind = SignerKind::developer_id;
    std::string team = "7Q2L9XK4PD";
    std::string organization = "Example Networks";
    std::string person = "Alex Example"; ///< named in development certificates
    std::optional<Timestamp> not_before{}, not_after{};
    std::optional<std::string> common_name{}, organizational_unit{}, user_id{};
    std::optional<std::vector<std::string>> markers{};
    bool incomplete_chain = false; ///< leave the intermediate certificate out

    bool has_certificate() const { return kind < SignerKind::ad_hoc; }
};

/// A leaf, those that issued it and its key.
struct Identity {
    SignerKind kind = SignerKind::self_signed;
    std::vector<IssuedCertificate> chain; ///< leaf first, root last

    const IssuedCertificate& leaf() const { return chain.front(); }
    const Key& key() const { return Key::named(leaf().spec.key); }
    std::vector<Bytes> certificates() const;
};

/// Throws SpecError for kinds without a certificate.
Identity make_identity(const SignerSpec& spec);

Identity profile_identity(bool macos);
Identity timestamp_identity();
Identity ticket_identity();

} // namespace nei::forge
