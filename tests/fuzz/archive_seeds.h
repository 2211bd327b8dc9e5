// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/spec.h"

#include <string>
#include <vector>

namespace nei::fuzz {

struct ArchiveSeed {
    std::string fuzzer;
    Bytes content;
};

/// Archives of what a spec describes: zip, tar and cpio with each compression, installer packages.
std::vector<ArchiveSeed> archive_seeds(const forge::Json& spec);

} // namespace nei::fuzz
