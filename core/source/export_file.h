// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/source/file_tree.h"

#include <filesystem>

namespace nei::source {

/// Writes one file of a source to `target`, whole or not at all: it grows beside the target under another name, and
/// takes its place at the end. Never executable, whatever the source says.
Result<void> export_file(const FileTree& tree, std::size_t entry, const std::filesystem::path& target,
                         const TaskControl& control = {});

} // namespace nei::source
