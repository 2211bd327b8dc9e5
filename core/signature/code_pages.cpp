// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/code_pages.h"

#include "core/base/byte_reader.h"
#include "core/signature/super_blob.h"

#include <algorithm>

namespace nei::signature {
namespace {

constexpr std::size_t hash_type_offset = 37; ///< of `hashType` in a code directory

/// The blob of the code directory with this hash type; the first one where there are several, as the parser keeps it.
std::optional<ByteView> directory_blob(ByteView bytes, std::uint8_t hash_type) {
    if (ByteReader(bytes).u32() == magic_code_directory) return bytes;
    const auto container = parse_super_blob(bytes);
    if (!container) return std::nullopt;
    for (const Blob& blob : container->blobs)
        if (blob.magic == magic_code_directory && blob.bytes.size() > hash_type_offset &&
            static_cast<std::uint8_t>(blob.bytes[hash_type_offset]) == hash_type)
            return blob.bytes;
    return std::nullopt;
}

} // namespace

CodePages code_pages(ByteView bytes, const Signature& parsed, std::uint64_t header_size) {
    if (parsed.code_directories.empty()) return {};
    const CodeDirectory& directory = parsed.code_directories[parsed.preferred_directory()];
    const auto blob = directory_blob(bytes, directory.hash_type);
    if (!blob) return {};
    const std::uint64_t size = std::uint64_t{directory.code_slots} * directory.hash_size;
    const auto hashes = slice(*blob, directory.hashes_offset, size);
    if (!hashes || hashes->empty()) return {};
    const std::uint64_t header_pages =
        directory.page_size == 0 || header_size == 0 ? 1 : (header_size - 1) / directory.page_size + 1;
    const std::size_t header_bytes = std::min<std::uint64_t>(size, header_pages * directory.hash_size);
    const ByteView others = hashes->subspan(header_bytes);
    return {digest(DigestAlgorithm::sha256, hashes->first(header_bytes)),
            others.empty() ? Bytes() : digest(DigestAlgorithm::sha256, others)};
}

} // namespace nei::signature
