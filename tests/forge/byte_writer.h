// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <bit>
#include <cstdint>

namespace nei::forge {

/// Appends integers and ranges to bytes that grow; the counterpart of ByteReader.
class ByteWriter {
public:
    explicit ByteWriter(std::endian order = std::endian::big) : order_(order) {}

    ByteWriter& u8(std::uint64_t value) { return integer(value, 1); }
    ByteWriter& u16(std::uint64_t value) { return integer(value, 2); }
    ByteWriter& u32(std::uint64_t value) { return integer(value, 4); }
    ByteWriter& u64(std::uint64_t value) { return integer(value, 8); }
    ByteWriter& bytes(ByteView data);
    ByteWriter& text(std::string_view data) { return bytes(as_bytes(data)); }
    /// `width` bytes: the text and zeros behind it, cut where it is longer.
    ByteWriter& fixed_text(std::string_view data, std::size_t width);
    ByteWriter& zeros(std::size_t count);
    /// Zeros up to the next multiple of `alignment`.
    ByteWriter& align(std::size_t alignment);

    std::size_t size() const { return out_.size(); }
    const Bytes& out() const { return out_; }
    Bytes take() { return std::move(out_); }

private:
    ByteWriter& integer(std::uint64_t value, std::size_t width);

    std::endian order_;
    Bytes out_;
};

/// Overwrites `width` bytes at `offset`, which must lie inside `data`.
void put_integer(Bytes& data, std::size_t offset, std::uint64_t value, std::size_t width, std::endian order);

/// The next multiple of `alignment` at or above `value`.
constexpr std::uint64_t round_up(std::uint64_t value, std::uint64_t alignment) {
    return (value + alignment - 1) / alignment * alignment;
}

Bytes concatenate(std::initializer_list<ByteView> parts);

/// Bytes that look like code and are the same for the same seed on every machine.
Bytes filler(std::size_t size, std::string_view seed);
/// The same, but deflating to about a third, as real code does; filler() does not get any smaller.
Bytes compressible_filler(std::size_t size, std::string_view seed);

} // namespace nei::forge
