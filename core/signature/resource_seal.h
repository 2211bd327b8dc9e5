// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/plist/value.h"

#include <cstdint>

namespace nei::signature {

/// What `codesign -dv` prints of `_CodeSignature/CodeResources`: "Sealed Resources version=2 rules=13 files=2157".
struct SealSummary {
    int version = 0; ///< 2 where rules2 and files2 are there, else 1
    std::size_t rules = 0, files = 0;
    bool operator==(const SealSummary&) const = default;
};

Result<SealSummary> summarise_seal(const plist::Value& code_resources);

/// The same from the file's bytes; where that is enough, without making values of them first.
Result<SealSummary> read_seal_summary(ByteView code_resources);

} // namespace nei::signature
