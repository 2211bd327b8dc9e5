// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plist/value.h"
#include "core/signature/certificate.h"
#include "core/signature/cms.h"
#include "core/signature/code_directory.h"
#include "core/signature/requirement.h"
#include "core/signature/super_blob.h"

#include <memory>
#include <optional>

/// What the signature of one slice (or of a bundle without code) says. Whether it is true is for core/verify.
namespace nei::signature {

/// `detached` is a bundle without Mach-O, signed by files; it has a signer, or none where it is ad hoc.
enum class SignatureKind { cms, ad_hoc, linker_signed, detached };
std::string_view slug(SignatureKind kind);

struct Entitlements {
    std::optional<plist::Value> xml, der;
    std::string xml_text;           ///< as it stands in the signature
    bool xml_trailing_text = false; ///< text after </plist>; macOS ignores it
    Problems problems;

    /// What macOS uses: DER where it is there and well formed, else XML; an empty dictionary where there is neither.
    const plist::Value& effective() const;
    /// Both say the same, or only one is there.
    bool agree() const;
    bool present() const { return xml || der; }
};

/// `xml` and `der` are what the entitlement blobs hold, without their headers. What is no dictionary, or larger than
/// limits::entitlement_bytes, is absent and a problem.
Entitlements parse_entitlements(std::optional<ByteView> xml, std::optional<ByteView> der);

struct DesignatedRequirement {
    std::string text;
    bool is_explicit = false; ///< false: not in the signature; the one that macOS makes up for it
};

struct Constraints {
    std::optional<plist::Value> self, parent, responsible, library;
};

/// Where one blob of a signature lies; for tables of slots.
struct SlotEntry {
    std::uint32_t slot = 0, magic = 0;
    std::size_t length = 0;
    bool operator==(const SlotEntry&) const = default;
};

struct Signature {
    SignatureKind kind = SignatureKind::ad_hoc;
    std::string identifier;             ///< of the first code directory
    std::optional<std::string> team_id; ///< of the first code directory
    /// Primary first, alternates in slot order. Empty where none could be read; that is a problem as well.
    std::vector<CodeDirectory> code_directories;
    std::vector<SlotEntry> slots; ///< in slot order
    std::optional<DesignatedRequirement> designated_requirement;
    std::vector<RequirementSetEntry> requirements;
    std::optional<Entitlements> entitlements;
    Constraints constraints;
    std::vector<CertificatePointer> certificates; ///< signer's chain, leaf first; others after it
    SignerClass signer_class = SignerClass::other;
    CertificatePointer signer;                     ///< leaf; null for ad hoc
    std::shared_ptr<const SignerInfo> signer_info; ///< the CMS signer, for verification
    std::optional<Timestamp> signing_time;         ///< the signer's own claim
    std::optional<Timestamp> timestamp;            ///< from a time-stamp authority
    std::string timestamp_authority;               ///< its common name; empty where unknown
    std::size_t cms_size = 0;                      ///< bytes of the CMS blob's payload
    Bytes cms_digest;                              ///< SHA-256 of that payload; empty where there is none
    Problems problems;

    /// Index of the code directory that macOS prefers: hash type 4, then 2, 3, 1; 0 where there is none of these.
    std::size_t preferred_directory() const;
    /// Subject OU of the signer, the team as Apple counts it; absent without a signer or OU.
    std::optional<std::string> signer_team_id() const;
};

/// Reads an embedded signature (LC_CODE_SIGNATURE). `path` names the file in problems. An error only where there is no
/// signature to be made out at all.
Result<Signature> parse_signature(ByteView bytes, CertificateCache& certificates, const std::string& path);

/// Components of a bundle without Mach-O, each the content of a file in `_CodeSignature/`: whole blobs with their
/// headers, except that CodeSignature is the bare CMS (empty where ad hoc).
struct DetachedComponents {
    std::optional<Bytes> code_directory, code_signature, code_requirements;
    std::vector<Bytes> alternate_code_directories; ///< files CodeRequirements-1, -2, ...
    std::optional<Bytes> entitlements, entitlements_der;
};
Result<Signature> parse_detached(const DetachedComponents& components, CertificateCache& certificates,
                                 const std::string& path);

/// Drops what only verification asks for, and reads anew: the CMS signer with its time-stamp token, and requirements
/// but for their text. They are two thirds of a signature, and a large bundle has thousands.
void keep_what_is_shown(Signature& signature);

/// The requirement that macOS makes up for code that carries none (drmaker.cpp, Apple Security): whether the chain is
/// Apple's is told from its names and marker OIDs. Empty where the signer is unknown.
std::string implicit_designated_requirement(const Signature& signature);

} // namespace nei::signature
