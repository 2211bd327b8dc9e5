// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nei::source {

/// One entry as a test wants it, right unless it says otherwise.
struct TarEntry {
    std::string name;
    std::string content;
    char type = '0'; ///< '0' file, '1' hard link, '2' symbolic link, '5' folder, '6' pipe
    std::string link;
    unsigned mode = 0644;
    std::optional<std::uint64_t> size = std::nullopt; ///< in the header
};

/// A tar archive byte by byte (POSIX.1-1988, "ustar"), so that a test can write what no archiver would.
std::string tar(const std::vector<TarEntry>& entries);

enum class Compression { gzip, bzip2, xz };
std::string compressed(const std::string& bytes, Compression how);

} // namespace nei::source
