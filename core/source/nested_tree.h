// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

namespace nei::source {

/// A source with archives in it that were opened: what is in `inner.zip` appears below the folder `inner.zip!`.
class NestedTree final : public FileTree {
public:
    struct Inner {
        std::string path; ///< of the archive in the outer source
        std::shared_ptr<const FileTree> tree;
    };

    /// `more` and `packages` are added to the problems and packages of all these.
    NestedTree(std::shared_ptr<const FileTree> outer, std::vector<Inner> inner, Problems more,
               std::vector<PackageSource> packages = {});

    Result<std::unique_ptr<File>> open(std::size_t entry) const override;
    std::shared_ptr<const RandomAccess> in_place(std::size_t entry) const override;
    Result<void> visit(std::span<const std::size_t> entries, const Visitor& visit,
                       const std::stop_token& stop) const override;
    bool reads_in_place() const override;

private:
    /// Where an entry stands in one of the trees; `not_in_any` for the folders that stand for archives.
    struct Place {
        std::size_t tree = 0, entry = 0;
    };
    static constexpr std::size_t not_in_any = ~std::size_t{0};

    void add(std::size_t tree, const std::string& prefix);

    std::vector<std::shared_ptr<const FileTree>> trees_; ///< the outer one first
    std::vector<Place> places_;                          ///< of each of entries()
};

/// Path of the folder that stands for an opened archive.
std::string inner_folder(std::string_view archive_path);

} // namespace nei::source
