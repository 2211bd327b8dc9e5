// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"

#include <string>
#include <vector>

namespace nei::forge {

struct RequirementToken {
    enum class Kind { word, text, hash, hex, symbol, end };
    Kind kind = Kind::end;
    std::string text; ///< a word or symbol as written, a quoted text without its quotes
    Bytes bytes;      ///< of a hash or hex literal
    std::size_t offset = 0;
};

/// Words, quoted texts, `H"…"`, `0x…` and symbols; comments are left out. Ends with an `end` token.
Result<std::vector<RequirementToken>> lex_requirement(std::string_view text);

} // namespace nei::forge
