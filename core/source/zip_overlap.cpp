// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/zip_overlap.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"

#include <algorithm>
#include <optional>

namespace nei::source {
namespace {

// APPNOTE.TXT 4.3.7, 4.3.12, 4.5.3
constexpr std::uint32_t directory_signature = 0x02014b50;
constexpr std::size_t directory_header_bytes = 46, local_header_bytes = 30;
constexpr std::uint32_t in_extra_field = 0xffffffff;
constexpr std::uint16_t zip64_extra = 1;

/// More than the longest header: 46 bytes, and three fields of up to 65,535.
constexpr std::size_t window_bytes = 1u << 20;

/// What an entry takes up in the archive at least.
struct Range {
    std::uint64_t start = 0, end = 0;
    std::uint64_t position = 0; ///< of its header in the directory
};

struct Header {
    Range range;
    std::size_t bytes = 0; ///< of the header in the directory
};

/// The 64-bit value of a field that has 32 bits of ones: these stand one after the other in an extra field.
std::uint64_t widened(std::uint32_t value, ByteReader& zip64) {
    return value == in_extra_field ? zip64.u64() : value;
}

ByteReader zip64_field(ByteView extra) {
    ByteReader reader(extra, std::endian::little);
    while (!reader.failed() && reader.remaining() >= 4) {
        const std::uint16_t id = reader.u16(), size = reader.u16();
        const ByteView field = reader.bytes(size);
        if (id == zip64_extra) return ByteReader(field, std::endian::little);
    }
    return ByteReader({}, std::endian::little);
}

std::optional<Header> read_header(ByteView data, std::uint64_t position) {
    ByteReader reader(data, std::endian::little);
    if (reader.u32() != directory_signature) return std::nullopt;
    reader.skip(16);
    const std::uint32_t packed = reader.u32(), unpacked = reader.u32();
    const std::uint16_t name = reader.u16(), extra = reader.u16(), comment = reader.u16();
    reader.skip(8);
    const std::uint32_t offset = reader.u32();
    reader.skip(name);
    ByteReader zip64 = zip64_field(reader.bytes(extra));
    if (reader.failed()) return std::nullopt;
    widened(unpacked, zip64);
    Header header;
    const std::uint64_t data_bytes = widened(packed, zip64);
    header.range.start = widened(offset, zip64);
    // Sums beyond 64 bits are entries outside the archive, which others report.
    header.range.end = header.range.start + local_header_bytes + name + data_bytes;
    header.range.position = position;
    header.bytes = directory_header_bytes + name + extra + comment;
    return header;
}

std::vector<Range> ranges_of(const RandomAccess& archive, std::uint64_t position) {
    std::vector<Range> ranges;
    Bytes window(window_bytes);
    while (ranges.size() < limits::entries) {
        const std::size_t got = archive.read_at(position, window).value_or(0);
        std::size_t at = 0;
        while (const auto header = read_header(ByteView(window).subspan(at, got - at), position + at)) {
            ranges.push_back(header->range);
            at += header->bytes;
            if (at > got) break;
        }
        if (at == 0) break;
        position += at;
    }
    return ranges;
}

} // namespace

std::vector<std::uint64_t> overlapping_entries(const RandomAccess& archive, std::uint64_t first) {
    std::vector<Range> ranges = ranges_of(archive, first);
    std::ranges::sort(ranges, {}, [](const Range& range) { return std::pair(range.start, range.position); });
    std::vector<std::uint64_t> overlapping;
    std::uint64_t taken_to = 0;
    for (const Range& range : ranges) {
        if (range.end > archive.size()) continue; // its sizes are wrong, and it is left out for that
        if (range.start < taken_to) overlapping.push_back(range.position);
        taken_to = std::max(taken_to, range.end);
    }
    std::ranges::sort(overlapping);
    return overlapping;
}

} // namespace nei::source
