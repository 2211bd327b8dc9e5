// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/digest.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace nei::forge {

/// Numbers as code directories have them.
enum class HashType : std::uint8_t { sha1 = 1, sha256 = 2, sha256_truncated = 3, sha384 = 4 };

HashType hash_type(std::string_view word); ///< "sha1", "sha256", "sha256-truncated", "sha384"
DigestAlgorithm digest_of(HashType type);
Bytes hash_as(HashType type, ByteView data);

/// What a code directory says, whatever its version can hold.
struct CodeDirectoryOptions {
    std::uint32_t version = 0x20400;
    std::uint32_t flags = 0;
    std::string identifier;
    std::string team; ///< empty: none
    HashType hash = HashType::sha256;
    std::uint8_t platform = 0;
    std::uint32_t page_size = 4096; ///< a power of two; 0: the whole code is one page
    /// Contents that the special slots hash, by slot number.
    std::map<std::uint32_t, Bytes> components;
    /// Hashes written instead, right or wrong; an empty one is written as absent (zeros).
    std::map<std::uint32_t, Bytes> slot_hashes;
    std::uint64_t exec_seg_base = 0, exec_seg_limit = 0, exec_seg_flags = 0;
    std::uint32_t runtime_version = 0;
};

/// A whole blob over `code`.
Bytes make_code_directory(const CodeDirectoryOptions& options, ByteView code);

/// First 20 bytes of the directory's own hash over itself.
Bytes cdhash(ByteView code_directory, HashType type);

} // namespace nei::forge
