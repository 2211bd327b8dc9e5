// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/source/file_tree.h"
#include "core/source/random_access.h"

#include <filesystem>
#include <functional>
#include <system_error>

/// All that core/source asks of the operating system, for POSIX. A port to another system replaces system_file.cpp.
namespace nei::source {

struct FileStatus {
    EntryKind kind = EntryKind::other;
    std::uint64_t size = 0; ///< bytes
    unsigned mode = 0;      ///< permission bits
};

/// One name met while a folder is listed.
struct ListedName {
    std::string_view name; ///< bytes as the file system has them
    SystemResult<FileStatus> status;
    std::string link_target; ///< of a symlink
};

/// A file or folder that is open for reading. Const members may be called by several threads at once.
class SystemFile final : public RandomAccess {
public:
    /// Kind of what `path` leads to, symlinks followed, without opening it: opening a pipe would wait for its writer.
    static SystemResult<FileStatus> status_of(const std::filesystem::path& path);

    /// Opens what a user named; symlinks on the way are followed.
    static SystemResult<SystemFile> open(const std::filesystem::path& path);

    SystemFile(SystemFile&& other) noexcept;
    SystemFile& operator=(SystemFile&& other) noexcept;
    ~SystemFile() override;

    /// Opens what lies below this folder. Follows no symlink, not even in the middle of `path`, so that nothing that
    /// is swapped in while we read leads out of the folder; std::errc::too_many_symbolic_link_levels then.
    SystemResult<SystemFile> open_below(const std::string& path) const;

    /// As it was when the file was opened.
    const FileStatus& status() const { return status_; }

    /// Calls `each` for every name in this folder, in no order, until it returns false. The error that ended the
    /// listing early, if there was one.
    std::error_code list(const std::function<bool(const ListedName&)>& each) const;

    std::uint64_t size() const override { return status_.size; }
    SystemResult<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> buffer) const override;

private:
    explicit SystemFile(int descriptor) : descriptor_(descriptor) {}
    static SystemResult<SystemFile> adopt(int descriptor);

    int descriptor_ = -1;
    FileStatus status_;
};

/// As RandomAccess::read_at, of an open file's descriptor.
SystemResult<std::size_t> read_descriptor(int descriptor, std::uint64_t offset, std::span<std::byte> buffer);

/// The sentence for what the system answered when `name` (of a file, from a bundle or a user) was opened or read.
Error system_error(std::error_code code, std::string_view name);

/// Exactly `length` bytes at `offset` of a file of which `listed_size` bytes were promised; as File::read.
Result<Bytes> read_exactly(const RandomAccess& file, std::uint64_t listed_size, std::string_view name,
                           std::uint64_t offset, std::size_t length);

/// `truncated` where the range does not lie in `size` bytes; never overflows.
Result<void> check_range(std::uint64_t size, std::string_view name, std::uint64_t offset, std::size_t length);

} // namespace nei::source
