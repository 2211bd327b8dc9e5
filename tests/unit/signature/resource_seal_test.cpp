// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/property_list.h"
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

TEST(ResourceSeal, ReadsBytesAsItReadsValues) {
    const Value one(Dictionary{{"a", true}}), two(Dictionary{{"a", true}, {"b & c", true}});
    for (const Value& seal : {Value(Dictionary{{"rules", one}, {"files", one}, {"rules2", one}, {"files2", one}}),
                              Value(Dictionary{{"rules", one}, {"files", two}, {"rules2", two}, {"files2", two}}),
                              Value(Dictionary{{"rules", one}, {"files", one}, {"rules2", "text"}, {"files2", one}}),
                              Value(Dictionary{{"files", one}}), Value(Dictionary{{"other", one}}), Value("text")}) {
        const auto read = read_seal_summary(as_bytes(plist::to_xml(seal)));
        EXPECT_EQ(read.has_value(), summarise_seal(seal).has_value());
        if (read) {
            EXPECT_EQ(*read, *summarise_seal(seal));
        }
    }
    EXPECT_FALSE(read_seal_summary(as_bytes("<plist><dict>")));
    EXPECT_FALSE(read_seal_summary({}));
}

} // namespace
} // namespace nei::signature
