// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "tests/forge/tree.h"

#include <optional>
#include <string_view>

namespace nei::forge {

enum class ArchiveFormat { tar, cpio }; ///< tar as pax restricted, cpio as Apple's payloads have it (odc)
enum class Compression { none, gzip, bzip2, xz };

/// Writes all of `tree`, folders above files first, by libarchive. `prefix` stands before each name: payloads of
/// packages have "./".
Bytes write_archive(const Tree& tree, ArchiveFormat format, Compression compression, Timestamp date,
                    std::string_view prefix = "");

/// How an archive of this name is compressed; nothing where the name is no tar's.
std::optional<Compression> tar_compression(std::string_view name);

} // namespace nei::forge
