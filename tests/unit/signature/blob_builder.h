// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

/// Signatures put together by hand, byte by byte, so that tests can also write what no signer would.
namespace nei::signature::test {

/// Big-endian bytes, appended one value after the other.
class ByteWriter {
public:
    ByteWriter& u8(std::uint8_t value) { return integer(value, 1); }
    ByteWriter& u16(std::uint16_t value) { return integer(value, 2); }
    ByteWriter& u32(std::uint32_t value) { return integer(value, 4); }
    ByteWriter& u64(std::uint64_t value) { return integer(value, 8); }
    ByteWriter& raw(ByteView view) {
        bytes_.insert(bytes_.end(), view.begin(), view.end());
        return *this;
    }
    ByteWriter& text(std::string_view value) { return raw(as_bytes(value)); }
    ByteWriter& zeros(std::size_t count) {
        bytes_.resize(bytes_.size() + count);
        return *this;
    }
    /// As requirements have it: length, bytes, padding to four.
    ByteWriter& data(std::string_view value) {
        u32(static_cast<std::uint32_t>(value.size())).text(value);
        return zeros((4 - value.size() % 4) % 4);
    }
    std::size_t size() const { return bytes_.size(); }
    const Bytes& bytes() const { return bytes_; }

private:
    ByteWriter& integer(std::uint64_t value, int width) {
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) bytes_.push_back(std::byte(value >> shift & 255));
        return *this;
    }

    Bytes bytes_;
};

inline Bytes blob(std::uint32_t magic, ByteView payload) {
    return ByteWriter().u32(magic).u32(static_cast<std::uint32_t>(payload.size() + 8)).raw(payload).bytes();
}

/// `expression` is the opcodes; kind 1.
inline Bytes requirement(ByteView expression) {
    return blob(0xfade0c00, ByteWriter().u32(1).raw(expression).bytes());
}

inline Bytes super_blob(std::uint32_t magic, const std::vector<std::pair<std::uint32_t, Bytes>>& blobs) {
    ByteWriter index, content;
    const std::size_t start = 12 + 8 * blobs.size();
    for (const auto& [slot, bytes] : blobs) {
        index.u32(slot).u32(static_cast<std::uint32_t>(start + content.size()));
        content.raw(bytes);
    }
    return ByteWriter()
        .u32(magic)
        .u32(static_cast<std::uint32_t>(start + content.size()))
        .u32(static_cast<std::uint32_t>(blobs.size()))
        .raw(index.bytes())
        .raw(content.bytes())
        .bytes();
}

/// What a code directory says; whatever the test does not name is as a signer would write it.
struct DirectorySpec {
    std::uint32_t version = 0x20400, flags = 0;
    std::string_view identifier = "com.example.tool";
    std::string_view team_id = {};
    std::uint8_t hash_type = 2, hash_size = 32, platform = 0, page_size_log2 = 12;
    std::uint32_t special_slots = 0, code_slots = 1, code_limit = 4096;
    std::uint64_t code_limit_64 = 0, exec_seg_flags = 1;
    std::uint32_t runtime_version = 0x000e0200, pre_encrypt_offset = 0, scatter_offset = 0;
    std::uint32_t linkage_offset = 0, linkage_size = 0;
    std::vector<std::pair<std::uint32_t, Bytes>> special_hashes = {}; ///< slot, hash; the others are zero
    Bytes appended = {};                                              ///< after the hashes
};

inline Bytes code_directory(const DirectorySpec& spec = {}) {
    std::uint32_t header = 44;
    if (spec.version >= 0x20100) header = 48;
    if (spec.version >= 0x20200) header = 52;
    if (spec.version >= 0x20300) header = 64;
    if (spec.version >= 0x20400) header = 88;
    if (spec.version >= 0x20500) header = 96;
    if (spec.version >= 0x20600) header = 108;
    const auto identifier_end = header + static_cast<std::uint32_t>(spec.identifier.size()) + 1;
    const bool has_team = !spec.team_id.empty();
    const auto team_end = identifier_end + (has_team ? static_cast<std::uint32_t>(spec.team_id.size()) + 1 : 0);
    const std::uint32_t hashes = team_end + spec.special_slots * spec.hash_size;

    ByteWriter body;
    body.u32(spec.version).u32(spec.flags).u32(hashes).u32(header).u32(spec.special_slots).u32(spec.code_slots);
    body.u32(spec.code_limit).u8(spec.hash_size).u8(spec.hash_type).u8(spec.platform).u8(spec.page_size_log2).u32(0);
    if (spec.version >= 0x20100) body.u32(spec.scatter_offset);
    if (spec.version >= 0x20200) body.u32(has_team ? identifier_end : 0);
    if (spec.version >= 0x20300) body.u32(0).u64(spec.code_limit_64);
    if (spec.version >= 0x20400) body.u64(0).u64(4096).u64(spec.exec_seg_flags);
    if (spec.version >= 0x20500) body.u32(spec.runtime_version).u32(spec.pre_encrypt_offset);
    if (spec.version >= 0x20600) body.u8(2).u8(1).u16(7).u32(spec.linkage_offset).u32(spec.linkage_size);
    body.text(spec.identifier).u8(0);
    if (has_team) body.text(spec.team_id).u8(0);
    Bytes special(spec.special_slots * spec.hash_size);
    for (const auto& [slot, hash] : spec.special_hashes)
        std::copy(hash.begin(), hash.end(), special.begin() + (spec.special_slots - slot) * spec.hash_size);
    body.raw(special);
    for (std::uint32_t i = 0; i < spec.code_slots * spec.hash_size; ++i) body.u8(0xcc);
    body.raw(spec.appended);
    return blob(0xfade0c02, body.bytes());
}

} // namespace nei::signature::test
