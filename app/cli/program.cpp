// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

#ifdef __APPLE__
#include <mach-o/dyld.h>

#include <array>
#endif

#include <cstdlib>

namespace nei::cli {

std::filesystem::path program_folder() {
    std::error_code error;
#ifdef __APPLE__
    std::array<char, 4096> buffer{};
    auto size = static_cast<std::uint32_t>(buffer.size());
    if (_NSGetExecutablePath(buffer.data(), &size) != 0) return {};
    const std::filesystem::path program = std::filesystem::canonical(buffer.data(), error);
#else
    const std::filesystem::path program = std::filesystem::canonical("/proc/self/exe", error);
#endif
    return error ? std::filesystem::path() : program.parent_path();
}

std::filesystem::path named_examples() {
    const char* folder = std::getenv("NEI_EXAMPLES");
    return folder != nullptr ? folder : "";
}

} // namespace nei::cli
