// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/source/file_tree.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Mach-O files: thin, universal and universal-64, 32 and 64 bit, either byte order.
/// Formats: <mach-o/loader.h> and <mach-o/fat.h> of apple-oss-distributions/xnu and cctools.
namespace nei::macho {

struct Version {
    std::uint32_t major = 0, minor = 0, patch = 0;
    /// "13.0", "13.0.1": the patch only where it is not zero, as Apple's tools print it.
    std::string text() const;
    bool operator==(const Version&) const = default;
};

/// From LC_BUILD_VERSION or one of the older LC_VERSION_MIN commands. A zippered library has two.
struct Platform {
    std::string name; ///< "macos", "ios", "mac-catalyst", "driverkit", ...; "platform-99" where unknown
    std::uint32_t number = 0;
    Version minimum_os;
    std::optional<Version> sdk;
    bool operator==(const Platform&) const = default;
};

enum class LibraryKind { load, weak, reexport, lazy, upward };

struct Library {
    std::string path;
    LibraryKind kind = LibraryKind::load;
    Version current_version, compatibility_version;
    bool operator==(const Library&) const = default;
};

enum class FileType {
    object,
    execute,
    fixed_library,
    core,
    preload,
    dylib,
    dylinker,
    bundle,
    dylib_stub,
    dsym,
    kext,
    fileset,
    other
};

struct Section {
    std::string segment, name;
    std::uint64_t size = 0;
    std::uint64_t offset = 0; ///< within the slice; 0 where the file has no bytes of it
    bool operator==(const Section&) const = default;
};

/// One architecture of a Mach-O file. Offsets are from the start of the file unless a comment says otherwise.
struct Slice {
    std::string architecture; ///< as `lipo -archs` names it: "x86_64", "arm64e", "armv7"; "cpu-7-3" where unknown
    std::uint32_t cpu_type = 0, cpu_subtype = 0;
    FileType file_type = FileType::other;
    std::uint32_t file_type_number = 0;
    std::uint32_t flags = 0;
    bool is_64_bit = false;
    std::uint64_t offset = 0, size = 0; ///< of the slice in the file
    std::uint64_t header_size = 0;      ///< bytes of the Mach-O header and its load commands

    std::vector<Platform> platforms;
    std::string uuid;         ///< lower-case with hyphens; empty where there is none
    std::string install_name; ///< LC_ID_DYLIB of a library
    std::vector<Library> libraries;
    std::vector<std::string> rpaths;
    std::vector<Section> sections;
    std::optional<std::uint64_t> main_entry;     ///< LC_MAIN: file offset within the slice
    bool has_thread_entry = false;               ///< LC_UNIXTHREAD or LC_THREAD, the older way to start
    bool encrypted = false;                      ///< LC_ENCRYPTION_INFO with a cryptid other than 0 (App Store copies)
    std::optional<Bytes> embedded_info_plist;    ///< __TEXT,__info_plist
    std::optional<Bytes> embedded_launchd_plist; ///< __TEXT,__launchd_plist
    std::uint64_t text_segment_offset = 0, text_segment_size = 0; ///< __TEXT within the slice; execSegBase and -Limit

    bool big_endian = false;

    /// LC_SYMTAB: where symbols and their names lie, within the slice.
    struct SymbolTable {
        std::uint32_t symbols_offset = 0, symbols = 0, strings_offset = 0, strings_size = 0;
        bool operator==(const SymbolTable&) const = default;
    };
    std::optional<SymbolTable> symbol_table;

    /// LC_CODE_SIGNATURE: offset within the slice, and size.
    struct SignatureRange {
        std::uint64_t offset = 0, size = 0;
        bool operator==(const SignatureRange&) const = default;
    };
    std::optional<SignatureRange> signature_range;
    /// The bytes there, if they could be read. The scanner parses and drops them.
    std::optional<Bytes> signature;

    /// What could not be read of this slice; the rest is still here.
    Problems problems;

    bool operator==(const Slice&) const = default;
};

struct MachO {
    bool universal = false;
    std::vector<Slice> slices;
    Problems problems; ///< of the universal header
};

/// Whether a file that starts with these bytes (8 suffice, more is fine) is Mach-O, and not a Java class file, which
/// shares the universal magic: a class file's version number stands where a slice count would, and is 43 or more.
bool looks_like_macho(ByteView start, std::uint64_t file_size);

/// Reads headers, load commands and signatures, front to back so that compressed sources need one pass; of the code
/// itself nothing. `path` names the file in problems. An error only where not even one slice could be made out.
Result<MachO> parse(source::File& file, const std::string& path);

std::string_view slug(FileType type);
std::string_view slug(LibraryKind kind);

} // namespace nei::macho
