// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/source/zip_writer.h"

#include <zlib.h>

namespace nei::source {
namespace {

void put16(std::string& to, std::uint64_t value) {
    to += static_cast<char>(value & 0xff);
    to += static_cast<char>(value >> 8 & 0xff);
}

void put32(std::string& to, std::uint64_t value) {
    put16(to, value);
    put16(to, value >> 16);
}

std::string deflated(const std::string& content) {
    z_stream stream = {};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, content.size()), '\0');
    std::string input = content; // zlib's pointer is not const
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// The part that both headers of an entry have, from the version on.
std::string common_fields(const ZipEntry& entry, std::uint64_t packed_size) {
    const auto* bytes = reinterpret_cast<const Bytef*>(entry.content.data());
    const auto checksum = static_cast<std::uint32_t>(crc32_z(0, bytes, entry.content.size()));
    std::string fields;
    put16(fields, 20);
    put16(fields, entry.flags);
    put16(fields, entry.method.value_or(entry.deflated ? 8 : 0));
    put32(fields, 0x5a210000); // 2025-01-01
    put32(fields, entry.checksum.value_or(checksum));
    put32(fields, packed_size);
    put32(fields, entry.size.value_or(static_cast<std::uint32_t>(entry.content.size())));
    put16(fields, entry.name.size());
    return fields;
}

} // namespace

std::string zip(const std::vector<ZipEntry>& entries, const ZipEnd& end) {
    std::string archive, list;
    for (const ZipEntry& entry : entries) {
        const std::string data = entry.deflated ? deflated(entry.content) : entry.content;
        const std::string extra = entry.extra_in_list.value_or("");
        list += "PK\x01\x02";
        put16(list, entry.mode == 0 ? 20 : 3 << 8 | 20);
        list += common_fields(entry, entry.packed_size_in_list.value_or(static_cast<std::uint32_t>(data.size())));
        put16(list, extra.size());
        list += std::string(6, '\0'); // comment, disk, text or binary
        put32(list, std::uint64_t{entry.mode} << 16);
        put32(list, entry.offset_in_list.value_or(static_cast<std::uint32_t>(archive.size())));
        list += entry.name + extra;

        archive += "PK\x03\x04" + common_fields(entry, data.size());
        put16(archive, 0);
        archive += entry.name + data;
    }
    std::string last = "PK\x05\x06";
    put16(last, end.disk);
    put16(last, end.disk);
    put16(last, end.entries.value_or(static_cast<std::uint16_t>(entries.size())));
    put16(last, end.entries.value_or(static_cast<std::uint16_t>(entries.size())));
    put32(last, list.size());
    put32(last, archive.size() + end.list_moved_by);
    put16(last, end.comment.size());
    return archive + list + last + end.comment;
}

} // namespace nei::source
