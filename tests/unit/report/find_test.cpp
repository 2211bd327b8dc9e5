// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/find.h"
#include "tests/unit/report/sample_bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace nei::report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Find, PrintsALineForEachHitHoweverLongItIs) {
    bundle::Bundle bundle = test::sample_bundle();
    bundle.items[5].bundle_identifier = std::string(300, 'a') + "\x1b needle";
    const std::string text = find_text(bundle, "needle", bundle::search(nullptr, bundle, "needle", 9), {});
    EXPECT_EQ(std::ranges::count(text, '\n'), 1);
    EXPECT_TRUE(text.starts_with("Fernway.app/Contents/PlugIns/Tunnel.appex  item  identifier = …")) << text;
    EXPECT_THAT(text, HasSubstr("\\u{1b} needle"));
}

TEST(Find, SaysThatThereIsNothingOrMore) {
    const bundle::Bundle bundle = test::sample_bundle();
    EXPECT_EQ(find_text(bundle, "proxxy\n", {}, {}), "No key, value or file contains \"proxxy\\u{a}\".\n");
    const bundle::Hits some = bundle::search(nullptr, bundle, "fernway", 2);
    EXPECT_THAT(find_text(bundle, "fernway", some, {}), HasSubstr("There are more; these are the first 2.\n"));
    EXPECT_THAT(find_json(bundle, "fernway", some), HasSubstr("\"more\": true"));
    EXPECT_THAT(find_json(bundle, "fernway", some, JsonLayout::line), Not(HasSubstr("\n  ")));
}

} // namespace
} // namespace nei::report
