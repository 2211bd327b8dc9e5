// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <gtest/gtest.h>

#include <set>

namespace nei {
namespace {

TEST(ErrorCode, HasASlugOfItsOwn) {
    std::set<std::string_view> slugs;
    for (int code = 0; code <= static_cast<int>(ErrorCode::cancelled); ++code) {
        const std::string_view text = slug(static_cast<ErrorCode>(code));
        EXPECT_TRUE(slugs.insert(text).second) << text;
        EXPECT_NE(text, "unknown");
        EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos) << text;
    }
    EXPECT_EQ(slug(ErrorCode::changed_while_reading), "changed-while-reading");
}

TEST(Error, BecomesAProblemOfItsPath) {
    const Result<int> failed = fail(ErrorCode::truncated, "It ends early.");
    ASSERT_FALSE(failed);
    EXPECT_EQ(problem_from(failed.error(), "a/b"),
              (Problem{"truncated", "a/b", "It ends early.", ProblemSeverity::error}));
}

} // namespace
} // namespace nei
