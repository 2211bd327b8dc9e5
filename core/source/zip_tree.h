// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/source/file_tree.h"
#include "core/source/random_access.h"

namespace nei::source {

class ArchiveEntries;
class ZipArchive;
class ZipReader;

/// A zip archive, read in place: its directory at first, each file when it is asked for. Nothing is unpacked to disk.
class ZipTree final : public FileTree {
public:
    static Result<std::shared_ptr<const FileTree>> open(std::shared_ptr<const RandomAccess> file,
                                                        const std::string& raw_name, const TaskControl& control);

    Result<std::unique_ptr<File>> open(std::size_t index) const override;

    /// In the order of the archive's directory, which is the order in which nearly all archives store their files.
    Result<void> visit(std::span<const std::size_t> entries, const Visitor& visit,
                       const std::stop_token& stop) const override;

private:
    ZipTree(std::shared_ptr<const ZipArchive> archive, std::string name);
    Result<void> list(const TaskControl& control);
    void list_with(ZipReader& reader, ArchiveEntries& found, const TaskControl& control) const;

    std::shared_ptr<const ZipArchive> archive_;
    std::vector<std::uint64_t> positions_; ///< of each entry's header in the archive's directory
};

} // namespace nei::source
