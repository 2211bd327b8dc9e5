// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/macho/macho.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"
#include "core/macho/slice_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::macho {
namespace {

constexpr std::uint32_t magic_fat = 0xcafebabe;
constexpr std::uint32_t magic_fat_64 = 0xcafebabf;
/// The oldest Java class file has major version 45 where a universal header has its number of slices.
constexpr std::uint32_t first_java_version = 43;

struct SliceRange {
    std::uint64_t offset = 0, size = 0;
};

/// Where the universal header puts the slices; those that lie outside the file or on another are left out.
Result<std::vector<SliceRange>> slice_ranges(ByteView header, std::uint64_t file_size, const std::string& path,
                                             Problems& problems) {
    ByteReader reader(header);
    const bool is_64 = reader.u32() == magic_fat_64;
    const std::uint32_t count = reader.u32();
    if (count == 0) return fail(ErrorCode::malformed, fmt::format("{} is a universal file without slices.", path));
    if (count > limits::slices)
        return fail(ErrorCode::too_large,
                    fmt::format("{} names {} slices; no more than {} are read.", path, count, limits::slices));
    std::vector<SliceRange> ranges;
    const auto problem = [&](std::string message) {
        problems.push_back({"slice-outside-file", path, std::move(message)});
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        reader.skip(8);
        SliceRange range;
        range.offset = is_64 ? reader.u64() : reader.u32();
        range.size = is_64 ? reader.u64() : reader.u32();
        reader.skip(is_64 ? 8 : 4);
        if (reader.failed()) {
            problem(fmt::format("The universal header names {} slices but ends after {}.", count, i));
            break;
        }
        if (range.offset >= file_size) {
            problem(fmt::format("Slice {} begins at byte {}, and the file has {}.", i + 1, range.offset, file_size));
            continue;
        }
        if (range.size > file_size - range.offset) {
            problem(fmt::format("Slice {} should end at byte {}, and the file has {}. The file was probably cut off.",
                                i + 1, range.offset + range.size, file_size));
            range.size = file_size - range.offset;
        }
        const bool overlaps = std::ranges::any_of(ranges, [&](const SliceRange& other) {
            return range.offset < other.offset + other.size && other.offset < range.offset + range.size;
        });
        if (overlaps)
            problem(fmt::format("Slice {} lies on another slice and is not read.", i + 1));
        else
            ranges.push_back(range);
    }
    return ranges;
}

/// What read_slice wants to have of an image.
Result<Bytes> start_of(source::File& file, std::uint64_t offset, std::uint64_t size) {
    return file.read(offset, static_cast<std::size_t>(std::min<std::uint64_t>(size, first_read_bytes)));
}

bool is_thin(std::uint32_t magic) {
    return magic == 0xfeedface || magic == 0xfeedfacf || magic == 0xcefaedfe || magic == 0xcffaedfe;
}

} // namespace

bool looks_like_macho(ByteView start, std::uint64_t file_size) {
    ByteReader reader(start);
    const std::uint32_t magic = reader.u32();
    const std::uint32_t next = reader.u32();
    if (reader.failed()) return false;
    if (is_thin(magic)) return file_size >= 28;
    if (magic != magic_fat && magic != magic_fat_64) return false;
    // Both formats start with the same four bytes; a class file goes on with minor and major version.
    return next < first_java_version;
}

Result<MachO> parse(source::File& file, const std::string& path) {
    const auto start = start_of(file, 0, file.size());
    if (!start) return std::unexpected(start.error());
    if (!looks_like_macho(*start, file.size()))
        return fail(ErrorCode::malformed, fmt::format("{} is not a Mach-O file.", path));
    MachO macho;
    const std::uint32_t magic = ByteReader(*start).u32();
    if (is_thin(magic)) {
        auto slice = read_slice(file, path, *start, 0, file.size());
        if (!slice) return std::unexpected(slice.error());
        macho.slices.push_back(std::move(*slice));
        return macho;
    }
    macho.universal = true;
    const std::uint32_t count = std::min(ByteReader(ByteView(*start).subspan(4)).u32(), limits::slices);
    const std::uint64_t header_size = 8 + std::uint64_t{count} * (magic == magic_fat_64 ? 32 : 20);
    static_assert(8 + limits::slices * 32 <= first_read_bytes);
    const auto header = ByteView(*start).first(std::min<std::size_t>(header_size, start->size()));
    const auto ranges = slice_ranges(header, file.size(), path, macho.problems);
    if (!ranges) return std::unexpected(ranges.error());
    for (const SliceRange& range : *ranges) {
        const auto image = start_of(file, range.offset, range.size);
        auto slice = image ? read_slice(file, path, *image, range.offset, range.size)
                           : Result<Slice>(std::unexpected(image.error()));
        if (slice)
            macho.slices.push_back(std::move(*slice));
        else
            macho.problems.push_back(problem_from(slice.error(), path));
    }
    if (macho.slices.empty())
        return fail(ErrorCode::malformed,
                    fmt::format("{} is a universal file, but none of its slices can be read.", path));
    return macho;
}

std::string Version::text() const {
    return patch == 0 ? fmt::format("{}.{}", major, minor) : fmt::format("{}.{}.{}", major, minor, patch);
}

std::string_view slug(FileType type) {
    switch (type) {
    case FileType::object: return "object";
    case FileType::execute: return "execute";
    case FileType::fixed_library: return "fixed-library";
    case FileType::core: return "core";
    case FileType::preload: return "preload";
    case FileType::dylib: return "dylib";
    case FileType::dylinker: return "dylinker";
    case FileType::bundle: return "bundle";
    case FileType::dylib_stub: return "dylib-stub";
    case FileType::dsym: return "dsym";
    case FileType::kext: return "kext";
    case FileType::fileset: return "fileset";
    case FileType::other: return "other";
    }
    return "other";
}

std::string_view slug(LibraryKind kind) {
    switch (kind) {
    case LibraryKind::load: return "load";
    case LibraryKind::weak: return "weak";
    case LibraryKind::reexport: return "reexport";
    case LibraryKind::lazy: return "lazy";
    case LibraryKind::upward: return "upward";
    }
    return "load";
}

} // namespace nei::macho
