// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <bit>
#include <cstdint>

namespace nei {

/// Reads integers and ranges one after the other, never outside `data`.
///
/// A read past the end gives zero or an empty range and makes the reader fail for good, so that a parser can read a
/// whole header and ask once whether all of it was there.
class ByteReader {
public:
    explicit ByteReader(ByteView data, std::endian order = std::endian::big) : data_(data), order_(order) {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(integer(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }
    std::uint64_t u64() { return integer(8); }
    std::int32_t i32() { return static_cast<std::int32_t>(u32()); }
    std::int64_t i64() { return static_cast<std::int64_t>(u64()); }

    /// The next `length` bytes.
    ByteView bytes(std::size_t length);

    void skip(std::size_t length) { (void)bytes(length); }

    /// Goes to an absolute offset; past the end makes the reader fail.
    void seek(std::size_t offset);

    std::size_t offset() const { return offset_; }
    std::size_t remaining() const { return failed_ ? 0 : data_.size() - offset_; }
    bool failed() const { return failed_; }

private:
    std::uint64_t integer(std::size_t width);

    ByteView data_;
    std::endian order_;
    std::size_t offset_ = 0;
    bool failed_ = false;
};

/// The text that starts at `offset` and ends before the next zero byte, or nothing where no zero byte follows.
std::optional<std::string_view> zero_terminated(ByteView data, std::size_t offset);

} // namespace nei
