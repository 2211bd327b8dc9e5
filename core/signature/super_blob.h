// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"

#include <cstdint>
#include <vector>

/// Containers of Apple's code signatures. Formats: `osfmk/kern/cs_blobs.h` (xnu), `CSCommonPriv.h` (Security), TN3126.
namespace nei::signature {

inline constexpr std::uint32_t magic_requirement = 0xfade0c00;
inline constexpr std::uint32_t magic_requirements = 0xfade0c01;
inline constexpr std::uint32_t magic_code_directory = 0xfade0c02;
inline constexpr std::uint32_t magic_library_dependency = 0xfade0c05;
inline constexpr std::uint32_t magic_embedded_signature = 0xfade0cc0;
inline constexpr std::uint32_t magic_detached_signature = 0xfade0cc1;
inline constexpr std::uint32_t magic_blob_wrapper = 0xfade0b01;
inline constexpr std::uint32_t magic_entitlements_xml = 0xfade7171;
inline constexpr std::uint32_t magic_entitlements_der = 0xfade7172;
inline constexpr std::uint32_t magic_launch_constraint = 0xfade8181;

/// Slot numbers; 1 to 11 are also the special slots of a code directory.
enum Slot : std::uint32_t {
    slot_code_directory = 0,
    slot_info_plist = 1,
    slot_requirements = 2,
    slot_resource_directory = 3,
    slot_application = 4,
    slot_entitlements_xml = 5,
    slot_representation = 6,
    slot_entitlements_der = 7,
    slot_launch_constraint_self = 8,
    slot_launch_constraint_parent = 9,
    slot_launch_constraint_responsible = 10,
    slot_library_constraint = 11,
    slot_alternate_code_directory = 0x1000, ///< to 0x1004
    slot_alternate_code_directory_end = 0x1005,
    slot_cms_signature = 0x10000,
    slot_identification = 0x10001,
    slot_ticket = 0x10002,
};

/// "Info.plist", "Requirements", ...; "Slot 0x20" where unknown.
std::string slot_name(std::uint32_t slot);

bool is_alternate_code_directory(std::uint32_t slot);

struct Blob {
    std::uint32_t slot = 0;
    std::uint32_t magic = 0;
    ByteView bytes;   ///< whole blob with its 8-byte header; views into the signature that was parsed
    ByteView payload; ///< without the header
};

struct SuperBlob {
    std::uint32_t magic = 0;
    std::uint32_t length = 0;
    std::vector<Blob> blobs; ///< in index order; a blob that lies outside is left out and a problem
    Problems problems;

    const Blob* find(std::uint32_t slot) const;
};

/// Reads an embedded or detached signature or a requirement set. Bytes after `length` are allowed (padding).
Result<SuperBlob> parse_super_blob(ByteView bytes);

} // namespace nei::signature
