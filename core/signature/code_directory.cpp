// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/code_directory.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"
#include "core/signature/super_blob.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace nei::signature {
namespace {

constexpr std::size_t fixed_size = 44;
constexpr std::size_t cdhash_size = 20;

// What Apple's verifier accepts; versions above the one it knows (0x20500) are read as that one.
constexpr std::uint32_t lowest_version = 0x20001;
constexpr std::uint32_t highest_version = 0x2f000;
constexpr std::uint32_t version_scatter = 0x20100;
constexpr std::uint32_t version_team = 0x20200;
constexpr std::uint32_t version_code_limit_64 = 0x20300;
constexpr std::uint32_t version_exec_seg = 0x20400;
constexpr std::uint32_t version_runtime = 0x20500;
constexpr std::uint32_t version_linkage = 0x20600;

using FlagName = std::pair<std::uint64_t, std::string_view>;

constexpr std::array<FlagName, 10> directory_flags{{
    {0x1, "host"},
    {0x2, "adhoc"},
    {0x100, "hard"},
    {0x200, "kill"},
    {0x400, "expires"},
    {0x800, "restrict"},
    {0x1000, "enforcement"},
    {0x2000, "library-validation"},
    {0x10000, "runtime"},
    {0x20000, "linker-signed"},
}};

constexpr std::array<FlagName, 7> exec_seg_flags{{
    {0x1, "main-binary"},
    {0x10, "allow-unsigned"},
    {0x20, "debugger"},
    {0x40, "jit"},
    {0x80, "skip-library-validation"},
    {0x100, "can-load-cdhash"},
    {0x200, "can-exec-cdhash"},
}};

std::vector<std::string> flag_names(std::uint64_t flags, std::span<const FlagName> known) {
    std::vector<std::string> names;
    for (std::uint64_t bit = 1; bit != 0 && bit <= flags; bit <<= 1) {
        if (!(flags & bit)) continue;
        const auto found = std::ranges::find(known, bit, &FlagName::first);
        names.push_back(found != known.end() ? std::string(found->second) : fmt::format("{:#x}", bit));
    }
    return names;
}

/// Reads one code directory; each step looks at one part of it and notes what breaks the verifier's rules.
class DirectoryParser {
public:
    DirectoryParser(ByteView blob, ParsedCodeDirectory& result)
        : blob_(blob), directory_(result.directory), problems_(result.problems) {}

    void parse(std::uint32_t stated_length) {
        directory_.length = stated_length;
        if (stated_length > blob_.size())
            note("code-directory-truncated", "The code directory says that it has {} bytes, but only {} are there.",
                 stated_length, blob_.size());
        blob_ = blob_.first(std::min<std::size_t>(stated_length, blob_.size()));
        read_fields();
        read_strings();
        read_special_slots();
        check_hashes();
        check_scatter();
        check_page_count();
        if (stated_length == blob_.size()) compute_cdhash();
    }

private:
    template <class... Arguments>
    void note(std::string code, fmt::format_string<Arguments...> text, Arguments&&... arguments) {
        problems_.push_back(
            {std::move(code), "", fmt::format(text, std::forward<Arguments>(arguments)...), ProblemSeverity::error});
    }

    void read_fields() {
        ByteReader reader(blob_);
        reader.skip(8); // magic, length
        directory_.version = reader.u32();
        directory_.flags = reader.u32();
        directory_.hashes_offset = reader.u32();
        identifier_offset_ = reader.u32();
        directory_.special_slots = reader.u32();
        directory_.code_slots = reader.u32();
        directory_.code_limit = reader.u32();
        directory_.hash_size = reader.u8();
        directory_.hash_type = reader.u8();
        directory_.platform = reader.u8();
        page_size_log2_ = reader.u8();
        reader.skip(4); // spare2
        check_version();
        read_versioned_fields(reader);
        check_hash_size();

        if (page_size_log2_ >= 32)
            note("code-directory-page-size",
                 "The code directory's page size is 2 to the power of {}; pages of 4096 "
                 "or 16384 bytes are usual.",
                 page_size_log2_);
        else if (page_size_log2_ > 0)
            directory_.page_size = std::uint64_t{1} << page_size_log2_;
    }

    void check_version() {
        if (directory_.version < lowest_version || directory_.version > highest_version)
            note("code-directory-version",
                 "The code directory's version {:#x} is none that macOS accepts ({:#x} to {:#x}).", directory_.version,
                 lowest_version, highest_version);
    }

