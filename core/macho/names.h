// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/macho/macho.h"

namespace nei::macho {

/// As `lipo -archs` prints it; "cpu-<type>-<subtype>" where unknown.
std::string architecture_name(std::uint32_t cpu_type, std::uint32_t cpu_subtype);

/// "macos", "ios", ... of a PLATFORM_ number; "platform-<n>" where unknown.
std::string platform_name(std::uint32_t number);

/// Of an MH_ number.
FileType file_type_of(std::uint32_t number);

} // namespace nei::macho
