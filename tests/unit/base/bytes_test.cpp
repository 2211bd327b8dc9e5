// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/bytes.h"

#include <gtest/gtest.h>

#include <limits>

namespace nei {
namespace {

constexpr std::size_t largest = std::numeric_limits<std::size_t>::max();

TEST(Slice, NeverLeavesTheData) {
    const ByteView data = as_bytes("01234567");
    EXPECT_EQ(as_text(*slice(data, 2, 3)), "234");
    EXPECT_EQ(slice(data, 8, 0)->size(), 0u);
    EXPECT_FALSE(slice(data, 9, 0));
    EXPECT_FALSE(slice(data, 6, 3));
    EXPECT_FALSE(slice(data, largest, 1));
    EXPECT_FALSE(slice(data, 1, largest)) << "offset + length overflows to 0";
    EXPECT_FALSE(slice(data, largest, largest));
}

TEST(Hex, GoesThereAndBack) {
    const std::string_view bytes("\x00\x09\xa0\xff", 4);
    EXPECT_EQ(to_hex(as_bytes(bytes)), "0009a0ff");
    EXPECT_EQ(as_text(*from_hex("0009a0ff")), bytes);
    EXPECT_EQ(as_text(*from_hex("0009A0Ff")), bytes);
    EXPECT_TRUE(from_hex("")->empty());
}

TEST(Hex, RejectsWhatIsNone) {
    for (const char* text : {"0", "0g", "0x12", " 12", "1 ", "12\n4"}) EXPECT_FALSE(from_hex(text)) << text;
}

/// The examples of RFC 4648, section 10.
TEST(Base64, GivesTheKnownAnswers) {
    const std::pair<const char*, const char*> known[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : known) {
        EXPECT_EQ(to_base64(as_bytes(plain)), encoded);
        const auto decoded = from_base64(encoded);
        ASSERT_TRUE(decoded) << encoded;
        EXPECT_EQ(as_text(*decoded), plain);
    }
    EXPECT_EQ(to_base64(as_bytes("\xfb\xff\xfe")), "+//+");
}

TEST(Base64, RejectsWhatIsNone) {
    for (const char* text : {"Zg", "Zg=", "Z", "Z===", "====", "Zm9v====", "Zg==Zg==", "Zm 9", "Zm-v", "=Zm9"})
        EXPECT_FALSE(from_base64(text)) << text;
}

} // namespace
} // namespace nei
