// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace nei::report {
namespace {

using nlohmann::json;
using plist::Value;

std::string line(const Value& value) {
    std::string text = dump(to_json(value), JsonLayout::line);
    EXPECT_TRUE(text.ends_with('\n'));
    text.pop_back();
    return text;
}

TEST(JsonValue, KeepsPlistTypesApart) {
    EXPECT_EQ(line("text"), R"("text")");
    EXPECT_EQ(line(true), "true");
    EXPECT_EQ(line(std::int64_t{-7}), "-7");
    EXPECT_EQ(line(1.0), "1.0") << "a real stays a real";
    EXPECT_EQ(line(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
    EXPECT_EQ(line(Bytes{std::byte{0}, std::byte{0xff}}), R"({"data":"AP8="})");
    EXPECT_EQ(line(from_rfc3339("2026-11-21T09:30:00Z").value()), R"({"date":"2026-11-21T09:30:00Z"})");
    EXPECT_EQ(line(plist::Uid{5}), R"({"uid":5})");
    EXPECT_EQ(line(plist::Array{}), "[]");
    EXPECT_EQ(line(plist::Dictionary{}), "{}");
    EXPECT_EQ(line(plist::Dictionary{{"b", 1}, {"a", plist::Array{"x", false}}}), R"({"a":["x",false],"b":1})");
}

TEST(JsonValue, WritesRealsThatJsonHasNoNumberFor) {
    EXPECT_EQ(line(std::nan("")), R"({"real":"nan"})");
    EXPECT_EQ(line(HUGE_VAL), R"({"real":"infinity"})");
    EXPECT_EQ(line(-HUGE_VAL), R"({"real":"-infinity"})");
}

TEST(JsonValue, InvalidUtf8NeverThrowsAndStaysDistinct) {
    EXPECT_EQ(line("a\xff"), R"("a\\xff")");
    const Value keys = plist::Dictionary{{"k\xfe", 1}, {"k\xff", 2}};
    EXPECT_EQ(line(keys), R"({"k\\xfe":1,"k\\xff":2})");
    EXPECT_NO_THROW(dump(json("\xff\xfe"), JsonLayout::indented));
}

TEST(JsonValue, AbsentIsNull) {
    EXPECT_TRUE(text_or_null(std::string()).is_null());
    EXPECT_TRUE(text_or_null(std::optional<std::string>("")).is_null());
    EXPECT_TRUE(hex_or_null({}).is_null());
    EXPECT_TRUE(date_or_null(std::nullopt).is_null());
}

TEST(JsonValue, DeepNestingIsWritten) {
    Value value("leaf");
    for (int depth = 0; depth < 256; ++depth) value = plist::Array{value};
    EXPECT_EQ(line(value).size(), 2 * 256 + 6);
}

} // namespace
} // namespace nei::report
