// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/source/random_access.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace nei::source {

class ZipArchive;

/// One reading position in a zip archive. QuaZip's C interface is used, not its classes: these decode names, and so
/// make one name of two that are not UTF-8; and they open the file once for each reader.
class ZipReader {
public:
    ~ZipReader();
    ZipReader(const ZipReader&) = delete;
    ZipReader& operator=(const ZipReader&) = delete;

    /// The `unzFile` of quazip/unzip.h.
    void* get() const { return handle_; }

    /// Goes to the entry whose header is at `position` of the archive's directory. False where there is none.
    bool go_to(std::uint64_t position);

    /// What the system answered when a read failed.
    std::error_code system_error() const { return stream_.error; }

    /// Where the archive is read, for QuaZip's callbacks. Headers are read byte by byte: they come from `window`.
    struct Stream {
        const RandomAccess& file;
        std::uint64_t position = 0;
        Bytes window;
        std::uint64_t window_start = 0;
        std::error_code error;
        bool failed = false; ///< the last read gave less than was asked for

        std::size_t read(std::span<std::byte> buffer);
    };

private:
    friend class ZipArchive;
    explicit ZipReader(const RandomAccess& file);

    Stream stream_;
    void* handle_ = nullptr;
};

/// A zip archive, and readers of it for as many threads as ask. Const members may be called by several threads.
class ZipArchive {
public:
    static Result<std::shared_ptr<const ZipArchive>> open(std::shared_ptr<const RandomAccess> file, std::string name);

    const RandomAccess& file() const { return *file_; }
    const std::string& name() const { return name_; }

    /// A reader that is free, or a new one: finding the directory again costs little, but not nothing.
    Result<std::unique_ptr<ZipReader>> borrow() const;
    void give_back(std::unique_ptr<ZipReader> reader) const;

private:
    ZipArchive(std::shared_ptr<const RandomAccess> file, std::string name)
        : file_(std::move(file)), name_(std::move(name)) {}
    Error why_unreadable() const;

    std::shared_ptr<const RandomAccess> file_;
    std::string name_;
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<ZipReader>> free_;
};

} // namespace nei::source
