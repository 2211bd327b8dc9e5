// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/integrity.h"

#include <algorithm>
#include <functional>
#include <set>

namespace nei::verify {

FailureText describe(Failure failure) {
    using enum Failure;
    switch (failure) {
    case unsigned_code: return {"errSecCSUnsigned", -67062, "code object is not signed at all"};
    case signature_failed:
        return {"errSecCSSignatureFailed", -67061, "invalid signature (code or signature have been modified)"};
    case signature_not_verifiable:
        return {"errSecCSSignatureNotVerifiable", -67060,
                "the code cannot be read by the verifier (file system permissions etc.)"};
    case signature_unsupported:
        return {"errSecCSSignatureUnsupported", -67059, "unsupported type or version of signature"};
    case signature_invalid: return {"errSecCSSignatureInvalid", -67045, "invalid or unsupported format for signature"};
    case info_plist_failed:
        return {"errSecCSInfoPlistFailed", -67030, "invalid Info.plist (plist or signature have been modified)"};
    case resource_directory_failed:
        return {"errSecCSResourceDirectoryFailed", -67023,
                "invalid resource directory (directory or signature have been modified)"};
    case resources_invalid: return {"errSecCSResourcesInvalid", -67055, "the sealed resource directory is invalid"};
    case resources_not_found:
        return {"errSecCSResourcesNotFound", -67056,
                "code has no resources but signature indicates they must be present"};
    case bad_resource: return {"errSecCSBadResource", -67054, "a sealed resource is missing or invalid"};
    case weak_resource_rules:
        return {"errSecCSWeakResourceRules", -67013, "resource envelope is obsolete (custom omit rules)"};
    case weak_resource_envelope:
        return {"errSecCSWeakResourceEnvelope", -67007, "resource envelope is obsolete (version 1 signature)"};
    case requirement_failed:
        return {"errSecCSReqFailed", -67050, "code failed to satisfy specified code requirement(s)"};
    case requirement_invalid: return {"errSecCSReqInvalid", -67052, "invalid or corrupted code requirement(s)"};
    case requirement_unsupported:
        return {"errSecCSReqUnsupported", -67051, "unsupported type or version of code requirement(s)"};
    case bad_nested_code: return {"errSecCSBadNestedCode", -67021, "nested code is modified or invalid"};
    case unsigned_nested_code: return {"errSecCSUnsignedNestedCode", -67022, "nested code is unsigned"};
    case bad_framework_version:
        return {"errSecCSBadFrameworkVersion", -67009, "embedded framework contains modified or invalid version"};
    case unsealed_framework_root:
        return {"errSecCSUnsealedFrameworkRoot", -67008,
                "unsealed contents present in the root directory of an embedded framework"};
    case unsealed_app_root: return {"errSecCSUnsealedAppRoot", -67014, "unsealed contents present in the bundle root"};
    case ambiguous_bundle_format:
        return {"errSecCSAmbiguousBundleFormat", -67011, "bundle format is ambiguous (could be app or framework)"};
    case regular_file:
        return {"errSecCSRegularFile", -67015,
                "the main executable or Info.plist must be a regular file (no symlinks, etc.)"};
    case ds_store_symlink: return {"errSecCSDSStoreSymlink", -67012, ".DS_Store files cannot be a symlink"};
    case invalid_symlink: return {"errSecCSInvalidSymlink", -67003, "invalid destination for symbolic link in bundle"};
    case invalid_associated_data:
        return {"errSecCSInvalidAssociatedFileData", -66999,
                "resource fork, Finder information, or similar detritus not allowed"};
    case bad_main_executable: return {"errSecCSBadMainExecutable", -67010, "main executable failed strict validation"};
    case bad_object_format:
        return {"errSecCSBadObjectFormat", -67049, "object file format unrecognized, invalid, or unsuitable"};
    case bad_bundle_format:
        return {"errSecCSBadBundleFormat", -67028, "bundle format unrecognized, invalid, or unsuitable"};
    case invalid_entitlements: return {"errSecCSInvalidEntitlements", -66994, "invalid entitlement plist"};
    case invalid_platform:
        return {"errSecCSInvalidPlatform", -67005, "invalid platform identifier or platform mismatch"};
    case bad_team_identifier:
        return {"errSecCSBadTeamIdentifier", -66997, "a Team Identifier is wrong or inappropriate"};
    case not_trusted: return {"CSSMERR_TP_NOT_TRUSTED", -2147409622, "CSSMERR_TP_NOT_TRUSTED"};
    }
    return {"errSecCSInternalError", -67048, "internal error in Code Signing subsystem"};
}

bool is_change(Failure failure) {
    using enum Failure;
    switch (failure) {
    case weak_resource_rules:
    case weak_resource_envelope:
    case invalid_symlink:
    case ds_store_symlink:
    case requirement_failed:
    case requirement_invalid:
    case requirement_unsupported:
    case bad_team_identifier:
    case not_trusted: return false;
    default: return true;
    }
}

std::string_view slug(TicketState state) {
    switch (state) {
    case TicketState::none: return "none";
    case TicketState::covers: return "covers";
    case TicketState::does_not_cover: return "does-not-cover";
    case TicketState::invalid: return "invalid";
    }
    return "none";
}

std::string_view slug(ChainState state) {
    switch (state) {
    case ChainState::apple: return "apple";
    case ChainState::given_root: return "given-root";
    case ChainState::self_signed: return "self-signed";
    case ChainState::untrusted: return "untrusted";
    case ChainState::none: return "none";
    }
    return "none";
}

std::vector<VerifyError> Integrity::errors_of(std::size_t item) const {
    std::vector<VerifyError> errors;
    std::set<std::reference_wrapper<const VerifyError>, std::less<VerifyError>> seen; // they can be thousands
    for (const SliceIntegrity& slice : slices) {
        if (slice.item != item) continue;
        for (const VerifyError& error : slice.errors)
            if (seen.insert(error).second) errors.push_back(error);
    }
    return errors;
}

bool Integrity::item_valid(std::size_t item) const {
    const auto [first, last] = std::ranges::equal_range(slices, item, {}, &SliceIntegrity::item);
    return first != last && std::all_of(first, last, [](const SliceIntegrity& slice) { return slice.valid; });
}

} // namespace nei::verify
