// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/archive_reader.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <locale.h>
#if __has_include(<xlocale.h>)
#include <xlocale.h>
#endif

namespace nei::source {
namespace {

constexpr std::size_t block_bytes = 65'536;

/// Blocks without a byte, one after the other. A decompressor that needs more input gives some.
constexpr int most_empty_blocks = 10'000;

/// libarchive converts names between the locale's encoding and that of the archive, and in a UTF-8 locale composes
/// accents on the way. Names are bytes here; in the locale "C" they stay what they are.
class PlainNames {
public:
    PlainNames() : plain_(newlocale(LC_CTYPE_MASK, "C", nullptr)), before_(plain_ ? uselocale(plain_) : nullptr) {}
    ~PlainNames() {
        if (!plain_) return;
        uselocale(before_);
        freelocale(plain_);
    }
    PlainNames(const PlainNames&) = delete;
    PlainNames& operator=(const PlainNames&) = delete;

private:
    locale_t plain_;
    locale_t before_;
};

std::string text(const char* value) {
    return value ? value : "";
}

EntryKind kind_of(archive_entry* entry) {
    if (archive_entry_hardlink(entry)) return EntryKind::file;
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG: return EntryKind::file;
    case AE_IFDIR: return EntryKind::directory;
    case AE_IFLNK: return EntryKind::symlink;
    default: return EntryKind::other;
    }
}

} // namespace

struct ArchiveReader::State {
    std::string name;
    std::unique_ptr<ByteStream> stream;
    archive* handle = nullptr;
    std::uint64_t given = 0; ///< bytes that read() gave, of all members
    ByteView piece;          ///< of the current member, read but not given yet; libarchive's until it reads on
    std::uint64_t hole = 0;  ///< zeros before it
    bool ended = false;      ///< nothing more of the current member
    std::array<std::byte, block_bytes> block{};
    std::optional<Error> stream_error;

    ~State() {
        if (handle) archive_read_free(handle);
    }

    std::uint64_t packed_bytes() const {
        return static_cast<std::uint64_t>(std::max<la_int64_t>(archive_filter_bytes(handle, -1), 0));
    }

    Result<void> check_growth() const {
        const auto in_format = static_cast<std::uint64_t>(std::max<la_int64_t>(archive_filter_bytes(handle, 0), 0));
        return source::check_growth(std::max(in_format, given), packed_bytes(), name);
    }

    static la_ssize_t read(archive* handle, void* self, const void** block) {
        State& state = *static_cast<State*>(self);
        const auto ended = [&](const Error& error) {
            state.stream_error = error;
            archive_set_error(handle, EIO, "read error");
            return la_ssize_t{ARCHIVE_FATAL};
        };
        // Here too: what is passed over is unpacked as well, and may be all that there is.
        if (const auto growth = state.check_growth(); !growth) return ended(growth.error());
        const auto got = state.stream->read(state.block);
        if (!got) return ended(got.error());
        *block = state.block.data();
        return static_cast<la_ssize_t>(*got);
    }

    static la_int64_t skip(archive*, void* self, la_int64_t count) {
        return static_cast<la_int64_t>(static_cast<State*>(self)->stream->skip(static_cast<std::uint64_t>(count)));
    }

    /// For xar, whose members need not stand in the order of its table of contents.
    static la_int64_t seek(archive*, void* self, la_int64_t offset, int from) {
        ByteStream& stream = *static_cast<State*>(self)->stream;
        const auto size = stream.size();
        if (from == SEEK_END && size) offset += static_cast<la_int64_t>(*size);
        const bool possible = size && from != SEEK_CUR && offset >= 0;
        return possible && stream.seek(static_cast<std::uint64_t>(offset)) ? offset : la_int64_t{ARCHIVE_FATAL};
    }

