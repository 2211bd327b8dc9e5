// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"
#include "core/source/random_access.h"

namespace nei::source {

/// One file, seen as a tree with one entry.
class SingleFileTree final : public FileTree {
public:
    SingleFileTree(SourceKind kind, std::shared_ptr<const RandomAccess> file, std::string_view raw_name,
                   std::optional<unsigned> mode);

    Result<std::unique_ptr<File>> open(std::size_t entry) const override;

private:
    std::shared_ptr<const RandomAccess> file_;
};

} // namespace nei::source
