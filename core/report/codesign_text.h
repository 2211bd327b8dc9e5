// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"

#include <cstddef>
#include <optional>
#include <string>

namespace nei::report {

/// What `codesign -dvvv` prints of one slice: its line keys in its order, so that scripts that read one can read the
/// other. Paths are those in the bundle, dates as this program writes them. A line whose fact is not known is left out.
/// `slice`: index in CodeItem::slices; without it the main slice, or the signature of a bundle without code. One line
/// where it is not signed.
std::string codesign_text(const bundle::Bundle& bundle, const bundle::CodeItem& item,
                          std::optional<std::size_t> slice = std::nullopt);

} // namespace nei::report
