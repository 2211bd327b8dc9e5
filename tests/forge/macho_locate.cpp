// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/macho_locate.h"

#include "core/base/byte_reader.h"
#include "tests/forge/spec_error.h"

namespace nei::forge {
namespace {

void locate_signature(ByteView file, LocatedSlice& slice) {
    ByteReader reader(file, std::endian::little);
    reader.seek(slice.offset);
    const std::uint32_t magic = reader.u32();
    if (magic != 0xfeedfacf && magic != 0xfeedface) throw SpecError("damage: not a Mach-O of the forge");
    slice.cpu_type = reader.u32();
    slice.cpu_subtype = reader.u32();
    reader.skip(4);
    const std::uint32_t commands = reader.u32();
    reader.skip(magic == 0xfeedfacf ? 12 : 8);
    for (std::uint32_t i = 0; i < commands && !reader.failed(); ++i) {
        const std::size_t start = reader.offset();
        const std::uint32_t command = reader.u32(), size = reader.u32();
        if (command == 0x1d) {
            slice.signature_command = start;
            slice.signature = slice.offset + reader.u32();
            slice.signature_size = reader.u32();
        }
        reader.seek(start + size);
    }
}

} // namespace

std::vector<LocatedSlice> locate_slices(ByteView file) {
    ByteReader reader(file);
    const std::uint32_t magic = reader.u32();
    std::vector<LocatedSlice> slices;
    if (magic == 0xcafebabe || magic == 0xcafebabf) {
        const std::uint32_t count = reader.u32();
        for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
            LocatedSlice slice{.fat_entry = reader.offset()};
            reader.skip(8);
            const bool wide = magic == 0xcafebabf;
            slice.offset = wide ? reader.u64() : reader.u32();
            slice.size = wide ? reader.u64() : reader.u32();
            reader.skip(wide ? 8 : 4);
            slices.push_back(slice);
        }
    } else {
        slices.push_back({.offset = 0, .size = file.size()});
    }
    for (LocatedSlice& slice : slices) locate_signature(file, slice);
    return slices;
}

std::size_t locate_blob(ByteView file, const LocatedSlice& slice, std::uint32_t slot) {
    if (slice.signature == 0) return 0;
    ByteReader reader(file);
    reader.seek(slice.signature + 8);
    const std::uint32_t count = reader.u32();
    for (std::uint32_t i = 0; i < count && !reader.failed(); ++i) {
        const std::uint32_t type = reader.u32(), offset = reader.u32();
        if (type == slot) return slice.signature + offset;
    }
    return 0;
}

} // namespace nei::forge
