// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nei {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

/// The bytes of a text, without its terminating zero.
ByteView as_bytes(std::string_view text);

/// The same bytes seen as characters; says nothing about their encoding.
std::string_view as_text(ByteView bytes);

Bytes to_bytes(ByteView view);

/// `length` bytes at `offset`, or nothing where they do not all lie inside `data`. Never overflows.
std::optional<ByteView> slice(ByteView data, std::size_t offset, std::size_t length);

/// Lower-case hexadecimal, two digits a byte.
std::string to_hex(ByteView bytes);

/// The reverse of to_hex; accepts upper case too, nothing else.
std::optional<Bytes> from_hex(std::string_view text);

/// RFC 4648 base64 with padding, without line breaks.
std::string to_base64(ByteView bytes);

std::optional<Bytes> from_base64(std::string_view text);

} // namespace nei
