// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/source/archive_reader.h"

namespace nei::source {

class ArchiveEntries;

/// An archive that can only be read front to back: tar and cpio, compressed or not, and the xar of installer packages.
/// Nothing is unpacked to disk: one pass lists it, and another reads all files that visit() is asked for.
class StreamTree final : public FileTree {
public:
    struct Stream {
        StreamStart start;
        ArchiveFormat format = ArchiveFormat::tar_or_cpio;
        std::string name;        ///< raw; of the archive in errors
        std::uint64_t bytes = 0; ///< of the archive as it is stored; 0 where that is not known
    };

    static Result<std::shared_ptr<const StreamTree>> open(SourceKind kind, Stream stream, const TaskControl& control);

    /// Starts the archive anew and passes over all that stands before the entry.
    Result<std::unique_ptr<File>> open(std::size_t entry) const override;

    /// One pass, in the archive's order, on the caller's thread. A file serves only during its visit.
    Result<void> visit(std::span<const std::size_t> entries, const Visitor& visit,
                       const std::stop_token& stop) const override;

    bool reads_in_place() const override { return false; }

    /// The bytes of a file, as often as they are wanted.
    StreamStart stream_of_entry(std::size_t entry) const;

private:
    StreamTree(SourceKind kind, Stream stream);
    Result<void> list(const TaskControl& control);
    Result<void> list_members(ArchiveReader& reader, ArchiveEntries& found, const TaskControl& control) const;

    std::shared_ptr<const Stream> stream_;
    std::vector<std::uint64_t> numbers_; ///< of each entry's member; a hard link has that of the file it shares
};

} // namespace nei::source
