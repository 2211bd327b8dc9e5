// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/byte_stream.h"
#include "core/source/file_tree.h"

namespace nei::source {

/// What an archive may be, for ArchiveReader. Compression by gzip, bzip2 or xz is found out in either case; cpio is
/// read in the variation "odc" and the older binary ones.
enum class ArchiveFormat {
    tar_or_cpio,
    xar, ///< installer packages
};

/// Reads an archive that can only be read front to back: members one after the other, and the bytes of each in order.
/// libarchive does the work, without any program of the system: filters that would start one are not used.
class ArchiveReader {
public:
    /// `name` names the archive in errors.
    static Result<std::unique_ptr<ArchiveReader>> open(const StreamStart& start, ArchiveFormat format,
                                                       std::string name);
    ~ArchiveReader();
    ArchiveReader(const ArchiveReader&) = delete;
    ArchiveReader& operator=(const ArchiveReader&) = delete;

    struct Member {
        std::string name; ///< bytes as the archive has them
        EntryKind kind = EntryKind::file;
        std::uint64_t size = 0; ///< bytes of a file
        unsigned mode = 0;      ///< permission bits
        std::string link_target;
        std::string hard_link;    ///< name of the member whose content this one shares; empty for all others
        std::uint64_t number = 0; ///< 0 for the first
    };

    /// The next member; nothing at the end. What is left of the one before is passed over.
    Result<std::optional<Member>> next();

    /// Goes on to the member of this number, which must not have been passed.
    Result<void> go_to(std::uint64_t number);

    /// Whether the member of this number was given last, and nothing of it was read.
    bool stands_before(std::uint64_t number) const { return count_ == number + 1 && given_of_member_ == 0; }

    /// What comes next of the current member; 0 at its end.
    Result<std::size_t> read(std::span<std::byte> buffer);

    /// Bytes of the archive read so far, as it is stored.
    std::uint64_t packed_bytes() const;

private:
    struct State;
    explicit ArchiveReader(std::unique_ptr<State> state);
    static bool is_new_cpio(const StreamStart& start);
    std::unexpected<Error> failed();
    Result<void> next_block();

    std::unique_ptr<State> state_;
    std::uint64_t count_ = 0; ///< members so far
    std::uint64_t given_of_member_ = 0;
};

/// A member as a stream: for an archive that lies in another one.
StreamStart stream_of_member(StreamStart archive, ArchiveFormat format, std::string name, std::uint64_t number);

} // namespace nei::source
