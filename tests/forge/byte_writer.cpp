// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/byte_writer.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace nei::forge {

ByteWriter& ByteWriter::bytes(ByteView data) {
    out_.insert(out_.end(), data.begin(), data.end());
    return *this;
}

ByteWriter& ByteWriter::fixed_text(std::string_view data, std::size_t width) {
    const std::string_view kept = data.substr(0, width);
    return text(kept).zeros(width - kept.size());
}

ByteWriter& ByteWriter::zeros(std::size_t count) {
    out_.resize(out_.size() + count);
    return *this;
}

ByteWriter& ByteWriter::align(std::size_t alignment) {
    return zeros(round_up(out_.size(), alignment) - out_.size());
}

ByteWriter& ByteWriter::integer(std::uint64_t value, std::size_t width) {
    out_.resize(out_.size() + width);
    put_integer(out_, out_.size() - width, value, width, order_);
    return *this;
}

void put_integer(Bytes& data, std::size_t offset, std::uint64_t value, std::size_t width, std::endian order) {
    for (std::size_t i = 0; i < width; ++i) {
        const std::size_t shift = 8 * (order == std::endian::little ? i : width - 1 - i);
        data.at(offset + i) = static_cast<std::byte>(value >> shift & 0xff);
    }
}

Bytes concatenate(std::initializer_list<ByteView> parts) {
    Bytes joined;
    for (const ByteView part : parts) joined.insert(joined.end(), part.begin(), part.end());
    return joined;
}

namespace {

/// xorshift64, from a state that is FNV-1a of the seed.
class Random {
public:
    explicit Random(std::string_view seed) {
        for (const char character : seed) state_ = (state_ ^ static_cast<unsigned char>(character)) * 0x100000001b3;
        if (state_ == 0) state_ = 1;
    }

    std::uint64_t next() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_;
    }

private:
    std::uint64_t state_ = 0xcbf29ce484222325;
};

} // namespace

Bytes filler(std::size_t size, std::string_view seed) {
    Random random(seed);
    Bytes out(round_up(size, 8));
    for (std::size_t offset = 0; offset < out.size(); offset += 8) {
        const std::uint64_t word = random.next();
        std::memcpy(out.data() + offset, &word, 8);
    }
    out.resize(size);
    return out;
}

Bytes compressible_filler(std::size_t size, std::string_view seed) {
    // Most pieces repeat one of those shortly before, so that a compressor finds many short matches, as in code.
    constexpr std::size_t piece = 16, window = 1024, fresh_in_256 = 56;
    Random random(seed);
    Bytes out(round_up(size, piece));
    for (std::size_t offset = 0; offset < out.size(); offset += piece) {
        const std::uint64_t choice = random.next();
        if (offset < piece * 4 || choice % 256 < fresh_in_256) {
            const std::array words{random.next(), random.next()};
            std::memcpy(out.data() + offset, words.data(), piece);
        } else {
            const std::size_t back = 1 + (choice >> 8) % std::min(offset / piece, window);
            std::memcpy(out.data() + offset, out.data() + offset - back * piece, piece);
        }
    }
    out.resize(size);
    return out;
}

} // namespace nei::forge
