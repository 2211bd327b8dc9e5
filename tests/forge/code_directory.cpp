// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/code_directory.h"

#include "tests/forge/byte_writer.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::forge {
namespace {

std::size_t header_size(std::uint32_t version) {
    if (version >= 0x20600) return 108;
    if (version >= 0x20500) return 96;
    if (version >= 0x20400) return 88;
    if (version >= 0x20300) return 64;
    if (version >= 0x20200) return 52;
    if (version >= 0x20100) return 48;
    return 44;
}

} // namespace

HashType hash_type(std::string_view word) {
    if (word == "sha1") return HashType::sha1;
    if (word == "sha256") return HashType::sha256;
    if (word == "sha256-truncated") return HashType::sha256_truncated;
    if (word == "sha384") return HashType::sha384;
    throw SpecError(fmt::format("unknown hash type \"{}\"; known are sha1, sha256, sha256-truncated, sha384", word));
}

DigestAlgorithm digest_of(HashType type) {
    switch (type) {
    case HashType::sha1: return DigestAlgorithm::sha1;
    case HashType::sha256:
    case HashType::sha256_truncated: return DigestAlgorithm::sha256;
    case HashType::sha384: return DigestAlgorithm::sha384;
    }
    throw SpecError("unknown hash type");
}

Bytes hash_as(HashType type, ByteView data) {
    Bytes hash = digest(digest_of(type), data);
    if (type == HashType::sha256_truncated) hash.resize(20);
    return hash;
}

Bytes make_code_directory(const CodeDirectoryOptions& options, ByteView code) {
    const std::size_t hash_size = hash_as(options.hash, {}).size();
    std::uint32_t special_slots = 0;
    for (const auto& [slot, content] : options.components) special_slots = std::max(special_slots, slot);
    for (const auto& [slot, hash] : options.slot_hashes) special_slots = std::max(special_slots, slot);

    unsigned page_shift = 0;
    while (options.page_size > 1 && (options.page_size >> page_shift) > 1) ++page_shift;
    const std::size_t page = options.page_size == 0 ? std::max<std::size_t>(code.size(), 1) : options.page_size;
    const std::size_t code_slots = (code.size() + page - 1) / page;

    const std::size_t identifier_offset = header_size(options.version);
    const bool has_team = !options.team.empty() && options.version >= 0x20200;
    const std::size_t team_offset = identifier_offset + options.identifier.size() + 1;
    const std::size_t special_offset = team_offset + (has_team ? options.team.size() + 1 : 0);
    const std::size_t hash_offset = special_offset + special_slots * hash_size;
    const std::size_t length = hash_offset + code_slots * hash_size;
    const bool large = code.size() > 0xffffffff;

    ByteWriter out;
    out.u32(0xfade0c02).u32(length).u32(options.version).u32(options.flags);
    out.u32(hash_offset).u32(identifier_offset).u32(special_slots).u32(code_slots);
    out.u32(large ? 0xffffffff : code.size());
    out.u8(hash_size).u8(static_cast<std::uint8_t>(options.hash)).u8(options.platform).u8(page_shift);
    out.u32(0);
    if (options.version >= 0x20100) out.u32(0);
    if (options.version >= 0x20200) out.u32(has_team ? team_offset : 0);
    if (options.version >= 0x20300) out.u32(0).u64(large ? code.size() : 0);
    if (options.version >= 0x20400)
        out.u64(options.exec_seg_base).u64(options.exec_seg_limit).u64(options.exec_seg_flags);
    if (options.version >= 0x20500) out.u32(options.runtime_version).u32(0);
    if (options.version >= 0x20600) out.u8(0).u8(0).u16(0).u32(0).u32(0);
    out.text(options.identifier).u8(0);
    if (has_team) out.text(options.team).u8(0);
    for (std::uint32_t slot = special_slots; slot > 0; --slot) {
        Bytes hash;
        if (const auto given = options.slot_hashes.find(slot); given != options.slot_hashes.end())
            hash = given->second;
        else if (const auto found = options.components.find(slot); found != options.components.end())
            hash = hash_as(options.hash, found->second);
        hash.resize(hash_size);
        out.bytes(hash);
    }
    for (std::size_t offset = 0; offset < code.size(); offset += page)
        out.bytes(hash_as(options.hash, code.subspan(offset, std::min(page, code.size() - offset))));
    return out.take();
}

Bytes cdhash(ByteView code_directory, HashType type) {
    Bytes hash = hash_as(type, code_directory);
    hash.resize(20);
    return hash;
}

} // namespace nei::forge