    /// Opens the stream for libarchive to read as one of these formats.
    using Support = int (*)(archive*);
    static Result<std::unique_ptr<State>> begin(const StreamStart& start, std::string name,
                                                const std::vector<Support>& formats) {
        auto stream = start();
        if (!stream) return std::unexpected(stream.error());
        auto state = std::make_unique<State>();
        state->name = std::move(name);
        state->stream = *std::move(stream);
        state->handle = archive_read_new();
        // ARCHIVE_WARN would mean: by a program of the system.
        const auto add = [&](Support one) { return one(state->handle) == ARCHIVE_OK; };
        if (!state->handle || !std::ranges::all_of(formats, add))
            return fail(ErrorCode::unsupported,
                        fmt::format("`{}` cannot be read: the library libarchive on this computer was built without a "
                                    "compression that is needed. Unpack the archive, then open the folder.",
                                    display_text(state->name)));
        // Files `._name` are entries of their own here, on macOS too.
        archive_read_set_format_option(state->handle, "tar", "mac-ext", nullptr);
        archive_read_set_skip_callback(state->handle, State::skip);
        return state;
    }

    bool open() {
        const PlainNames plain;
        return archive_read_open(handle, this, nullptr, State::read, nullptr) == ARCHIVE_OK;
    }
};

namespace {

constexpr std::array filters{archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
                             archive_read_support_filter_xz};

std::vector<int (*)(archive*)> with_filters(std::vector<int (*)(archive*)> formats) {
    formats.insert(formats.end(), filters.begin(), filters.end());
    return formats;
}

} // namespace

// libarchive 3.6 asks for as much memory as the header of such an archive says that a name has bytes: up to 4 GB. In
// the variation that Apple's tools write ("odc") names end at 262,143 bytes, and the first header decides for all.
bool ArchiveReader::is_new_cpio(const StreamStart& start) {
    constexpr std::string_view magic = "07070";
    auto state = State::begin(start, {}, with_filters({archive_read_support_format_raw}));
    archive_entry* entry = nullptr;
    if (!state || !(*state)->open() || archive_read_next_header((*state)->handle, &entry) != ARCHIVE_OK) return false;
    std::array<char, magic.size() + 1> first{};
    const la_ssize_t got = archive_read_data((*state)->handle, first.data(), first.size());
    if (got != static_cast<la_ssize_t>(first.size())) return false;
    return std::string_view(first.data(), magic.size()) == magic && (first.back() == '1' || first.back() == '2');
}

ArchiveReader::ArchiveReader(std::unique_ptr<State> state) : state_(std::move(state)) {}

ArchiveReader::~ArchiveReader() = default;

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::open(const StreamStart& start, ArchiveFormat format,
                                                           std::string name) {
    const bool is_xar = format == ArchiveFormat::xar;
    if (!is_xar && is_new_cpio(start))
        return fail(ErrorCode::unsupported,
                    fmt::format("`{}` is a cpio archive of the variation \"newc\", which NE Inspector does not read. "
                                "Unpack it, then open the folder.",
                                display_text(name)));
    auto state =
        State::begin(start, std::move(name),
                     is_xar ? std::vector{archive_read_support_format_xar}
                            : with_filters({archive_read_support_format_tar, archive_read_support_format_cpio}));
    if (!state) return std::unexpected(state.error());
    std::unique_ptr<ArchiveReader> reader(new ArchiveReader(*std::move(state)));
    if (is_xar) archive_read_set_seek_callback(reader->state_->handle, State::seek);
    if (!reader->state_->open()) return reader->failed();
    return reader;
}

std::unexpected<Error> ArchiveReader::failed() {
    if (state_->stream_error) return std::unexpected(*state_->stream_error);
    const std::string said = text(archive_error_string(state_->handle));
    if (count_ == 0 && said.starts_with("Unrecognized archive format"))
        return fail(ErrorCode::malformed,
                    fmt::format("`{}` holds no archive that NE Inspector reads, or it is damaged from its start. If it "
                                "can be unpacked, open what it unpacks to.",
                                display_text(state_->name)));
    return fail(ErrorCode::malformed, fmt::format("`{}` is damaged or incomplete (\"{}\"): get it again.",
                                                  display_text(state_->name), display_text(said)));
}

std::uint64_t ArchiveReader::packed_bytes() const {
    return state_->packed_bytes();
}

