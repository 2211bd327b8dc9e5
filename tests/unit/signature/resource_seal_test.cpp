// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/resource_seal.h"

#include <gtest/gtest.h>

namespace nei::signature {
namespace {

using plist::Dictionary;
using plist::Value;

TEST(ResourceSeal, CountsTheNewerVersionWhereBothAreThere) {
    const Value one(Dictionary{{"a", true}}), two(Dictionary{{"a", true}, {"b", true}});
    EXPECT_EQ(summarise_seal(Value(Dictionary{{"rules", one}, {"files", one}, {"rules2", two}, {"files2", one}})),
              (SealSummary{2, 2, 1}));
    EXPECT_EQ(summarise_seal(Value(Dictionary{{"rules", one}, {"files", two}, {"rules2", two}})),
              (SealSummary{1, 1, 2}));
    EXPECT_EQ(summarise_seal(Value(Dictionary{{"files", two}})), (SealSummary{1, 0, 2}));
}

TEST(ResourceSeal, RefusesWhatSealsNothing) {
    EXPECT_FALSE(summarise_seal(Value()));
    EXPECT_FALSE(summarise_seal(Value("text")));
    EXPECT_FALSE(summarise_seal(Value(Dictionary{{"files", "text"}})));
}

} // namespace
} // namespace nei::signature
