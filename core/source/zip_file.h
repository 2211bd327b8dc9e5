// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

namespace nei::source {

class ZipArchive;

/// Compression methods that are read. APPNOTE.TXT 4.4.5
inline constexpr unsigned zip_stored = 0, zip_deflated = 8;

/// Opens the entry whose header is at `position` of the archive's directory. The file's checksum is compared when its
/// last byte was read, if everything before that was read in order. `path` names it in errors.
Result<std::unique_ptr<File>> open_in_zip(const std::shared_ptr<const ZipArchive>& archive, std::uint64_t position,
                                          std::string path);

} // namespace nei::source
