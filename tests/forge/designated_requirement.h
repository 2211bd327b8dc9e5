// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/identities.h"

namespace nei::forge {

/// A value as requirement text needs it: bare where the language allows, quoted otherwise.
std::string requirement_word(std::string_view value);

/// The designated requirement that Apple's tools would embed for this signer, in the words that `codesign -d -r-`
/// prints. `identity` is null for ad hoc code: then empty, as nothing is embedded.
std::string designated_requirement(const Identity* identity, std::string_view identifier, std::string_view team);

/// `cdhash H"…" or cdhash H"…"`: what stands for the requirement of ad hoc code.
std::string cdhash_requirement(const std::vector<Bytes>& cdhashes);

} // namespace nei::forge
