// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plist/value.h"
#include "core/signature/certificate.h"
#include "core/signature/requirement.h"

#include <optional>

namespace nei::verify {

/// Some questions only a Mac can answer (its trust settings, tickets from Apple); then the answer is not known, and so
/// is what hangs on it.
enum class Truth { no, yes, unknown };

/// What a code requirement is asked of.
struct RequirementSubject {
    std::string identifier;                   ///< of the code directory
    std::vector<Bytes> cdhashes;              ///< of all its code directories, 20 bytes each
    const plist::Value* info_plist = nullptr; ///< null where there is none
    const plist::Value* entitlements = nullptr;
    /// Leaf first, root last; empty for ad hoc code.
    std::vector<signature::CertificatePointer> chain;
    bool apple_anchor = false;     ///< the chain is verified and ends at one of Apple's roots
    std::uint32_t platform = 0;    ///< of the code directory
    std::optional<bool> notarized; ///< nothing where only Apple's servers could tell
};

/// Whether code satisfies a requirement, as Apple's interpreter decides (reqinterp.cpp, TN3127). An error with the code
/// `unsupported` where the requirement has an operator that cannot be passed over (errSecCSReqUnsupported), or is a
/// DER constraint.
Result<Truth> evaluate(const signature::Requirement& requirement, const RequirementSubject& subject);

} // namespace nei::verify
