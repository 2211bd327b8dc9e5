// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/hostile/hostile_macho.h"

#include <cstdint>
#include <vector>

namespace nei::test {
namespace {

std::string little(std::initializer_list<std::uint32_t> words) {
    std::string bytes;
    for (const std::uint32_t word : words)
        for (int i = 0; i < 4; ++i) bytes += static_cast<char>(word >> 8 * i & 0xff);
    return bytes;
}

std::string big(std::initializer_list<std::uint32_t> words) {
    std::string bytes;
    for (const std::uint32_t word : words)
        for (int i = 3; i >= 0; --i) bytes += static_cast<char>(word >> 8 * i & 0xff);
    return bytes;
}

constexpr std::uint32_t cpu_arm64 = 0x0100000c, cpu_x86_64 = 0x01000007, file_execute = 2, code_signature = 0x1d;

std::string header(std::uint32_t cpu, std::uint32_t commands, std::uint32_t command_bytes) {
    return little({0xfeedfacf, cpu, 0, file_execute, commands, command_bytes, 0, 0});
}

std::string signed_at(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& ranges, const std::string& rest) {
    std::string commands;
    for (const auto& [offset, size] : ranges) commands += little({code_signature, 16, offset, size});
    return header(cpu_arm64, static_cast<std::uint32_t>(ranges.size()), static_cast<std::uint32_t>(commands.size())) +
           commands + rest;
}

std::string universal(std::initializer_list<std::uint32_t> slices) {
    const auto count = static_cast<std::uint32_t>(slices.size() / 5);
    std::string bytes = big({0xcafebabe, count}) + big(slices);
    bytes.resize(256);
    return bytes + header(cpu_arm64, 0, 0) + std::string(224, '\0');
}

} // namespace

std::string macho_with_slice_outside() {
    return universal({cpu_arm64, 0, 256, 256, 3, cpu_x86_64, 0, 0x7fffffff, 0x7fffffff, 3});
}

std::string macho_with_overlapping_slices() {
    return universal({cpu_arm64, 0, 256, 256, 3, cpu_x86_64, 0, 256, 200, 3});
}

std::string macho_with_commands_outside() {
    return header(cpu_arm64, 0xffffffff, 0x10000) + std::string(64, '\0');
}

std::string macho_with_two_signatures() {
    return signed_at({{64, 0}, {64, 0}}, std::string(64, '\0'));
}

std::string macho_with_signature_outside() {
    return signed_at({{0xfffffff0, 0xffffffff}}, std::string(64, '\0'));
}

std::string macho_with_signature_of_gigabytes() {
    // A super blob with one entry, a code directory that claims 4 GB.
    std::string signature = big({0xfade0cc0, 64, 1, 0, 20, 0xfade0c02, 0xffffffff});
    signature.resize(64);
    return signed_at({{48, 64}}, signature);
}

} // namespace nei::test
