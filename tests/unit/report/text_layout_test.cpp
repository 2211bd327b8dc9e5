// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/text_layout.h"

#include <gtest/gtest.h>

namespace nei::report {
namespace {

std::string paragraph(const Spans& spans, std::size_t width, bool colour = false, std::string_view lead = "",
                      std::string_view follow = "") {
    Page page(TextStyle{colour, false, width});
    page.paragraph(lead, follow, spans);
    return page.take();
}

TEST(TextLayout, BreaksAtSpacesBehindThePrefixes) {
    EXPECT_EQ(paragraph({{"one two three four five six seven eight"}}, 30, false, "├─ ", "│  "),
              "├─ one two three four five six\n│  seven eight\n");
}

TEST(TextLayout, BreaksAWordThatIsWiderThanTheLine) {
    EXPECT_EQ(paragraph({{std::string(60, 'x')}}, 30), std::string(30, 'x') + "\n" + std::string(30, 'x') + "\n");
}

TEST(TextLayout, KeepsPiecesWithoutSpaceTogether) {
    EXPECT_EQ(paragraph({{"aaaaaaaaaaaaaaaaaaaaaaaa bb"}, {"cccc", Tint::bad}}, 30),
              "aaaaaaaaaaaaaaaaaaaaaaaa\nbbcccc\n");
}

TEST(TextLayout, ColoursOnlyWhenAskedAndNeverCountsThem) {
    EXPECT_EQ(paragraph({{"fine", Tint::good}}, 30), "fine\n");
    EXPECT_EQ(paragraph({{"fine", Tint::good}}, 30, true), "\x1b[32mfine\x1b[0m\n");
}

TEST(TextLayout, TextFromABundleCannotDriveTheTerminal) {
    const std::string text = paragraph({{"a\x1b[2Jb\nc\xff\xe2\x80\xae"}}, 80);
    EXPECT_EQ(text, "a\\u{1b}[2Jb\\u{a}c\\xff\\u{202e}\n");
}

TEST(TextLayout, CountsColumnsAndNotBytes) {
    EXPECT_EQ(display_width("└─ é"), 4);
    EXPECT_EQ(display_width("東京"), 4);
    EXPECT_EQ(display_width("e\xcc\x81"), 1);
    EXPECT_EQ(display_width(""), 0);
}

TEST(TextLayout, StaysUsableWhereThePageIsNarrowerThanThePrefix) {
    EXPECT_EQ(paragraph({{"some words"}}, 4, false, "│  │  │  │  ", "│  │  │  │  "), "│  │  │  │  some words\n");
}

TEST(TextLayout, AFieldWithALongLabelTakesTwoLines) {
    Page page(TextStyle{});
    page.field("", "Identifier", "x");
    page.field("", "a label that is long", "y");
    EXPECT_EQ(page.take(), "Identifier      x\na label that is long\n                y\n");
}

} // namespace
} // namespace nei::report
