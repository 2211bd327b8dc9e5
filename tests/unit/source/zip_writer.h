// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nei::source {

/// One entry as a test wants it, right unless it says otherwise.
struct ZipEntry {
    std::string name;
    std::string content;
    unsigned mode = 0100644; ///< with the file type; 0: written on a system without modes
    bool deflated = false;

    // What the archive says of it wrongly.
    unsigned flags = 0;
    std::optional<unsigned> method = std::nullopt;
    std::optional<std::uint32_t> checksum = std::nullopt; ///< in both headers
    std::optional<std::uint32_t> size = std::nullopt;     ///< in both headers
    std::optional<std::uint32_t> packed_size_in_list = std::nullopt;
    std::optional<std::string> extra_in_list = std::nullopt;
    std::optional<std::uint32_t> offset_in_list = std::nullopt; ///< of its own header in the archive
};

/// What the record at the end says wrongly.
struct ZipEnd {
    std::string comment = {};
    std::optional<std::uint16_t> entries = std::nullopt;
    std::uint16_t disk = 0;
    std::uint32_t list_moved_by = 0;
};

/// A zip archive byte by byte, so that a test can write what no archiver would. APPNOTE.TXT 4.3
std::string zip(const std::vector<ZipEntry>& entries, const ZipEnd& end = {});

} // namespace nei::source
