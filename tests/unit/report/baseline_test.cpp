// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/baseline.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace nei::report {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class BaselineFile : public testing::Test {
protected:
    Result<Baseline> read(std::string_view text) {
        std::ofstream(file, std::ios::binary) << text;
        return read_baseline(file);
    }

    test::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "known.json";
};

TEST_F(BaselineFile, KeepsReasonsAndDatesOfWhatIsStillThere) {
    const std::vector<Accepted> present{{"b|x||", "B", ""}, {"a|x||", "A", ""}, {"b|x||", "B", ""}};
    const Baseline previous{{{"a|x||", "old", "Known.", from_rfc3339("2027-01-01")}, {"c|x||", "C", "Gone."}}};
    const auto baseline = read(baseline_json(present, previous));
    ASSERT_TRUE(baseline);
    ASSERT_EQ(baseline->accepted.size(), 2U);
    EXPECT_EQ(baseline->accepted[0].title, "A");
    EXPECT_EQ(baseline->accepted[0].reason, "Known.");
    EXPECT_EQ(baseline->accepted[0].until, from_rfc3339("2027-01-01"));
    EXPECT_EQ(baseline->accepted[1].fingerprint, "b|x||");
    EXPECT_EQ(baseline->accepted[1].reason, "");
}

TEST_F(BaselineFile, SaysWhatIsWrongWithIt) {
    const auto message = [&](std::string_view text) {
        const auto baseline = read(text);
        return baseline ? std::string("it was read") : baseline.error().message;
    };
    EXPECT_THAT(message("{"), EndsWith("it is not JSON."));
    EXPECT_THAT(message("[]"), EndsWith("its schema is not neinspect/baseline/1."));
    EXPECT_THAT(message(R"({"schema": "neinspect/baseline/2", "accepted": []})"), HasSubstr("schema"));
    EXPECT_THAT(message(R"({"schema": "neinspect/baseline/1"})"), EndsWith("it has no list `accepted`."));
    const auto entries = [&](std::string_view list) {
        return message(R"({"schema": "neinspect/baseline/1", "accepted": [)" + std::string(list) + "]}");
    };
    EXPECT_THAT(entries("7"), EndsWith("entry 1 is no object."));
    EXPECT_THAT(entries(R"({"fingerprint": "a"}, {"reason": "x"})"), EndsWith("entry 2 has no fingerprint."));
    EXPECT_THAT(entries(R"({"fingerprint": "a", "until": "soon"})"), HasSubstr("entry 1 has an `until`"));
    EXPECT_EQ(entries(R"({"fingerprint": "a", "until": null})"), "it was read");
    EXPECT_THAT(read_baseline(folder.path() / "none.json").error().message, EndsWith("cannot be read."));
}

} // namespace
} // namespace nei::report
