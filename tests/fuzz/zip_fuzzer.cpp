// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/inspect.h"
#include "tests/fuzz/target.h"

/// A zip archive.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    nei::fuzz::inspect_file("fuzzed.zip", nei::fuzz::as_view(data, size));
    return 0;
}
