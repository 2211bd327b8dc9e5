// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"

#include <cstddef>

/// Checks made before libplist sees a property list: it recurses without a limit and expands every reference.
namespace nei::plist {

/// Length of the XML document up to the end of its root element's tag. Refuses what nests deeper than
/// limits::plist_depth or has more than limits::plist_values elements, and what libplist could see other elements in.
Result<std::size_t> check_xml(std::string_view text);

/// Refuses binary property lists whose objects form a cycle, nest too deep, or expand to very much: a few bytes can
/// name one text or list a million times.
Result<void> check_binary(ByteView bytes);

} // namespace nei::plist
