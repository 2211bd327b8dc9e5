// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/nested_code.h"

#include "core/signature/requirement_reader.h"

namespace nei::verify {

std::optional<Truth> satisfies_seal(const SealedCode& sealed, const bundle::CodeItem& nested,
                                    const signature::Signature& signature, const SliceFindings& findings) {
    if (sealed.requirement.empty() || signature.code_directories.empty()) return std::nullopt;
    const auto requirement = signature::parse_requirement_text(sealed.requirement);
    if (!requirement) return std::nullopt;
    const ChainState chain = findings.integrity.chain;
    const RequirementSubject subject{.identifier = signature.identifier,
                                     .cdhashes = findings.cdhashes,
                                     .info_plist = nested.info_plist ? &*nested.info_plist : nullptr,
                                     .entitlements =
                                         signature.entitlements ? &signature.entitlements->effective() : nullptr,
                                     .chain = findings.chain,
                                     .apple_anchor = chain == ChainState::apple || chain == ChainState::given_root,
                                     .platform = signature.code_directories.front().platform,
                                     .notarized = std::nullopt};
    const auto truth = evaluate(*requirement, subject);
    return truth ? std::optional(*truth) : std::nullopt;
}

} // namespace nei::verify