    void read_versioned_fields(ByteReader& reader) {
        const auto since = [&](std::uint32_t version) { return directory_.version >= version && !reader.failed(); };
        CodeDirectory read = directory_;
        if (since(version_scatter))
            if (const std::uint32_t offset = reader.u32()) read.scatter_offset = offset;
        if (since(version_team)) team_offset_ = reader.u32();
        if (since(version_code_limit_64)) {
            reader.skip(4); // spare3
            if (const std::uint64_t limit = reader.u64()) read.code_limit = limit;
        }
        if (since(version_exec_seg)) {
            read.exec_seg_base = reader.u64();
            read.exec_seg_limit = reader.u64();
            read.exec_seg_flags = reader.u64();
        }
        if (since(version_runtime)) {
            if (const std::uint32_t version = reader.u32()) read.runtime_version = version;
            if (const std::uint32_t offset = reader.u32()) read.pre_encrypt_offset = offset;
        }
        if (since(version_linkage)) {
            CodeDirectory::Linkage linkage;
            linkage.hash_type = reader.u8();
            linkage.application_type = reader.u8();
            linkage.application_subtype = reader.u16();
            linkage.offset = reader.u32();
            linkage.size = reader.u32();
            read.linkage = linkage;
            if (linkage.size > 0 && !slice(blob_, linkage.offset, linkage.size))
                note("code-directory-linkage", "The code directory's linkage hash ({} bytes at {}) lies outside of it.",
                     linkage.size, linkage.offset);
        }
        if (!reader.failed()) {
            directory_ = std::move(read);
            return;
        }
        team_offset_ = 0;
        note(
            "code-directory-truncated",
            "The code directory has {} bytes, fewer than its version {:#x} has fields; the newer fields were left out.",
            blob_.size(), directory_.version);
    }

    void check_hash_size() {
        const auto algorithm = hash_algorithm(directory_.hash_type);
        if (!algorithm) {
            note("code-directory-hash-type", "The code directory uses hash type {}, which is unknown: no cdhash.",
                 directory_.hash_type);
            return;
        }
        const std::size_t wanted = own_hash_size(*algorithm);
        if (directory_.hash_size != wanted)
            note("code-directory-hash-size", "The code directory says that a hash has {} bytes; one of {} has {}.",
                 directory_.hash_size, hash_type_name(directory_.hash_type), wanted);
    }

    std::optional<std::string> text_at(std::uint32_t offset, std::string_view what) {
        const auto text = zero_terminated(blob_, offset);
        if (!text)
            note("code-directory-string", "The {} at offset {} does not end inside the code directory.", what, offset);
        else if (text->size() > limits::signing_identifier_bytes)
            note("code-directory-string", "The {} has {} bytes; more than {} are not read.", what, text->size(),
                 limits::signing_identifier_bytes);
        else
            return std::string(*text);
        return std::nullopt;
    }

    void read_strings() {
        directory_.identifier = text_at(identifier_offset_, "identifier").value_or("");
        if (team_offset_ != 0) directory_.team_id = text_at(team_offset_, "team ID");
    }

    void read_special_slots() {
        if (directory_.special_slots > limits::special_slots)
            note("code-directory-hashes",
                 "The code directory claims {} special slots; Apple has named 11, and the first {} were read.",
                 directory_.special_slots, limits::special_slots);
        const std::uint32_t count = std::min(directory_.special_slots, limits::special_slots);
        const std::uint64_t size = directory_.hash_size;
        for (std::uint32_t slot = 1; slot <= count; ++slot) {
            if (slot * size > directory_.hashes_offset) break;
            const auto hash = slice(blob_, directory_.hashes_offset - slot * size, size);
            if (!hash) continue;
            const bool absent = std::ranges::all_of(*hash, [](std::byte byte) { return byte == std::byte{0}; });
            if (!absent) directory_.special_slot_hashes.emplace(slot, to_bytes(*hash));
        }
    }

    void check_hashes() {
        const std::uint64_t size = directory_.hash_size;
        const std::uint64_t code = directory_.code_slots * size;
        const std::uint64_t special = directory_.special_slots * size;
        if (directory_.hashes_offset < special || !slice(blob_, directory_.hashes_offset, code))
            note(
                "code-directory-hashes",
                "{} special and {} page hashes of {} bytes at offset {} do not fit into the code directory's {} bytes.",
                directory_.special_slots, directory_.code_slots, size, directory_.hashes_offset, blob_.size());
        if (directory_.pre_encrypt_offset && !slice(blob_, *directory_.pre_encrypt_offset, code))
            note("code-directory-hashes",
                 "The hashes from before encryption, at offset {}, pass the code directory's "
                 "end at {}.",
                 *directory_.pre_encrypt_offset, blob_.size());
    }

