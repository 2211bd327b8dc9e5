// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/zip_file.h"

#include "core/base/text.h"
#include "core/source/sequential_file.h"
#include "core/source/system_file.h"
#include "core/source/zip_archive.h"

#include <quazip/unzip.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nei::source {
namespace {

constexpr std::string_view get_again = "The archive is damaged: get it again.";

std::unexpected<Error> damaged(std::string_view path, std::string_view what) {
    return fail(ErrorCode::malformed, fmt::format("`{}` {} {}", display_text(path), what, get_again));
}

std::unexpected<Error> wrong_checksum(std::string_view path) {
    return damaged(path, "was read to its end, but its checksum is not the one that the archive gives.");
}

/// A read of the archive itself ended early.
Error archive_ended(const ZipArchive& archive, std::string_view path) {
    const auto last = archive.file().size() - 1;
    if (const auto end = read_exactly(archive.file(), last + 1, archive.name(), last, 1); !end) return end.error();
    return {ErrorCode::malformed,
            fmt::format("The data of `{}` runs beyond the end of the archive. {}", display_text(path), get_again)};
}

/// Lends a reader of the archive while it lives.
class Borrowed {
public:
    Borrowed(std::shared_ptr<const ZipArchive> archive, std::unique_ptr<ZipReader> reader)
        : archive_(std::move(archive)), reader_(std::move(reader)) {}
    Borrowed(Borrowed&&) = default;
    Borrowed& operator=(Borrowed&&) = delete;
    ~Borrowed() {
        if (!reader_) return;
        unzCloseCurrentFile(reader_->get());
        archive_->give_back(std::move(reader_));
    }

    const ZipArchive& archive() const { return *archive_; }
    ZipReader& reader() const { return *reader_; }

private:
    std::shared_ptr<const ZipArchive> archive_;
    std::unique_ptr<ZipReader> reader_;
};

Result<void> start_entry(const Borrowed& borrowed, std::uint64_t position, std::string_view path) {
    ZipReader& reader = borrowed.reader();
    const int status = reader.go_to(position) ? unzOpenCurrentFile(reader.get()) : UNZ_ERRNO;
    if (status == UNZ_OK) return {};
    if (reader.system_error()) return std::unexpected(system_error(reader.system_error(), borrowed.archive().name()));
    if (status == UNZ_ERRNO) return std::unexpected(archive_ended(borrowed.archive(), path));
    return damaged(path, "is described differently by the list of files and by the header in front of its data.");
}

class DeflatedFile final : public SequentialFile {
public:
    /// `borrowed` stands at the entry already, as start() leaves it.
    DeflatedFile(Borrowed borrowed, std::uint64_t position, std::string path, std::uint64_t size)
        : SequentialFile(std::move(path), size), borrowed_(std::move(borrowed)), position_(position) {}

private:
    Result<void> start() override {
        if (std::exchange(at_start_, false)) return {};
        return start_entry(borrowed_, position_, path());
    }

    Result<void> next(std::span<std::byte> buffer) override {
        const unzFile handle = borrowed_.reader().get();
        std::uint64_t done = at();
        while (!buffer.empty()) {
            const auto wanted = static_cast<unsigned>(std::min<std::size_t>(buffer.size(), 1U << 30));
            const int got = unzReadCurrentFile(handle, buffer.data(), wanted);
            if (got <= 0) return failed(got, done);
            done += static_cast<std::uint64_t>(got);
            buffer = buffer.subspan(static_cast<std::size_t>(got));
        }
        // Closing compares the checksum.
        if (done == size() && unzCloseCurrentFile(handle) != UNZ_OK) return wrong_checksum(path());
        return {};
    }

    std::unexpected<Error> failed(int status, std::uint64_t done) const {
        const std::error_code system = borrowed_.reader().system_error();
        if (system) return std::unexpected(system_error(system, borrowed_.archive().name()));
        if (status == UNZ_ERRNO) return std::unexpected(archive_ended(borrowed_.archive(), path()));
        if (status == 0)
            return damaged(path(),
                           fmt::format("ends after {} of {}.", grouped(done), counted(size(), "byte", "bytes")));
        return damaged(path(), fmt::format("cannot be unpacked further than byte {}.", grouped(done)));
    }

    Borrowed borrowed_;
    std::uint64_t position_;
    bool at_start_ = true;
};

/// An entry that is not compressed: every byte of it can be read directly.
class StoredFile final : public File {
public:
    StoredFile(std::shared_ptr<const ZipArchive> archive, std::uint64_t data, std::string path, std::uint64_t size,
               unsigned long checksum)
        : archive_(std::move(archive)), data_(data), path_(std::move(path)), size_(size), checksum_(checksum) {}

    std::uint64_t size() const override { return size_; }

    Result<Bytes> read(std::uint64_t offset, std::size_t length) override {
        if (const auto inside = check_range(size_, path_, offset, length); !inside)
            return std::unexpected(inside.error());
        auto bytes = read_exactly(archive_->file(), archive_->file().size(), archive_->name(), data_ + offset, length);
        if (!bytes || offset != summed_ || length == 0) return bytes;
        sum_ = crc32_z(sum_, reinterpret_cast<const Bytef*>(bytes->data()), bytes->size());
        summed_ += length;
        if (summed_ == size_ && sum_ != checksum_) return wrong_checksum(path_);
        return bytes;
    }

private:
    std::shared_ptr<const ZipArchive> archive_;
    std::uint64_t data_; ///< where the content starts in the archive
    std::string path_;
    std::uint64_t size_;
    unsigned long checksum_;
    unsigned long sum_ = 0;
    std::uint64_t summed_ = 0; ///< bytes, from the start, that `sum_` covers
};

} // namespace

Result<std::unique_ptr<File>> open_in_zip(const std::shared_ptr<const ZipArchive>& archive, std::uint64_t position,
                                          std::string path) {
    auto reader = archive->borrow();
    if (!reader) return std::unexpected(reader.error());
    Borrowed borrowed(archive, *std::move(reader));
    if (const auto started = start_entry(borrowed, position, path); !started) return std::unexpected(started.error());
    const unzFile handle = borrowed.reader().get();
    unz_file_info64 info = {};
    if (unzGetCurrentFileInfo64(handle, &info, nullptr, 0, nullptr, 0, nullptr, 0) != UNZ_OK)
        return std::unexpected(archive_ended(*archive, path));
    if (info.compression_method != zip_stored)
        return std::make_unique<DeflatedFile>(std::move(borrowed), position, std::move(path), info.uncompressed_size);

    const std::uint64_t data = unzGetCurrentFileZStreamPos64(handle);
    const std::uint64_t archive_size = archive->file().size();
    if (data > archive_size || info.uncompressed_size > archive_size - data)
        return std::unexpected(archive_ended(*archive, path));
    return std::make_unique<StoredFile>(archive, data, std::move(path), info.uncompressed_size, info.crc);
}

} // namespace nei::source
