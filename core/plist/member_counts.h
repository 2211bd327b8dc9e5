// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <map>
#include <optional>
#include <string_view>

namespace nei::plist {

/// For each dictionary in the root dictionary how many members it has, by its name. Names are parts of the bytes given.
using MemberCounts = std::map<std::string_view, std::size_t>;

/// Counts without making values: a seal names ten thousand files, and most who ask want to know only how many.
///
/// Nothing where the bytes are not an XML property list as Apple's tools write it: then plist::parse decides what they
/// are. Accepted are the elements of property lists, rightly nested, without entities, CDATA and other rarities.
std::optional<MemberCounts> count_members(ByteView bytes);

} // namespace nei::plist