    /// A list of {count, base, target offset, spare} that a count of 0 ends.
    void check_scatter() {
        if (!directory_.scatter_offset) return;
        ByteReader reader(blob_);
        reader.seek(*directory_.scatter_offset);
        std::uint64_t pages = 0;
        while (!reader.failed()) {
            const std::uint32_t count = reader.u32();
            reader.skip(20);
            if (reader.failed()) break;
            pages += count;
            if (count != 0) continue;
            if (pages > directory_.code_slots)
                note("code-directory-scatter", "The scatter list names {} pages, but the code directory hashes {}.",
                     pages, directory_.code_slots);
            return;
        }
        note("code-directory-scatter", "The scatter list at offset {} does not end inside the code directory.",
             *directory_.scatter_offset);
    }

    void check_page_count() {
        if (page_size_log2_ >= 32) return;
        const std::uint64_t limit = directory_.code_limit;
        const std::uint64_t pages = limit == 0 ? 0 : ((limit - 1) >> page_size_log2_) + 1;
        const std::uint64_t wanted = page_size_log2_ != 0 ? pages : limit > 0;
        const bool nothing_signed = page_size_log2_ != 0 && limit == 0;
        if (directory_.code_slots != wanted || nothing_signed)
            note("code-directory-page-count",
                 "The code directory has {} page hashes, but signs {} bytes in pages of {}: it would take {}.",
                 directory_.code_slots, limit, directory_.page_size, wanted);
    }

    std::size_t own_hash_size(DigestAlgorithm algorithm) const {
        return directory_.hash_type == 3 ? cdhash_size : digest_size(algorithm);
    }

    void compute_cdhash() {
        const auto algorithm = hash_algorithm(directory_.hash_type);
        if (!algorithm) return;
        directory_.cdhash_full = digest(*algorithm, blob_);
        directory_.cdhash_full.resize(own_hash_size(*algorithm));
    }

    ByteView blob_;
    CodeDirectory& directory_;
    Problems& problems_;
    std::uint32_t identifier_offset_ = 0, team_offset_ = 0;
    std::uint8_t page_size_log2_ = 0;
};

} // namespace

Bytes CodeDirectory::cdhash() const {
    return {cdhash_full.begin(), cdhash_full.begin() + std::min<std::ptrdiff_t>(cdhash_size, std::ssize(cdhash_full))};
}

Result<ParsedCodeDirectory> parse_code_directory(ByteView blob) {
    ByteReader reader(blob);
    const std::uint32_t magic = reader.u32();
    const std::uint32_t length = reader.u32();
    if (blob.size() < fixed_size || length < fixed_size)
        return fail(ErrorCode::truncated,
                    fmt::format("A code directory has at least {} bytes; this one has {} and says {}.", fixed_size,
                                blob.size(), length));
    if (magic != magic_code_directory)
        return fail(ErrorCode::malformed,
                    fmt::format("A code directory starts with fade0c02; here stands {:08x}.", magic));
    ParsedCodeDirectory result;
    DirectoryParser(blob, result).parse(length);
    return result;
}

std::string hash_type_name(std::uint8_t type) {
    switch (type) {
    case 1: return "sha1";
    case 2: return "sha256";
    case 3: return "sha256-truncated";
    case 4: return "sha384";
    case 5: return "sha512";
    default: return fmt::format("type-{}", type);
    }
}

std::optional<DigestAlgorithm> hash_algorithm(std::uint8_t type) {
    switch (type) {
    case 1: return DigestAlgorithm::sha1;
    case 2:
    case 3: return DigestAlgorithm::sha256;
    case 4: return DigestAlgorithm::sha384;
    case 5: return DigestAlgorithm::sha512;
    default: return std::nullopt;
    }
}

std::vector<std::string> code_directory_flag_names(std::uint32_t flags) {
    return flag_names(flags, directory_flags);
}

std::vector<std::string> exec_seg_flag_names(std::uint64_t flags) {
    return flag_names(flags, exec_seg_flags);
}

std::string runtime_version_text(std::uint32_t version) {
    return fmt::format("{}.{}.{}", version >> 16, version >> 8 & 255, version & 255);
}

} // namespace nei::signature
