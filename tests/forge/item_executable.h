// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/item.h"

namespace nei::forge {

struct PlatformDefaults {
    std::string_view platform, minimum_os, sdk;
    std::string_view architectures; ///< separated by commas
};

/// Throws SpecError for an unknown platform.
const PlatformDefaults& defaults_of(std::string_view platform, const std::string& where);

/// The "executable" member of an item whose other members are known: absent, a name, an object, or null for none.
std::optional<ItemExecutable> parse_executable(const Item& item, const Json* json);

} // namespace nei::forge
