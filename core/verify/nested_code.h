// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/verify/seal_check.h"
#include "core/verify/slice_check.h"

namespace nei::verify {

/// Whether a slice of nested code satisfies the requirement that the seal around it records for it. The cdhash beside
/// that is of one slice only and may be stale; Apple's tools do not look at it (resources.cpp). Nothing where there is
/// no requirement, or none that can be read.
std::optional<Truth> satisfies_seal(const SealedCode& sealed, const bundle::CodeItem& nested,
                                    const signature::Signature& signature, const SliceFindings& findings);

} // namespace nei::verify
