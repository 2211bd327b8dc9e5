// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/source/file_tree.h"

#include <filesystem>

namespace nei::source {

/// Opens what a user named: a bundle or any folder, a zip or one of its kin (.ipa, .whl), or a single file.
///
/// A single Mach-O, profile or other file becomes a tree with one entry, its name; whether it is one that can be
/// shown is for the scanner to say. Zips are read in place. Nothing is followed out of the tree and nothing written.
/// The kind is told from the content, not from the name.
Result<std::shared_ptr<const FileTree>> open(const std::filesystem::path& path, const TaskControl& control = {});

} // namespace nei::source
