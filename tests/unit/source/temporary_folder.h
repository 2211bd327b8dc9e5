// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/unit/support/corpus.h"

#include <fstream>
#include <string_view>

namespace nei::source {

/// A folder that is there for one test.
class TemporaryFolder : public test::TemporaryFolder {
public:
    /// Writes a file, and the folders on the way to it.
    std::filesystem::path write(std::string_view name, std::string_view content) const {
        const std::filesystem::path file = path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << content;
        return file;
    }
};

} // namespace nei::source
