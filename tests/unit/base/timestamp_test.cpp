// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/timestamp.h"

#include <gtest/gtest.h>

namespace nei {
namespace {

Timestamp at(long long seconds) {
    return Timestamp(std::chrono::seconds(seconds));
}

TEST(Timestamp, GoesThereAndBack) {
    const std::pair<long long, const char*> known[] = {
        {0, "1970-01-01T00:00:00Z"},           {-1, "1969-12-31T23:59:59Z"},
        {951782399, "2000-02-28T23:59:59Z"},   {951782400, "2000-02-29T00:00:00Z"},
        {1795253400, "2026-11-21T09:30:00Z"},  {4102444800, "2100-01-01T00:00:00Z"},
        {253402300799, "9999-12-31T23:59:59Z"}};
    for (const auto& [seconds, text] : known) {
        EXPECT_EQ(to_rfc3339(at(seconds)), text);
        EXPECT_EQ(from_rfc3339(text), at(seconds)) << text;
    }
}

TEST(Timestamp, IsShownWithItsZone) {
    EXPECT_EQ(to_display(at(1795253400)), "2026-11-21 09:30:00 UTC");
}

TEST(Timestamp, TakesADateForItsMidnight) {
    EXPECT_EQ(from_rfc3339("2026-11-21"), from_rfc3339("2026-11-21T00:00:00Z"));
}

TEST(Timestamp, RejectsEverythingElse) {
    for (const char* text : {"",
                             "2026",
                             "2026-11-21T09:30:00",
                             "2026-11-21 09:30:00Z",
                             "2026-11-21T09:30:00+00:00",
                             "2026-11-21T09:30:00.5Z",
                             "2026-13-01",
                             "2026-00-01",
                             "2026-02-29",
                             "2026-11-31",
                             "2026-11-21T24:00:00Z",
                             "2026-11-21T09:60:00Z",
                             "2026-11-21T09:30:61Z",
                             "2026-11-21T-0:30:00Z",
                             "+026-11-21",
                             "-000-11-21",
                             "2026/11/21",
                             "2026-1-021",
                             "2026-11- 1",
                             "2026-11-21T09:30:00z"})
        EXPECT_FALSE(from_rfc3339(text)) << text;
}

} // namespace
} // namespace nei
