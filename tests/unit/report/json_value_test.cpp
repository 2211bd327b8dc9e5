// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace nei::report {
namespace {

using plist::Value;

/// What `write` makes of it, without the newline.
template <class Type>
std::string line(const Type& value) {
    JsonWriter json(JsonLayout::line);
    write(json, value);
    std::string text = json.take();
    EXPECT_TRUE(text.ends_with('\n'));
    text.pop_back();
    return text;
}

std::string line_of_plist(const Value& value) {
    return line(value);
}

TEST(JsonValue, KeepsPlistTypesApart) {
    EXPECT_EQ(line_of_plist("text"), R"("text")");
    EXPECT_EQ(line_of_plist(true), "true");
    EXPECT_EQ(line_of_plist(std::int64_t{-7}), "-7");
    EXPECT_EQ(line_of_plist(1.0), "1.0") << "a real stays a real";
    EXPECT_EQ(line_of_plist(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
    EXPECT_EQ(line_of_plist(Bytes{std::byte{0}, std::byte{0xff}}), R"({"data":"AP8="})");
    EXPECT_EQ(line_of_plist(from_rfc3339("2026-11-21T09:30:00Z").value()), R"({"date":"2026-11-21T09:30:00Z"})");
    EXPECT_EQ(line_of_plist(plist::Uid{5}), R"({"uid":5})");
    EXPECT_EQ(line_of_plist(plist::Array{}), "[]");
    EXPECT_EQ(line_of_plist(plist::Dictionary{}), "{}");
    EXPECT_EQ(line_of_plist(plist::Dictionary{{"b", 1}, {"a", plist::Array{"x", false}}}),
              R"({"a":["x",false],"b":1})");
}

TEST(JsonValue, WritesRealsThatJsonHasNoNumberFor) {
    EXPECT_EQ(line_of_plist(std::nan("")), R"({"real":"nan"})");
    EXPECT_EQ(line_of_plist(HUGE_VAL), R"({"real":"infinity"})");
    EXPECT_EQ(line_of_plist(-HUGE_VAL), R"({"real":"-infinity"})");
}

TEST(JsonValue, InvalidUtf8StaysDistinctAndSorted) {
    EXPECT_EQ(line_of_plist("a\xff"), R"("a\\xff")");
    EXPECT_EQ(line_of_plist(plist::Dictionary{{"k\xfe", 1}, {"k\xff", 2}}), R"({"k\\xfe":1,"k\\xff":2})");
    EXPECT_EQ(line_of_plist(plist::Dictionary{{"\xff", 1}, {"a", 2}}), R"({"\\xff":1,"a":2})");
}

TEST(JsonValue, AbsentIsNull) {
    EXPECT_EQ(line(or_null("")), "null");
    EXPECT_EQ(line(or_null(std::optional<std::string>(""))), "null");
    EXPECT_EQ(line(or_null(std::optional<std::string>())), "null");
    EXPECT_EQ(line(or_null("text")), R"("text")");
    EXPECT_EQ(line(hex_or_null({})), "null");
    EXPECT_EQ(line(std::optional<Timestamp>()), "null");
}

TEST(JsonValue, DeepNestingIsWritten) {
    Value value("leaf");
    for (int depth = 0; depth < 256; ++depth) value = plist::Array{value};
    EXPECT_EQ(line(value).size(), 2 * 256 + 6);
}

} // namespace
} // namespace nei::report
