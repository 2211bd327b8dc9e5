// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/source/file_tree.h"
#include "core/source/random_access.h"

#include <filesystem>

namespace nei::source {

/// Opens what a user named: a bundle or any folder, an archive (zip and its kin .ipa and .whl; tar and cpio, also with
/// gzip, bzip2 or xz; an installer package), or a single file.
///
/// A single Mach-O, profile or other file becomes a tree with one entry, its name; whether it is one that can be
/// shown is for the scanner to say. Archives are read in place, and so are those that lie in what is opened, one level
/// deep and outside of bundles: what is in `inner.zip` appears below `inner.zip!`. Nothing is followed out of the tree;
/// nothing is written, except that inner archives that are too large for memory go to a private temporary file.
/// The kind is told from the content, not from the name.
Result<std::shared_ptr<const FileTree>> open(const std::filesystem::path& path, const TaskControl& control = {});

/// The same for a file whose bytes are at hand. `raw_name` is its name.
Result<std::shared_ptr<const FileTree>> open_bytes(std::shared_ptr<const RandomAccess> bytes,
                                                   const std::string& raw_name, const TaskControl& control = {});

} // namespace nei::source