Result<std::optional<ArchiveReader::Member>> ArchiveReader::next() {
    const PlainNames plain;
    archive_entry* entry = nullptr;
    // Names that are not in the locale's encoding give a warning, and that is all of them.
    const int status = archive_read_next_header(state_->handle, &entry);
    if (status == ARCHIVE_EOF) return std::nullopt;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return failed();
    Member member;
    member.name = text(archive_entry_pathname(entry));
    member.kind = kind_of(entry);
    if (member.kind == EntryKind::file)
        member.size = static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(entry), 0));
    member.mode = static_cast<unsigned>(archive_entry_perm(entry)) & 07777U;
    member.link_target = text(archive_entry_symlink(entry));
    member.hard_link = text(archive_entry_hardlink(entry));
    member.number = count_++;
    given_of_member_ = 0;
    state_->piece = {};
    state_->hole = 0;
    state_->ended = false;
    return member;
}

Result<void> ArchiveReader::go_to(std::uint64_t number) {
    while (count_ <= number) {
        const auto member = next();
        if (!member) return std::unexpected(member.error());
        if (!*member)
            return fail(ErrorCode::changed_while_reading,
                        fmt::format("`{}` has fewer entries than when it was listed. Open it again when nothing writes "
                                    "to it any more.",
                                    display_text(state_->name)));
    }
    return {};
}

// archive_read_data() would do, were it not for damaged archives of which libarchive 3.6 gives one empty block after
// the other without an end.
Result<void> ArchiveReader::next_block() {
    for (int empty = 0; empty < most_empty_blocks; ++empty) {
        const void* data = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int result = archive_read_data_block(state_->handle, &data, &size, &offset);
        if (result == ARCHIVE_EOF) {
            state_->ended = true;
            return {};
        }
        if (result < ARCHIVE_WARN) return failed();
        if (size == 0) continue;
        const auto start = static_cast<std::uint64_t>(std::max<la_int64_t>(offset, 0));
        if (start < given_of_member_) break; // back to what was given already: no format does that
        state_->hole = start - given_of_member_;
        state_->piece = {static_cast<const std::byte*>(data), size};
        return {};
    }
    return fail(ErrorCode::malformed,
                fmt::format("`{}` is damaged: a file in it does not go on. Get the archive again.",
                            display_text(state_->name)));
}

Result<std::size_t> ArchiveReader::read(std::span<std::byte> buffer) {
    if (!state_->ended && state_->hole == 0 && state_->piece.empty())
        if (const auto next = next_block(); !next) return std::unexpected(next.error());
    std::size_t got = 0;
    if (state_->hole > 0) { // of a sparse file
        got = static_cast<std::size_t>(std::min<std::uint64_t>(state_->hole, buffer.size()));
        std::ranges::fill(buffer.first(got), std::byte{});
        state_->hole -= got;
    } else {
        got = std::min(buffer.size(), state_->piece.size());
        std::ranges::copy(state_->piece.first(got), buffer.begin());
        state_->piece = state_->piece.subspan(got);
    }
    state_->given += got;
    given_of_member_ += got;
    if (const auto growth = state_->check_growth(); !growth) return std::unexpected(growth.error());
    return got;
}

namespace {

class MemberStream final : public ByteStream {
public:
    explicit MemberStream(std::unique_ptr<ArchiveReader> reader) : reader_(std::move(reader)) {}

    Result<std::size_t> read(std::span<std::byte> buffer) override { return reader_->read(buffer); }

private:
    std::unique_ptr<ArchiveReader> reader_;
};

} // namespace

StreamStart stream_of_member(StreamStart archive, ArchiveFormat format, std::string name, std::uint64_t number) {
    return [=, archive = std::move(archive), name = std::move(name)]() -> Result<std::unique_ptr<ByteStream>> {
        auto reader = ArchiveReader::open(archive, format, name);
        if (!reader) return std::unexpected(reader.error());
        if (const auto there = (*reader)->go_to(number); !there) return std::unexpected(there.error());
        return std::make_unique<MemberStream>(*std::move(reader));
    };
}

} // namespace nei::source
