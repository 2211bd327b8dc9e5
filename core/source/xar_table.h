// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/source/package_source.h"
#include "core/source/random_access.h"

namespace nei::source {

/// Whether a file that starts so is a xar archive, the container of flat installer packages.
bool looks_like_xar(ByteView start);

struct ReadPackage {
    PackageSource source; ///< without its folder
    Problems problems;    ///< without paths: whoever opened the archive knows where it lies
};

/// Reads what a xar archive says of itself beside its files: the checksum of its table of contents, the signatures over
/// it, and the ticket behind the archive. Its files are not looked at.
///
/// What cannot be read of that is left out and a problem; an error only where this is no xar archive or its table of
/// contents cannot be read. `name` is that of the archive, for sentences.
/// Format: xar.h of https://github.com/apple-oss-distributions/xar; the ticket as in shipped packages.
Result<ReadPackage> read_package_source(const RandomAccess& archive, std::string_view name);

} // namespace nei::source
