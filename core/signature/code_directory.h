// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/error.h"

#include <cstdint>
#include <map>
#include <optional>

namespace nei::signature {

/// One code directory. Layout: `osfmk/kern/cs_blobs.h` (xnu); fields that its version does not have are absent.
struct CodeDirectory {
    std::uint32_t version = 0, flags = 0;
    std::string identifier;
    std::optional<std::string> team_id;
    std::uint8_t hash_type = 0; ///< 1 sha1, 2 sha256, 3 sha256 truncated to 20 bytes, 4 sha384
    std::uint8_t hash_size = 0, platform = 0;
    std::uint64_t page_size = 0; ///< bytes; 0: the whole file is one page
    std::uint32_t code_slots = 0, special_slots = 0;
    std::uint64_t code_limit = 0;                                               ///< 64-bit where the version has it
    std::optional<std::uint64_t> exec_seg_base, exec_seg_limit, exec_seg_flags; ///< since 0x20400
    std::optional<std::uint32_t> runtime_version, pre_encrypt_offset;           ///< since 0x20500, non-zero only
    std::optional<std::uint32_t> scatter_offset;                                ///< since 0x20100, non-zero only
    struct Linkage {
        std::uint8_t hash_type = 0, application_type = 0;
        std::uint16_t application_subtype = 0;
        std::uint32_t offset = 0, size = 0;
        bool operator==(const Linkage&) const = default;
    };
    std::optional<Linkage> linkage; ///< since 0x20600
    /// Recorded hashes of the special slots by slot number; all-zero ones (component absent) are left out.
    std::map<std::uint32_t, Bytes> special_slot_hashes;
    std::uint64_t hashes_offset = 0; ///< of code slot 0 within the blob, so that a verifier can find them
    std::uint64_t length = 0;        ///< of the blob

    /// Own hash over the whole blob (20 bytes of hash type 3). Empty where the hash type is unknown or the blob is cut.
    Bytes cdhash_full;
    Bytes cdhash() const; ///< its first 20 bytes

    bool operator==(const CodeDirectory&) const = default;
};

/// `blob` with its header; bytes after the length that it states are ignored. An error only where it has no fixed part
/// (44 bytes) or another magic. Rules of Apple's verifier that it breaks are problems; what lies outside the blob
/// (identifier, team, hashes) is absent in the result as well.
struct ParsedCodeDirectory {
    CodeDirectory directory;
    Problems problems;
};
Result<ParsedCodeDirectory> parse_code_directory(ByteView blob);

/// "sha1", "sha256", "sha256-truncated", "sha384", "sha512"; "type-9" where unknown.
std::string hash_type_name(std::uint8_t type);
std::optional<DigestAlgorithm> hash_algorithm(std::uint8_t type);

/// Names that `codesign -d` prints, in bit order: "adhoc", "runtime", ...; unknown bits as "0x40000".
std::vector<std::string> code_directory_flag_names(std::uint32_t flags);

/// "main-binary", "allow-unsigned", "debugger", "jit", "skip-library-validation", "can-load-cdhash", "can-exec-cdhash".
std::vector<std::string> exec_seg_flag_names(std::uint64_t flags);

inline constexpr std::uint32_t flag_adhoc = 0x2;
inline constexpr std::uint32_t flag_runtime = 0x10000;
inline constexpr std::uint32_t flag_linker_signed = 0x20000;

/// "14.2.0" of 0x000e0200.
std::string runtime_version_text(std::uint32_t version);

} // namespace nei::signature
