// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/target.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// The main of a fuzzer where there is no libFuzzer: gives it every file of the folders that it is called with, once.
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds most_time{2}; ///< for one input

std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code absent; // a fuzzer without regressions has no folder
    for (const auto& entry : fs::recursive_directory_iterator(folder, absent))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::vector<std::uint8_t> content_of(const fs::path& file) {
    std::ifstream input(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
}

} // namespace

int main(int count, char** arguments) {
    std::size_t inputs = 0;
    bool slow = false;
    for (int i = 1; i < count; ++i) {
        for (const fs::path& file : files_below(arguments[i])) {
            // Named before it is read: what crashes is the last one named.
            std::printf("%s\n", file.c_str());
            std::fflush(stdout);
            const auto content = content_of(file);
            const auto start = Clock::now();
            LLVMFuzzerTestOneInput(content.data(), content.size());
            if (Clock::now() - start > most_time) {
                std::printf("  took more than %d s\n", static_cast<int>(most_time.count()));
                slow = true;
            }
            ++inputs;
        }
    }
    std::printf("%zu inputs\n", inputs);
    return inputs == 0 || slow ? 1 : 0;
}
