// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"
#include "core/base/text.h"

#include <gtest/gtest.h>

namespace nei {
namespace {

TEST(NameText, KeepsValidNamesAsTheyAre) {
    EXPECT_EQ(name_text("Contents/MacOS/Größe 日本.app"), "Contents/MacOS/Größe 日本.app");
}

TEST(NameText, NeverMakesTwoNamesOne) {
    EXPECT_EQ(name_text("a\xff"), "a\\xff");
    EXPECT_EQ(name_text("a\\xff"), "a\\x5cxff");
    EXPECT_EQ(name_text("\xc0\x80"), "\\xc0\\x80") << "an overlong zero is not UTF-8";
    EXPECT_EQ(name_text("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "neither is a surrogate";
}

TEST(DisplayText, ShowsWhatCouldDriveATerminalOrReorderText) {
    EXPECT_EQ(display_text("a\x1b[31mb"), "a\\u{1b}[31mb");
    EXPECT_EQ(display_text("exe\xe2\x80\xaegpj"), "exe\\u{202e}gpj");
    EXPECT_EQ(display_text("one\ntwo"), "one\\u{a}two");
    EXPECT_EQ(display_text("one\ntwo", true), "one\ntwo");
}

TEST(Grouped, PutsACommaBeforeEveryThirdDigit) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(8388608), "8,388,608");
    EXPECT_EQ(counted(1, "file", "files"), "1 file");
}

TEST(Text, SaysSizesInPowersOfAThousand) {
    EXPECT_EQ(size_words(1), "1 byte");
    EXPECT_EQ(size_words(999), "999 bytes");
    EXPECT_EQ(size_words(1000), "1.0 kB");
    EXPECT_EQ(size_words(999'999), "1.0 MB");
    EXPECT_EQ(size_words(12'345'678), "12.3 MB");
}

TEST(Progress, CountsThingsAndBytes) {
    EXPECT_EQ((Progress{.doing = "Reading", .done = 1'234, .total = 5'678}.count()), "1,234 of 5,678");
    EXPECT_EQ((Progress{.doing = "Reading", .done = 1'234}.count()), "1,234");
    EXPECT_EQ(Progress{.doing = "Reading"}.count(), "");
    EXPECT_EQ((Progress{"Unpacking", 12'345'678, 45'600'000, Progress::Unit::bytes}.count()), "12.3 MB of 45.6 MB");
}

} // namespace
} // namespace nei
