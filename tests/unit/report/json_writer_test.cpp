// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_writer.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace nei::report {
namespace {

/// A document with all that the writer knows, and the same made by the library that others read it with.
std::string written(JsonLayout layout) {
    JsonWriter json(layout);
    json.object([&] {
        json.member("boolean", true);
        json.array("empty list", std::vector<int>{}, [&](int value) { json.integer(value); });
        json.object("empty object", [] {});
        json.member("large", std::numeric_limits<std::uint64_t>::max());
        json.array("list", std::vector{1, 2, 3}, [&](int value) {
            if (value != 2) json.object([&] { json.member("value", value); });
        });
        json.member("nothing", nullptr);
        json.member("small", std::numeric_limits<std::int64_t>::min());
        json.member("text", "plain");
        json.member("texts", std::vector<std::string>{"a", "b"});
    });
    return json.take();
}

const nlohmann::json same{
    {"boolean", true},
    {"empty list", nlohmann::json::array()},
    {"empty object", nlohmann::json::object()},
    {"large", std::numeric_limits<std::uint64_t>::max()},
    {"list", {{{"value", 1}}, {{"value", 3}}}},
    {"nothing", nullptr},
    {"small", std::numeric_limits<std::int64_t>::min()},
    {"text", "plain"},
    {"texts", {"a", "b"}},
};

TEST(JsonWriter, WritesOneLine) {
    EXPECT_EQ(written(JsonLayout::line), same.dump() + "\n");
}

TEST(JsonWriter, WritesIndented) {
    EXPECT_EQ(written(JsonLayout::indented), same.dump(2) + "\n");
}

TEST(JsonWriter, EscapesEveryCharacterThatNeedsIt) {
    std::string all;
    for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
    all += "\u00e4\u2028\U0001f600";
    JsonWriter json(JsonLayout::line);
    json.text(all);
    EXPECT_EQ(json.take(), nlohmann::json(all).dump() + "\n");
}

TEST(JsonWriter, WritesRealsShortAndExact) {
    for (const double real : {0.0, -0.0, 1.0, 0.1, -2.5e-300, 1e21, 3.14159265358979, 123456789012345680.0}) {
        JsonWriter json(JsonLayout::line);
        json.real(real);
        EXPECT_EQ(json.take(), nlohmann::json(real).dump() + "\n");
    }
}

} // namespace
} // namespace nei::report
