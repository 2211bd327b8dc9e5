// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/byte_writer.h"
#include "tests/forge/macho_writer.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace nei::forge {
namespace {

struct Architecture {
    std::string_view name;
    std::uint32_t type, subtype;
};

constexpr std::array<Architecture, 8> architectures{{
    {"arm64", 0x0100000c, 0},
    {"arm64e", 0x0100000c, 0x80000002},
    {"arm64_32", 0x0200000c, 1},
    {"x86_64", 0x01000007, 3},
    {"x86_64h", 0x01000007, 8},
    {"i386", 7, 3},
    {"armv7", 12, 9},
    {"armv7s", 12, 11},
}};

const Architecture& architecture_named(std::string_view name) {
    const auto found = std::ranges::find(architectures, name, &Architecture::name);
    if (found == architectures.end()) throw SpecError(fmt::format("unknown architecture \"{}\"", name));
    return *found;
}

} // namespace

std::uint32_t cpu_type(std::string_view architecture) {
    return architecture_named(architecture).type;
}

std::uint32_t cpu_subtype(std::string_view architecture) {
    return architecture_named(architecture).subtype;
}

std::uint32_t packed_version(std::string_view text) {
    std::array<std::uint32_t, 3> parts{};
    const char* position = text.data();
    const char* const end = position + text.size();
    for (std::uint32_t& part : parts) {
        if (position == end) break;
        const auto [next, error] = std::from_chars(position, end, part);
        if (error != std::errc{}) throw SpecError(fmt::format("not a version: \"{}\"", text));
        position = next != end && *next == '.' ? next + 1 : next;
    }
    return parts[0] << 16 | (parts[1] & 0xff) << 8 | (parts[2] & 0xff);
}

Bytes make_universal(const std::vector<UniversalSlice>& slices, bool wide_header) {
    constexpr std::uint64_t alignment = 14; // as a power of two: pages of Apple silicon, fine for all others
    ByteWriter header;
    header.u32(wide_header ? 0xcafebabf : 0xcafebabe).u32(slices.size());
    std::uint64_t offset = round_up(8 + slices.size() * (wide_header ? 32 : 20), 1 << alignment);
    for (const UniversalSlice& slice : slices) {
        header.u32(cpu_type(slice.architecture)).u32(cpu_subtype(slice.architecture));
        if (wide_header)
            header.u64(offset).u64(slice.bytes.size()).u32(alignment).u32(0);
        else
            header.u32(offset).u32(slice.bytes.size()).u32(alignment);
        offset = round_up(offset + slice.bytes.size(), 1 << alignment);
    }
    for (const UniversalSlice& slice : slices) header.align(1 << alignment).bytes(slice.bytes);
    return header.take();
}

} // namespace nei::forge
