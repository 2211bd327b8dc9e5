// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/requirement.h"

#include <string_view>

namespace nei::signature {

/// Reads one requirement in the language of requirements.grammar (Apple Security), as seals record the requirement of
/// nested code: what to_text prints, and the spellings that people write. Dates are not read. An error says at which
/// word reading ended.
Result<Requirement> parse_requirement_text(std::string_view text);

} // namespace nei::signature
