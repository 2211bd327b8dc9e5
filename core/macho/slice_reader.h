// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/macho/macho.h"

namespace nei::macho {

/// Bytes read at first: of nearly every image they hold the header and all load commands.
inline constexpr std::size_t first_read_bytes = 4'096;

/// Reads the Mach-O image of `size` bytes at `offset` of the file: header, load commands, embedded property lists and
/// signature. `start` is what was read of it already, from its first byte; first_read_bytes where there are as many.
/// Broken load commands are problems; an error only where there is no Mach-O header.
Result<Slice> read_slice(source::File& file, const std::string& path, ByteView start, std::uint64_t offset,
                         std::uint64_t size);

} // namespace nei::macho
