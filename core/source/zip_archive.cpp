// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/zip_archive.h"

#include "core/base/byte_reader.h"
#include "core/base/text.h"
#include "core/source/system_file.h"

#include <quazip/unzip.h>

#include <fmt/format.h>

#include <algorithm>

namespace nei::source {
namespace {

/// Bytes that one small read brings in: some 80 headers of a directory, or a local header and a small file behind it.
constexpr std::size_t window_bytes = 8'192;

/// Free readers kept: one for each thread that reads, more are closed.
constexpr std::size_t readers_kept = 16;

/// The record at the end of an archive, and the longest comment behind it. APPNOTE.TXT 4.3.16
constexpr std::size_t end_record_bytes = 22;
constexpr std::size_t comment_bytes = 65'535;

/// unzip.h takes a short read for the end of a value and goes on with zeros; zerror_file makes it an error instead.
zlib_filefunc64_def callbacks() {
    using Stream = ZipReader::Stream;
    zlib_filefunc64_def functions = {};
    functions.zopen64_file = [](voidpf, voidpf stream, int) -> voidpf { return stream; };
    functions.zread_file = [](voidpf, voidpf stream, void* buffer, uLong size) -> uLong {
        return static_cast<Stream*>(stream)->read({static_cast<std::byte*>(buffer), size});
    };
    functions.ztell64_file = [](voidpf, voidpf stream) -> ZPOS64_T { return static_cast<Stream*>(stream)->position; };
    functions.zseek64_file = [](voidpf, voidpf opened, ZPOS64_T offset, int origin) -> int {
        auto& stream = *static_cast<Stream*>(opened);
        const std::uint64_t size = stream.file.size();
        const std::uint64_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? stream.position
                                   : origin == ZLIB_FILEFUNC_SEEK_END ? size
                                                                      : 0;
        // Backwards from the current position is asked for as a number that wraps around.
        // Beyond the end is no error until something is read there: padding of one to three bytes in place of an extra
        // field, which Android's tools write, is taken for the start of one and leads there.
        stream.position = base + offset;
        return 0;
    };
    functions.zclose_file = [](voidpf, voidpf) { return 0; };
    functions.zfakeclose_file = functions.zclose_file;
    functions.zerror_file = [](voidpf, voidpf stream) -> int { return static_cast<Stream*>(stream)->failed ? 1 : 0; };
    return functions;
}

} // namespace

std::size_t ZipReader::Stream::read(std::span<std::byte> buffer) {
    std::size_t done = 0;
    failed = false;
    while (done < buffer.size() && position < file.size()) {
        const std::size_t wanted = buffer.size() - done;
        if (position >= window_start && position - window_start < window.size()) {
            const auto at = static_cast<std::size_t>(position - window_start);
            const std::size_t count = std::min(wanted, window.size() - at);
            std::copy_n(window.begin() + static_cast<std::ptrdiff_t>(at), count,
                        buffer.begin() + static_cast<std::ptrdiff_t>(done));
            position += count;
            done += count;
            continue;
        }
        const bool direct = wanted >= window_bytes;
        if (!direct) {
            window.resize(window_bytes);
            window_start = position - position % window_bytes; // the end of an archive is searched backwards
        }
        const auto got = direct ? file.read_at(position, buffer.subspan(done)) : file.read_at(window_start, window);
        if (!got) error = got.error();
        if (direct) {
            position += got.value_or(0);
            done += got.value_or(0);
        } else {
            window.resize(got.value_or(0));
        }
        const bool advanced = direct ? got.value_or(0) > 0 : position - window_start < window.size();
        if (!advanced) break;
    }
    failed = done < buffer.size();
    return done;
}

ZipReader::ZipReader(const RandomAccess& file) : stream_{.file = file, .window = {}, .error = {}} {
    zlib_filefunc64_def functions = callbacks();
    handle_ = unzOpen2_64(&stream_, &functions);
}

ZipReader::~ZipReader() {
    if (handle_) unzClose(handle_);
}

bool ZipReader::go_to(std::uint64_t position) {
    stream_.error = {};
    const unz64_file_pos at{position, 0};
    return unzGoToFilePos64(handle_, &at) == UNZ_OK;
}

Result<std::shared_ptr<const ZipArchive>> ZipArchive::open(std::shared_ptr<const RandomAccess> file, std::string name) {
    std::shared_ptr<ZipArchive> archive(new ZipArchive(std::move(file), std::move(name)));
    auto reader = archive->borrow();
    if (!reader) return std::unexpected(reader.error());
    archive->give_back(*std::move(reader));
    return archive;
}

Result<std::unique_ptr<ZipReader>> ZipArchive::borrow() const {
    {
        const std::scoped_lock lock(mutex_);
        if (!free_.empty()) {
            auto reader = std::move(free_.back());
            free_.pop_back();
            return reader;
        }
    }
    std::unique_ptr<ZipReader> reader(new ZipReader(*file_));
    if (!reader->get())
        return std::unexpected(reader->system_error() ? nei::source::system_error(reader->system_error(), name_)
                                                      : why_unreadable());
    return reader;
}

void ZipArchive::give_back(std::unique_ptr<ZipReader> reader) const {
    const std::scoped_lock lock(mutex_);
    if (free_.size() < readers_kept) free_.push_back(std::move(reader));
}

/// QuaZip says only that it could not open an archive; its end record says more.
Error ZipArchive::why_unreadable() const {
    const std::uint64_t size = file_->size();
    const std::string shown = display_text(name_);
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(size, end_record_bytes + comment_bytes));
    const auto tail = read_exactly(*file_, size, name_, size - length, length);
    if (!tail) return tail.error();
    const std::size_t found = as_text(*tail).rfind("PK\x05\x06");
    if (found == std::string_view::npos)
        return {ErrorCode::truncated,
                fmt::format("The zip archive `{}` is incomplete: the list of its files, which stands at its end, is "
                            "missing. Get it again.",
                            shown)};
    ByteReader record(ByteView(*tail).subspan(found), std::endian::little);
    record.skip(4);
    const unsigned disk = record.u16(), first_disk = record.u16(), here = record.u16(), entries = record.u16();
    if (!record.failed() && entries == 0)
        return {ErrorCode::not_found,
                fmt::format("The archive `{}` is empty: there is nothing in it to inspect.", shown)};
    if (!record.failed() && (disk != 0 || first_disk != 0 || here != entries))
        return {ErrorCode::unsupported,
                fmt::format("`{}` is one part of a zip archive that was split. Join the parts (`zip -s 0`), or unpack "
                            "them, then open the result.",
                            shown)};
    return {ErrorCode::malformed,
            fmt::format("The zip archive `{}` is damaged: its end does not say correctly where the list of its files "
                        "stands. Get it again.",
                        shown)};
}

} // namespace nei::source
