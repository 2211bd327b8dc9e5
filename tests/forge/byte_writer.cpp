// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/byte_writer.h"

#include <algorithm>
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

Bytes filler(std::size_t size, std::string_view seed) {
    std::uint64_t state = 0xcbf29ce484222325; // FNV-1a of the seed, then xorshift64
    for (const char character : seed) state = (state ^ static_cast<unsigned char>(character)) * 0x100000001b3;
    if (state == 0) state = 1;
    Bytes out(round_up(size, 8));
    for (std::size_t offset = 0; offset < out.size(); offset += 8) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        std::memcpy(out.data() + offset, &state, 8);
    }
    out.resize(size);
    return out;
}

} // namespace nei::forge
