// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/system_file.h"

#include "core/base/limits.h"
#include "core/base/text.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <utility>
#if defined(__linux__) && __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#include <sys/syscall.h>
#endif

namespace nei::source {
namespace {

// O_NONBLOCK: a pipe swapped in for a file must not make us wait for a writer; for files it means nothing.
constexpr int open_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;

std::error_code last_error() {
    return {errno, std::generic_category()};
}

FileStatus status_from(const struct stat& from) {
    FileStatus status;
    status.kind = S_ISREG(from.st_mode)   ? EntryKind::file
                  : S_ISDIR(from.st_mode) ? EntryKind::directory
                  : S_ISLNK(from.st_mode) ? EntryKind::symlink
                                          : EntryKind::other;
    if (status.kind == EntryKind::file) status.size = static_cast<std::uint64_t>(from.st_size);
    status.mode = static_cast<unsigned>(from.st_mode) & 07777U;
    return status;
}

/// Opens one part of a path after the other, for systems that cannot refuse symlinks in a whole path at once.
int open_part_by_part(int folder, const std::string& path) {
    int current = folder;
    std::size_t start = 0;
    while (true) {
        const std::size_t slash = path.find('/', start);
        const bool last = slash == std::string::npos;
        const std::string part = path.substr(start, last ? std::string::npos : slash - start);
        const int next = ::openat(current, part.c_str(), open_flags | O_NOFOLLOW | (last ? 0 : O_DIRECTORY));
        const int error = errno;
        if (current != folder) ::close(current);
        errno = error;
        if (next < 0 || last) return next;
        current = next;
        start = slash + 1;
    }
}

int open_without_symlinks(int folder, const std::string& path) {
#if defined(SYS_openat2) && defined(RESOLVE_NO_SYMLINKS)
    struct open_how how = {};
    how.flags = static_cast<unsigned>(open_flags);
    how.resolve = RESOLVE_NO_SYMLINKS;
    const auto descriptor = static_cast<int>(::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how));
    // Kernels before 5.6 do not know the call, and some sandboxes refuse it.
    if (descriptor >= 0 || (errno != ENOSYS && errno != EPERM)) return descriptor;
#elif defined(O_NOFOLLOW_ANY)
    return ::openat(folder, path.c_str(), open_flags | O_NOFOLLOW_ANY);
#endif
    return open_part_by_part(folder, path);
}

std::string link_target(int folder, const char* name) {
    std::string target(limits::path_bytes, '\0');
    const ssize_t length = ::readlinkat(folder, name, target.data(), target.size());
    target.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    target.shrink_to_fit();
    return target;
}

} // namespace

SystemResult<FileStatus> SystemFile::status_of(const std::filesystem::path& path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) return std::unexpected(last_error());
    return status_from(status);
}

SystemResult<SystemFile> SystemFile::adopt(int descriptor) {
    if (descriptor < 0) return std::unexpected(last_error());
    SystemFile file(descriptor);
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) return std::unexpected(last_error());
    file.status_ = status_from(status);
    return file;
}

SystemResult<SystemFile> SystemFile::open(const std::filesystem::path& path) {
    return adopt(::open(path.c_str(), open_flags));
}

SystemResult<SystemFile> SystemFile::open_below(const std::string& path) const {
    return adopt(open_without_symlinks(descriptor_, path));
}

SystemFile::SystemFile(SystemFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), status_(other.status_) {}

SystemFile& SystemFile::operator=(SystemFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(status_, other.status_);
    return *this;
}

SystemFile::~SystemFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::error_code SystemFile::list(const std::function<bool(const ListedName&)>& each) const {
    const int copy = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return last_error();
    struct Close {
        void operator()(DIR* folder) const { ::closedir(folder); }
    };
    const std::unique_ptr<DIR, Close> folder(::fdopendir(copy));
    if (!folder) {
        const std::error_code error = last_error();
        ::close(copy);
        return error;
    }
    ::rewinddir(folder.get()); // the copy shares its position with the descriptor
    while (true) {
        errno = 0;
        const dirent* next = ::readdir(folder.get());
        if (!next) return errno == 0 ? std::error_code() : last_error();
        const std::string_view name = next->d_name;
        if (name == "." || name == "..") continue;
        ListedName listed{name, std::unexpected(std::error_code()), {}};
        struct stat status = {};
        if (::fstatat(descriptor_, next->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            listed.status = status_from(status);
        else if (errno == ENOENT)
            continue; // gone since its name was read: no part of the folder any more
        else
            listed.status = std::unexpected(last_error());
        if (listed.status && listed.status->kind == EntryKind::symlink)
            listed.link_target = link_target(descriptor_, next->d_name);
        if (!each(listed)) return {};
    }
}

SystemResult<std::size_t> SystemFile::read_at(std::uint64_t offset, std::span<std::byte> buffer) const {
    return read_descriptor(descriptor_, offset, buffer);
}

SystemResult<std::size_t> read_descriptor(int descriptor, std::uint64_t offset, std::span<std::byte> buffer) {
    std::size_t done = 0;
    while (done < buffer.size()) {
        // Systems refuse single reads of 2 GB and more.
        const std::size_t wanted = std::min<std::size_t>(buffer.size() - done, 1U << 30);
        const ssize_t got = ::pread(descriptor, buffer.data() + done, wanted, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::unexpected(last_error());
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

Error system_error(std::error_code code, std::string_view name) {
    const std::string shown = display_text(name);
    if (code == std::errc::permission_denied || code == std::errc::operation_not_permitted)
        return {ErrorCode::not_permitted,
                fmt::format("The system refused to read `{}`. Check its permissions; on a Mac, also give NE Inspector "
                            "access in Privacy & Security, Files and Folders.",
                            shown)};
    if (code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory)
        return {ErrorCode::not_found, fmt::format("`{}` does not exist. Check the path.", shown)};
    if (code == std::errc::too_many_symbolic_link_levels)
        return {ErrorCode::read_failed, fmt::format("`{}` is a symbolic link that leads in a circle.", shown)};
    if (code == std::errc::too_many_files_open || code == std::errc::too_many_files_open_in_system)
        return {ErrorCode::read_failed,
                fmt::format("`{}` was not read because too many files are open. Close other programs, or raise the "
                            "limit of open files (`ulimit -n`).",
                            shown)};
    return {ErrorCode::read_failed,
            fmt::format("`{}` could not be read: the system reports \"{}\".", shown, display_text(code.message()))};
}

Result<void> check_range(std::uint64_t size, std::string_view name, std::uint64_t offset, std::size_t length) {
    if (offset <= size && length <= size - offset) return {};
    return fail(ErrorCode::truncated,
                fmt::format("`{}` ends at byte {}, and {} from byte {} are needed.", display_text(name), grouped(size),
                            counted(length, "byte", "bytes"), grouped(offset)));
}

Result<Bytes> read_exactly(const RandomAccess& file, std::uint64_t listed_size, std::string_view name,
                           std::uint64_t offset, std::size_t length) {
    if (const auto inside = check_range(listed_size, name, offset, length); !inside)
        return std::unexpected(inside.error());
    Bytes bytes(length);
    const auto got = file.read_at(offset, bytes);
    if (!got) return std::unexpected(system_error(got.error(), name));
    if (*got < length)
        return fail(ErrorCode::changed_while_reading,
                    fmt::format("`{}` became shorter while it was read: it had {} and now ends at byte {}. "
                                "Open it again when nothing writes to it any more.",
                                display_text(name), counted(listed_size, "byte", "bytes"), grouped(offset + *got)));
    return bytes;
}

} // namespace nei::source
