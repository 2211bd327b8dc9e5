// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_reader.h"

#include <gtest/gtest.h>

#include <limits>

namespace nei {
namespace {

constexpr std::string_view eight("\x01\x02\x03\x04\x05\x06\x07\xff", 8);

TEST(ByteReader, ReadsBothByteOrders) {
    ByteReader big(as_bytes(eight));
    EXPECT_EQ(big.u16(), 0x0102);
    EXPECT_EQ(big.u8(), 0x03);
    EXPECT_EQ(big.u32(), 0x04050607u);
    EXPECT_EQ(big.remaining(), 1u);
    ByteReader little(as_bytes(eight), std::endian::little);
    EXPECT_EQ(little.u64(), 0xff07060504030201u);
    EXPECT_EQ(little.offset(), 8u);
    EXPECT_FALSE(little.failed()) << "reading exactly to the end is no failure";
}

TEST(ByteReader, ReadsSignedNumbers) {
    ByteReader reader(as_bytes("\xff\xff\xff\xfe\xff\xff\xff\xff\xff\xff\xff\xfd"));
    EXPECT_EQ(reader.i32(), -2);
    EXPECT_EQ(reader.i64(), -3);
}

TEST(ByteReader, FailsForGoodAtTheEnd) {
    ByteReader reader(as_bytes(eight));
    reader.skip(6);
    EXPECT_EQ(reader.u32(), 0u);
    EXPECT_TRUE(reader.failed());
    EXPECT_EQ(reader.remaining(), 0u);
    EXPECT_EQ(reader.u8(), 0) << "although a byte is left";
    EXPECT_TRUE(reader.bytes(0).empty());
    reader.seek(0);
    EXPECT_TRUE(reader.failed());
}

TEST(ByteReader, GivesNoMoreThanThereIs) {
    ByteReader reader(as_bytes(eight));
    EXPECT_EQ(as_text(reader.bytes(2)), "\x01\x02");
    EXPECT_TRUE(reader.bytes(std::numeric_limits<std::size_t>::max()).empty());
    EXPECT_TRUE(reader.failed());
}

TEST(ByteReader, GoesToOffsetsInsideOnly) {
    ByteReader reader(as_bytes(eight));
    reader.seek(7);
    EXPECT_EQ(reader.u8(), 0xff);
    reader.seek(8);
    EXPECT_FALSE(reader.failed()) << "the end is a place";
    reader.seek(9);
    EXPECT_TRUE(reader.failed());
}

TEST(ZeroTerminated, EndsBeforeTheZeroByteOrIsNothing) {
    const ByteView data = as_bytes(std::string_view("ab\0c", 4));
    EXPECT_EQ(zero_terminated(data, 0), "ab");
    EXPECT_EQ(zero_terminated(data, 2), "");
    EXPECT_EQ(zero_terminated(data, 3), std::nullopt) << "no zero byte follows";
    EXPECT_EQ(zero_terminated(data, 4), std::nullopt);
    EXPECT_EQ(zero_terminated(data, std::numeric_limits<std::size_t>::max()), std::nullopt);
}

} // namespace
} // namespace nei
