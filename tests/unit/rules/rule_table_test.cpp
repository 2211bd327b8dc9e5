// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/rules/judged.h"
#include "tests/unit/rules/rule_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

/// Each rule speaks of the fault that it is for, and says nothing where there is none.
namespace nei::rules {
namespace {

using forge::Json;
using test::RuleRow;

class RuleTable : public testing::TestWithParam<RuleRow> {};

TEST_P(RuleTable, Holds) {
    const RuleRow& row = GetParam();
    const auto intent = test::intent_of(row.intent.empty() ? Json::object() : Json::parse(row.intent));
    const test::Judged judged = test::judged(Json::parse(row.spec), intent);
    const Finding* finding = judged.find(row.rule);
    EXPECT_EQ(finding != nullptr, row.fires) << row.rule << "\n" << row.spec << "\n" << judged.lines();
    if (!finding) return;
    if (row.severity) {
        EXPECT_EQ(slug(finding->severity), slug(*row.severity)) << judged.lines();
    }
    EXPECT_FALSE(finding->title.empty() || finding->why.empty() || finding->fix.empty() || finding->sources.empty());
    EXPECT_TRUE(finding->title.ends_with('.') || finding->title.contains(": ")) << finding->title;
    EXPECT_NE(finding->facts.dictionary(), nullptr);
}

std::string name_of(const testing::TestParamInfo<RuleRow>& info) {
    std::string name;
    for (const char c : info.param.rule) name += c == '-' ? '_' : c;
    return name + (info.param.fires ? "_speaks_" : "_is_silent_") + std::to_string(info.index);
}

INSTANTIATE_TEST_SUITE_P(Rows, RuleTable, testing::ValuesIn(test::rule_rows()), name_of);

TEST(RuleTable, HasARowOfEachKindForEachRule) {
    std::set<std::pair<std::string, bool>> rows;
    for (const RuleRow& row : test::rule_rows()) rows.emplace(row.rule, row.fires);
    for (const RuleText& text : rule_texts()) {
        EXPECT_TRUE(rows.contains({std::string(text.id), true})) << text.id << " is never heard";
        EXPECT_TRUE(rows.contains({std::string(text.id), false})) << text.id << " is never silent";
    }
    for (const auto& [rule, fires] : rows) EXPECT_TRUE(rule_text(rule)) << rule << " is no rule";
}

TEST(RuleTexts, AreWholeSortedAndUnique) {
    const std::vector<RuleText> texts = rule_texts();
    EXPECT_TRUE(std::ranges::is_sorted(texts, {}, &RuleText::id));
    EXPECT_EQ(std::ranges::adjacent_find(texts, {}, &RuleText::id), texts.end());
    for (const RuleText& text : texts) {
        EXPECT_TRUE(text.title.ends_with('.') && text.why.ends_with('.') && text.fix.ends_with('.')) << text.id;
        EXPECT_FALSE(text.sources.empty()) << text.id;
        for (const std::string_view source : text.sources) EXPECT_TRUE(source.starts_with("https://")) << text.id;
    }
    EXPECT_FALSE(rule_text("no-such-rule"));
}

} // namespace
} // namespace nei::rules
