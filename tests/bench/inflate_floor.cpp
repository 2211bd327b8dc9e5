// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/inflate_floor.h"

#include "core/macho/macho.h"
#include "tests/bench/zip.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace nei::bench {
namespace {

bool is_code(unzFile zip) {
    unz_file_info64 info = {};
    unzGetCurrentFileInfo64(zip, &info, nullptr, 0, nullptr, 0, nullptr, 0);
    std::array<std::byte, 8> start{};
    unzOpenCurrentFile(zip);
    const int got = unzReadCurrentFile(zip, start.data(), start.size());
    unzCloseCurrentFile(zip);
    return got == static_cast<int>(start.size()) && macho::looks_like_macho(start, info.uncompressed_size);
}

std::vector<unz64_file_pos> code_entries(unzFile zip) {
    std::vector<unz64_file_pos> found;
    for (int status = unzGoToFirstFile(zip); status == UNZ_OK; status = unzGoToNextFile(zip)) {
        unz64_file_pos position = {};
        if (unzGetFilePos64(zip, &position) == UNZ_OK && is_code(zip)) found.push_back(position);
    }
    return found;
}

std::uint64_t inflate(unzFile zip, const unz64_file_pos& position, std::vector<std::byte>& buffer) {
    unzGoToFilePos64(zip, &position);
    unzOpenCurrentFile(zip);
    std::uint64_t bytes = 0;
    for (int got = 0; (got = unzReadCurrentFile(zip, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0;)
        bytes += static_cast<std::uint64_t>(got);
    unzCloseCurrentFile(zip);
    return bytes;
}

} // namespace

Inflated inflate_all_code(const std::filesystem::path& archive) {
    const std::vector<unz64_file_pos> entries = code_entries(Zip(archive).get());
    const auto start = std::chrono::steady_clock::now();
    std::atomic<std::size_t> next = 0;
    std::atomic<std::uint64_t> bytes = 0;
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(std::thread::hardware_concurrency(), 1U); ++i)
            threads.emplace_back([&] {
                const Zip zip(archive);
                std::vector<std::byte> buffer(65'536);
                for (std::size_t at = 0; (at = next++) < entries.size();)
                    bytes += inflate(zip.get(), entries[at], buffer);
            });
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    return {taken.count(), entries.size(), bytes};
}

} // namespace nei::bench
