// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/macho/macho.h"

namespace nei::macho {

/// Reads the Mach-O image of `size` bytes at `offset` of the file: header, load commands, embedded property lists and
/// signature. Broken load commands are problems; an error only where there is no Mach-O header.
Result<Slice> read_slice(source::File& file, const std::string& path, std::uint64_t offset, std::uint64_t size);

} // namespace nei::macho
