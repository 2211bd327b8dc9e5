// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/signature.h"

namespace nei::signature {

/// Stands for code whatever its signature: digests (SHA-256) over the page hashes of the code directory that macOS
/// prefers. Signing again changes load commands, namely where the signature lies and how long it is, so the pages that
/// hold these are told apart. Equal digests mean equal code only under equal hash type and page size.
struct CodePages {
    Bytes with_header;   ///< over the pages that hold Mach-O header and load commands
    Bytes behind_header; ///< over all others; empty where there are none
    bool operator==(const CodePages&) const = default;
};

/// `bytes` is the signature that `parsed` was read from, `header_size` how many bytes of the slice its header and load
/// commands take. Empty where the code directory has no page hashes that could be read.
CodePages code_pages(ByteView bytes, const Signature& parsed, std::uint64_t header_size);

} // namespace nei::signature
