// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/inspect.h"
#include "tests/fuzz/target.h"

/// A tar or cpio archive, packed or not.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    nei::fuzz::inspect_file("fuzzed.tar", nei::fuzz::as_view(data, size));
    return 0;
}
