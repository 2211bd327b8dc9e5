// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/private_file.h"

#include "core/source/system_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace nei::source {
namespace {

constexpr std::string_view folder_prefix = "ne-inspector-";
constexpr std::string_view file_name_inside = "inner-archive";

/// A folder that another program of ours made just now is about to vanish by itself.
constexpr std::chrono::minutes about_to_vanish{1};

std::filesystem::path temporary_folder() {
    std::error_code ignored; // then the working folder has to do, and what is tried there says what is wrong
    return std::filesystem::temp_directory_path(ignored);
}

/// Takes away what a program that was killed has left behind.
void remove_left_behind(const std::filesystem::path& folder) {
    std::error_code ignored;
    const auto old = std::filesystem::file_time_type::clock::now() - about_to_vanish;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        struct stat status = {};
        if (!entry.path().filename().string().starts_with(folder_prefix)) continue;
        if (::lstat(entry.path().c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != ::getuid())
            continue;
        if (entry.last_write_time(ignored) > old) continue;
        ::unlink((entry.path() / file_name_inside).c_str());
        ::rmdir(entry.path().c_str()); // only where nothing else is in it
    }
}

} // namespace

SystemResult<PrivateFile> PrivateFile::create(const std::filesystem::path& folder) {
    const std::filesystem::path where = folder.empty() ? temporary_folder() : folder;
#if defined(O_TMPFILE)
    // O_EXCL: it can never be given a name.
    const int descriptor = ::open(where.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor >= 0) return PrivateFile(descriptor);
#endif
    return create_and_remove(where);
}

SystemResult<PrivateFile> PrivateFile::create_and_remove(const std::filesystem::path& folder) {
    remove_left_behind(folder);
    std::string own = (folder / (std::string(folder_prefix) + "XXXXXX")).string();
    if (!::mkdtemp(own.data())) return std::unexpected(std::error_code(errno, std::generic_category()));
    const std::filesystem::path file = std::filesystem::path(own) / file_name_inside;
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    const std::error_code error(errno, std::generic_category());
    ::unlink(file.c_str());
    ::rmdir(own.c_str());
    if (descriptor < 0) return std::unexpected(error);
    return PrivateFile(descriptor);
}

PrivateFile::PrivateFile(PrivateFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}

PrivateFile::~PrivateFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::error_code PrivateFile::append(ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return {errno, std::generic_category()};
        size_ += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

SystemResult<std::size_t> PrivateFile::read_at(std::uint64_t offset, std::span<std::byte> buffer) const {
    return read_descriptor(descriptor_, offset, buffer);
}

} // namespace nei::source
