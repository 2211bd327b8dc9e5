// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"
#include "core/source/system_file.h"

namespace nei::source {

/// One file, seen as a tree with one entry.
class SingleFileTree final : public FileTree {
public:
    SingleFileTree(SourceKind kind, SystemFile file, std::string_view raw_name);

    Result<std::unique_ptr<File>> open(std::size_t entry) const override;

private:
    std::shared_ptr<const SystemFile> file_;
};

} // namespace nei::source
