// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/bundle/bundle.h"
#include "core/verify/requirement_evaluation.h"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What verification found: values only, so that rules, reports and windows need not know how it was done.
namespace nei::verify {

/// Names, numbers and texts of CSCommon.h (Apple Security), as `codesign` prints them, and of the trust evaluation.
enum class Failure {
    unsigned_code,             ///< errSecCSUnsigned
    signature_failed,          ///< errSecCSSignatureFailed: pages, slots or CMS
    signature_not_verifiable,  ///< errSecCSSignatureNotVerifiable: it could not be read
    signature_unsupported,     ///< errSecCSSignatureUnsupported
    signature_invalid,         ///< errSecCSSignatureInvalid
    info_plist_failed,         ///< errSecCSInfoPlistFailed
    resource_directory_failed, ///< errSecCSResourceDirectoryFailed
    resources_invalid,         ///< errSecCSResourcesInvalid
    resources_not_found,       ///< errSecCSResourcesNotFound
    bad_resource,              ///< errSecCSBadResource
    weak_resource_rules,       ///< errSecCSWeakResourceRules
    weak_resource_envelope,    ///< errSecCSWeakResourceEnvelope
    requirement_failed,        ///< errSecCSReqFailed
    requirement_invalid,       ///< errSecCSReqInvalid
    requirement_unsupported,   ///< errSecCSReqUnsupported
    bad_nested_code,           ///< errSecCSBadNestedCode
    unsigned_nested_code,      ///< errSecCSUnsignedNestedCode
    bad_framework_version,     ///< errSecCSBadFrameworkVersion
    unsealed_framework_root,   ///< errSecCSUnsealedFrameworkRoot
    unsealed_app_root,         ///< errSecCSUnsealedAppRoot
    ambiguous_bundle_format,   ///< errSecCSAmbiguousBundleFormat
    regular_file,              ///< errSecCSRegularFile
    ds_store_symlink,          ///< errSecCSDSStoreSymlink
    invalid_symlink,           ///< errSecCSInvalidSymlink
    invalid_associated_data,   ///< errSecCSInvalidAssociatedFileData
    bad_main_executable,       ///< errSecCSBadMainExecutable
    bad_object_format,         ///< errSecCSBadObjectFormat
    bad_bundle_format,         ///< errSecCSBadBundleFormat
    invalid_entitlements,      ///< errSecCSInvalidEntitlements
    invalid_platform,          ///< errSecCSInvalidPlatform
    bad_team_identifier,       ///< errSecCSBadTeamIdentifier
    not_trusted,               ///< CSSMERR_TP_NOT_TRUSTED
};

/// Name, number and text of a failure. The texts are Apple's own, lower-case, as they follow "path: " in `codesign`.
struct FailureText {
    std::string_view name;
    int code = 0;
    std::string_view text;
};
FailureText describe(Failure failure);

/// Whether it shows that something was changed after signing. False of what was signed as it is and Apple's tool does
/// not accept: an obsolete seal, a link out of the bundle, a signer that nobody trusts, a requirement not met.
bool is_change(Failure failure);

/// One thing that is not as the signature says.
struct VerifyError {
    Failure failure = Failure::signature_failed;
    std::string file;   ///< path in the source that it is about; empty: the item's code itself
    std::string detail; ///< "file modified", "file added", "page 12 of the arm64 slice modified": few words
    /// Part of the signature that does not fit: special slot or signature::slot_cms_signature; nothing for pages,
    /// files.
    std::optional<std::uint32_t> slot;
    auto operator<=>(const VerifyError&) const = default;
};

enum class TicketState { none, covers, does_not_cover, invalid };
std::string_view slug(TicketState state);

enum class ChainState { apple, given_root, self_signed, untrusted, none };
std::string_view slug(ChainState state);

/// What was found of one slice of one code item; of code without Mach-O, of its detached signature.
struct SliceIntegrity {
    std::size_t item = 0;             ///< index in Bundle::items
    std::optional<std::size_t> slice; ///< index in CodeItem::slices; nothing for code without any
    bool intact = false;              ///< in its own right: nothing was changed after signing, whoever signed
    bool valid = false;               ///< intact and trusted
    std::vector<VerifyError> errors;  ///< in the order in which Apple's tool would meet them
    std::optional<Truth> designated_requirement_satisfied; ///< nothing where it is unsigned or could not be read
    ChainState chain = ChainState::none;
    std::optional<Timestamp> signed_at;    ///< of the trusted time stamp, else the signer's claim
    std::optional<bool> timestamp_trusted; ///< nothing where there is none
    TicketState ticket = TicketState::none;
};

/// What codesign says of one root (outermost item), all architectures.
struct RootIntegrity {
    std::size_t item = 0;        ///< index in Bundle::items
    bool codesign_valid = false; ///< what `codesign --verify --deep --strict` says, trust included
    /// Why not, first met first; of nested code too, where Apple's tool descends.
    std::vector<VerifyError> errors;
};

/// What could not be checked here and why, for people: {"revocation", "needs the network"}.
struct NotChecked {
    std::string what, why;
    bool operator==(const NotChecked&) const = default;
};

struct Integrity {
    bool codesign_valid = false;        ///< every root
    bool integrity_valid = false;       ///< nothing was changed after signing, whoever signed
    bool valid = false;                 ///< every item in its own right is unchanged and trusted
    std::vector<SliceIntegrity> slices; ///< by item, then slice
    std::vector<RootIntegrity> roots;
    std::vector<NotChecked> not_checked;
    std::uint64_t hashed_bytes = 0;

    /// Errors of an item, of all its slices, each once. Empty where it is intact or was not looked at.
    std::vector<VerifyError> errors_of(std::size_t item) const;
    /// Whether the item has a result and all its slices are valid.
    bool item_valid(std::size_t item) const;
};

} // namespace nei::verify
