// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/inspect.h"
#include "tests/fuzz/target.h"

/// An embedded signature (super blob, or a bare code directory), and the same bytes as a detached code directory.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const nei::ByteView input = nei::fuzz::as_view(data, size);
    nei::fuzz::inspect_signature(input);
    nei::fuzz::inspect_in_app("Contents/_CodeSignature/CodeDirectory", input);
    return 0;
}
