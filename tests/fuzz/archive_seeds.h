// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/tree.h"

#include <string>
#include <vector>

namespace nei::fuzz {

struct ArchiveSeed {
    std::string fuzzer;
    Bytes content;
};

/// Archives of `tree`: zip, tar with each compression, an installer package.
std::vector<ArchiveSeed> archive_seeds(const forge::Tree& tree);

} // namespace nei::fuzz
