// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/source/file_tree.h"
#include "core/source/system_file.h"

namespace nei::source {

/// A folder on disk. Only names are read at first, each file when it is asked for; nothing stays open but the folder.
class FolderTree final : public FileTree {
public:
    static Result<std::shared_ptr<const FileTree>> open(SystemFile folder, std::string name,
                                                        const TaskControl& control);

    Result<std::unique_ptr<File>> open(std::size_t index) const override;
    std::shared_ptr<const RandomAccess> in_place(std::size_t index) const override;

private:
    struct Folder;

    FolderTree(SystemFile folder, std::string name);
    Result<void> list(const TaskControl& control);
    /// Everything directly in one folder; folders met are added to `found`. False where no more may be listed.
    bool list_folder(const Folder& folder, std::vector<Folder>& found, const TaskControl& control);
    bool add(const Folder& folder, const ListedName& listed, std::vector<Folder>& found);
    Result<SystemFile> open_listed(std::size_t index) const;
    bool is_apple_double(const std::string& raw_path) const;

    SystemFile root_;
};

} // namespace nei::source
