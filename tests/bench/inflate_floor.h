// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace nei::bench {

struct Inflated {
    double seconds = 0;
    std::size_t entries = 0;
    std::uint64_t bytes = 0;
};

/// The least time that reading all Mach-O files of a zip archive can take with zlib: each inflated as a whole, in the
/// archive's order, on all cores, one handle a thread, the bytes thrown away. Which entries are Mach-O is found out
/// before the clock starts. Throws std::runtime_error where the archive cannot be read.
Inflated inflate_all_code(const std::filesystem::path& archive);

} // namespace nei::bench
