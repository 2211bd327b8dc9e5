// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/macho/names.h"

#include <fmt/format.h>

#include <array>

namespace nei::macho {
namespace {

struct Architecture {
    std::uint32_t type, subtype;
    std::string_view name;
};

constexpr std::uint32_t any = 0xffffffff;
constexpr std::uint32_t abi_64 = 0x01000000, abi_64_32 = 0x02000000;
/// The top byte of a subtype holds capability bits (pointer authentication version, LIB64).
constexpr std::uint32_t subtype_mask = 0x00ffffff;

// <mach/machine.h>; rows with a subtype come before the one for all others of their type.
constexpr std::array architectures{
    Architecture{7 | abi_64, 8, "x86_64h"},
    Architecture{7 | abi_64, any, "x86_64"},
    Architecture{7, any, "i386"},
    Architecture{12 | abi_64, 2, "arm64e"},
    Architecture{12 | abi_64, 1, "arm64v8"},
    Architecture{12 | abi_64, any, "arm64"},
    Architecture{12 | abi_64_32, any, "arm64_32"},
    Architecture{12, 5, "armv4t"},
    Architecture{12, 6, "armv6"},
    Architecture{12, 7, "armv5"},
    Architecture{12, 9, "armv7"},
    Architecture{12, 11, "armv7s"},
    Architecture{12, 12, "armv7k"},
    Architecture{12, 14, "armv6m"},
    Architecture{12, 15, "armv7m"},
    Architecture{12, 16, "armv7em"},
    Architecture{12, any, "arm"},
    Architecture{18 | abi_64, any, "ppc64"},
    Architecture{18, any, "ppc"},
};

} // namespace

std::string architecture_name(std::uint32_t cpu_type, std::uint32_t cpu_subtype) {
    const std::uint32_t subtype = cpu_subtype & subtype_mask;
    for (const Architecture& known : architectures)
        if (known.type == cpu_type && (known.subtype == any || known.subtype == subtype))
            return std::string(known.name);
    return fmt::format("cpu-{}-{}", cpu_type, subtype);
}

std::string platform_name(std::uint32_t number) {
    // PLATFORM_ constants of <mach-o/loader.h>, from 1.
    constexpr std::array<std::string_view, 24> names{"macos",
                                                     "ios",
                                                     "tvos",
                                                     "watchos",
                                                     "bridgeos",
                                                     "mac-catalyst",
                                                     "ios-simulator",
                                                     "tvos-simulator",
                                                     "watchos-simulator",
                                                     "driverkit",
                                                     "visionos",
                                                     "visionos-simulator",
                                                     "firmware",
                                                     "sepos",
                                                     "macos-exclavecore",
                                                     "macos-exclavekit",
                                                     "ios-exclavecore",
                                                     "ios-exclavekit",
                                                     "tvos-exclavecore",
                                                     "tvos-exclavekit",
                                                     "watchos-exclavecore",
                                                     "watchos-exclavekit",
                                                     "visionos-exclavecore",
                                                     "visionos-exclavekit"};
    if (number >= 1 && number <= names.size()) return std::string(names[number - 1]);
    return fmt::format("platform-{}", number);
}

FileType file_type_of(std::uint32_t number) {
    constexpr std::array types{FileType::object,     FileType::execute, FileType::fixed_library, FileType::core,
                               FileType::preload,    FileType::dylib,   FileType::dylinker,      FileType::bundle,
                               FileType::dylib_stub, FileType::dsym,    FileType::kext,          FileType::fileset};
    return number >= 1 && number <= types.size() ? types[number - 1] : FileType::other;
}

} // namespace nei::macho
