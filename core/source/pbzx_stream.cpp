// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/pbzx_stream.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"
#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>

namespace nei::source {
namespace {

constexpr std::string_view xz_magic("\xfd"
                                    "7zXZ\0",
                                    6);

/// Fills as much of `buffer` as the stream has.
Result<std::size_t> read_fully(ByteStream& stream, std::span<std::byte> buffer) {
    std::size_t done = 0;
    while (done < buffer.size()) {
        const auto got = stream.read(buffer.subspan(done));
        if (!got) return got;
        if (*got == 0) break;
        done += *got;
    }
    return done;
}

/// Unpacks one xz stream that is in memory.
class XzPiece {
public:
    explicit XzPiece(Bytes packed) : packed_(std::move(packed)), handle_(archive_read_new()) {
        archive_entry* entry = nullptr;
        good_ = handle_ && archive_read_support_filter_xz(handle_) == ARCHIVE_OK &&
                archive_read_support_format_raw(handle_) == ARCHIVE_OK &&
                archive_read_open_memory(handle_, packed_.data(), packed_.size()) == ARCHIVE_OK &&
                archive_read_next_header(handle_, &entry) == ARCHIVE_OK;
    }
    ~XzPiece() {
        if (handle_) archive_read_free(handle_);
    }
    XzPiece(const XzPiece&) = delete;
    XzPiece& operator=(const XzPiece&) = delete;

    /// 0 at the end; nothing where it is damaged.
    std::optional<std::size_t> read(std::span<std::byte> buffer) {
        const la_ssize_t got = good_ ? archive_read_data(handle_, buffer.data(), buffer.size()) : -1;
        return got < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(got));
    }

private:
    Bytes packed_;
    archive* handle_;
    bool good_ = false;
};

/// A stream of which some bytes were read already.
class AfterStart final : public ByteStream {
public:
    AfterStart(Bytes start, std::unique_ptr<ByteStream> rest) : start_(std::move(start)), rest_(std::move(rest)) {}

    Result<std::size_t> read(std::span<std::byte> buffer) override {
        if (given_ == start_.size()) return rest_->read(buffer);
        const std::size_t count = std::min(buffer.size(), start_.size() - given_);
        std::ranges::copy(ByteView(start_).subspan(given_, count), buffer.begin());
        given_ += count;
        return count;
    }

    std::uint64_t skip(std::uint64_t count) override { return given_ == start_.size() ? rest_->skip(count) : 0; }

private:
    Bytes start_;
    std::size_t given_ = 0;
    std::unique_ptr<ByteStream> rest_;
};

class PbzxStream final : public ByteStream {
public:
    /// `packed` stands behind the magic.
    PbzxStream(std::unique_ptr<ByteStream> packed, std::string name)
        : packed_(std::move(packed)), name_(std::move(name)) {}

    Result<std::size_t> read(std::span<std::byte> buffer) override {
        if (buffer.empty()) return 0;
        while (true) {
            if (xz_) {
                const auto got = xz_->read(buffer);
                if (!got) return damaged();
                unpacked_ += *got;
                if (const auto growth = check_growth(unpacked_, taken_, name_); !growth)
                    return std::unexpected(growth.error());
                if (*got > 0) return *got;
                xz_.reset();
            }
            if (given_ < plain_.size()) {
                const std::size_t count = std::min(buffer.size(), plain_.size() - given_);
                std::ranges::copy(ByteView(plain_).subspan(given_, count), buffer.begin());
                given_ += count;
                return count;
            }
            const auto more = next_piece();
            if (!more) return std::unexpected(more.error());
            if (!*more) return 0;
        }
    }

private:
    std::unexpected<Error> damaged() const {
        return fail(ErrorCode::malformed,
                    fmt::format("`{}` is damaged or incomplete (pbzx): get it again.", display_text(name_)));
    }

    /// Piece sizes: a 64-bit number before the first piece, which is the same in all; then for each piece how much it
    /// unpacks to and how many bytes follow.
    Result<bool> next_piece() {
        if (first_) {
            Bytes piece_size(8);
            const auto got = read_fully(*packed_, piece_size);
            if (!got) return std::unexpected(got.error());
            if (*got != piece_size.size()) return damaged();
            first_ = false;
        }
        Bytes header(16);
        const auto got = read_fully(*packed_, header);
        if (!got) return std::unexpected(got.error());
        if (*got == 0) return false;
        ByteReader reader(header);
        reader.skip(8);
        const std::uint64_t size = reader.u64();
        if (*got != header.size() || size == 0 || size > limits::pbzx_piece_bytes) return damaged();
        Bytes piece(static_cast<std::size_t>(size));
        const auto read = read_fully(*packed_, piece);
        if (!read) return std::unexpected(read.error());
        if (*read != piece.size()) return damaged();
        taken_ += piece.size();
        given_ = 0;
        plain_.clear();
        if (as_text(piece).starts_with(xz_magic))
            xz_ = std::make_unique<XzPiece>(std::move(piece));
        else
            plain_ = std::move(piece);
        return true;
    }

    std::unique_ptr<ByteStream> packed_;
    std::string name_;
    std::unique_ptr<XzPiece> xz_; ///< the current piece is compressed, or
    Bytes plain_;                 ///< it is not
    std::size_t given_ = 0;       ///< of plain_
    bool first_ = true;
    std::uint64_t taken_ = 0, unpacked_ = 0; ///< bytes of pieces so far, and of what they unpacked to
};

} // namespace

StreamStart without_pbzx(StreamStart start, std::string name) {
    return [start = std::move(start), name = std::move(name)]() -> Result<std::unique_ptr<ByteStream>> {
        auto stream = start();
        if (!stream) return stream;
        Bytes magic(pbzx_magic.size());
        const auto got = read_fully(**stream, magic);
        if (!got) return std::unexpected(got.error());
        magic.resize(*got);
        if (as_text(magic) == pbzx_magic) return std::make_unique<PbzxStream>(*std::move(stream), name);
        return std::make_unique<AfterStart>(std::move(magic), *std::move(stream));
    };
}

} // namespace nei::source
