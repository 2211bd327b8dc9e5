// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nei::forge {

struct MachOLibrary {
    std::string path;
    std::string kind = "load"; ///< load, weak, reexport, lazy, upward
    std::string current_version = "1.0.0", compatibility_version = "1.0.0";
};

struct MachOPlatform {
    std::string name = "macos"; ///< macos, ios, tvos, watchos, bridgeos, catalyst, *-simulator, driverkit, visionos
    std::string minimum_os = "13.0", sdk = "15.2";
    bool legacy = false; ///< LC_VERSION_MIN_* instead of LC_BUILD_VERSION
};

/// One slice. The defaults make a small arm64 program for macOS.
struct MachOOptions {
    std::string architecture = "arm64"; ///< arm64, arm64e, arm64_32, x86_64, x86_64h, i386, armv7, armv7s
    std::string file_type = "execute";  ///< execute, dylib, bundle, dsym, kext, object
    std::vector<MachOPlatform> platforms{{}};
    std::vector<MachOLibrary> libraries{{"/usr/lib/libSystem.B.dylib"}};
    std::vector<std::string> rpaths;
    std::string install_name;           ///< of a dylib
    std::vector<std::string> symbols;   ///< exported, all at the start of the code
    std::vector<std::string> imports;   ///< undefined symbols, to be bound when the code is loaded
    std::vector<std::string> selectors; ///< __objc_methname: none, no section
    Bytes uuid;                         ///< 16 bytes; empty: follows from seed, architecture and code size
    Bytes info_plist, launchd_plist;    ///< sections of __TEXT; empty: none
    std::size_t code_size = 8192;       ///< bytes of filler code
    std::string seed = "forge";         ///< of the filler
    bool compressible = false;          ///< filler that deflates like real code
    bool encryption_info = false;       ///< LC_ENCRYPTION_INFO, as iOS executables have it
    bool encrypted = false;             ///< its cryptid
};

struct MachOImage {
    Bytes bytes;
    std::size_t signature_offset = 0;    ///< where the signature goes, and how far it signs
    std::uint64_t text_segment_size = 0; ///< in the file; executable segment limit of a code directory
};

/// A slice whose LC_CODE_SIGNATURE has `signature_room` zero bytes at its end; 0: none, unsigned.
MachOImage make_macho(const MachOOptions& options, std::size_t signature_room = 0);

struct UniversalSlice {
    std::string architecture;
    Bytes bytes;
};
Bytes make_universal(const std::vector<UniversalSlice>& slices, bool wide_header = false);

/// 0x000e0200 of "14.2", as load commands and code directories have versions.
std::uint32_t packed_version(std::string_view text);

std::uint32_t cpu_type(std::string_view architecture);
std::uint32_t cpu_subtype(std::string_view architecture);

} // namespace nei::forge
