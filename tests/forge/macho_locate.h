// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <vector>

namespace nei::forge {

/// Where things are in a Mach-O that the forge wrote, for those that damage it. Offsets are in the file.
struct LocatedSlice {
    std::size_t fat_entry = 0; ///< of its entry in the universal header; 0: thin
    std::size_t offset = 0, size = 0;
    std::uint32_t cpu_type = 0, cpu_subtype = 0;
    std::size_t signature_command = 0; ///< of LC_CODE_SIGNATURE; 0: none
    std::size_t signature = 0, signature_size = 0;
};

/// Throws SpecError for anything else than a Mach-O of the forge.
std::vector<LocatedSlice> locate_slices(ByteView file);

/// Offset of the blob of this slot within the file, or 0.
std::size_t locate_blob(ByteView file, const LocatedSlice& slice, std::uint32_t slot);

} // namespace nei::forge
