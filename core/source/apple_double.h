// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <algorithm>
#include <array>

/// AppleDouble files: where a file system or an archive has no extended attributes, macOS keeps those of the file
/// `name` in a second file, `._name`. Format: RFC 1740, appendix A.
namespace nei::source {

inline constexpr std::size_t apple_double_magic_size = 4;

inline bool has_apple_double_name(std::string_view name) {
    return name.starts_with("._");
}

inline bool starts_as_apple_double(ByteView start) {
    constexpr std::array magic{std::byte{0}, std::byte{5}, std::byte{0x16}, std::byte{7}};
    return start.size() >= magic.size() && std::ranges::equal(start.first(magic.size()), magic);
}

} // namespace nei::source
