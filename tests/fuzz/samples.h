// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <functional>
#include <string>
#include <vector>

namespace nei::fuzz {

/// A whole, valid file and the way in which a user would come by it.
struct Sample {
    std::string name;
    Bytes content;
    std::function<void(ByteView)> inspect;
};

/// Ten files of all formats, each below 64 KB: real ones where these lie beside the project, else forged. The first
/// five are a Mach-O, a profile, a resource seal, a ticket and a zip archive.
std::vector<Sample> samples();

} // namespace nei::fuzz
