// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace nei::bench {

/// A program that has run: wall-clock seconds from start to end, and the most memory that it had.
struct Run {
    double seconds = 0;
    std::uint64_t peak_bytes = 0;
    std::string output; ///< empty unless it was asked for
};

enum class Output { discard, keep };

/// Runs a program to its end. Throws std::runtime_error where it fails.
Run run(const std::vector<std::string>& command, Output output);

/// "files 12 slices 3" as a map; words without a number are left out.
std::map<std::string, double> numbers_in(const std::string& output);

} // namespace nei::bench
