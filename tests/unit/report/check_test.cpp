// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/check.h"
#include "tests/unit/report/sample_bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace nei::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view hostile = "a\x1b[31m: \xe2\x80\xae#?%41 name";

rules::Finding finding(std::string rule, rules::Severity severity, std::string title = "It is wrong.") {
    rules::Finding made;
    made.rule = std::move(rule);
    made.severity = severity;
    made.title = std::move(title);
    made.why = "Because.";
    made.fix = "Mend it.";
    made.sources = {
        "https://example.com/a-source-that-is-much-longer-than-a-line-of-text-may-be/and-still-has-to-be-whole"};
    return made;
}

class CheckReport : public testing::Test {
protected:
    CheckReport() {
        judgement.findings = {finding("profile-expired", rules::Severity::blocker),
                              finding("slices-differ", rules::Severity::note)};
        judgement.verdict = {rules::Verdict::State::blocker, "It will not start."};
        judgement.roots = {{.item = 0,
                            .distribution = {},
                            .distribution_given = false,
                            .verdict = judgement.verdict,
                            .providers = {}}};
        intent.date = *from_rfc3339("2026-06-01");
    }

    Check check() const { return {bundle, judgement, intent, baseline ? &*baseline : nullptr}; }
    void accept(std::size_t index, std::optional<Timestamp> until = std::nullopt) {
        if (!baseline) baseline.emplace();
        baseline->accepted.push_back({rules::fingerprint(judgement.findings[index], bundle), "", "Known.", until});
    }

    bundle::Bundle bundle = test::sample_bundle();
    rules::Judgement judgement;
    rules::Intent intent;
    std::optional<Baseline> baseline;
};

TEST_F(CheckReport, CountsWhatIsNotAccepted) {
    EXPECT_TRUE(check().has(rules::Severity::blocker));
    accept(0);
    EXPECT_FALSE(check().has(rules::Severity::blocker));
    EXPECT_FALSE(check().has(rules::Severity::warning));
    EXPECT_TRUE(check().has(rules::Severity::note));
    EXPECT_THAT(check_text(check(), {}), HasSubstr("Known."));
}

TEST_F(CheckReport, AcceptsUntilTheDay) {
    accept(0, intent.date + std::chrono::days(1));
    EXPECT_FALSE(check().has(rules::Severity::blocker));
    intent.date += std::chrono::days(1);
    EXPECT_TRUE(check().has(rules::Severity::blocker));
    EXPECT_TRUE(check().unused().empty()) << "its finding is still there";
}

TEST_F(CheckReport, NamesWhatTheBaselineHasInVain) {
    baseline.emplace().accepted.push_back({"gone|com.example||", "", "", std::nullopt});
    ASSERT_EQ(check().unused().size(), 1U);
    EXPECT_THAT(check_text(check(), {}), HasSubstr("gone|com.example||"));
    EXPECT_EQ(json::parse(check_json(check()))["baseline"]["unused"], json::array({"gone|com.example||"}));
}

TEST_F(CheckReport, KeepsAddressesWhole) {
    EXPECT_THAT(check_text(check(), {.width = 60}), HasSubstr(judgement.findings[0].sources[0] + "\n"));
}

TEST_F(CheckReport, MakesTextOfABundleHarmless) {
    judgement.findings[0].title = hostile;
    bundle.items[0].path = hostile;
    for (const std::string& printed : {check_text(check(), {}), check_sarif(check())}) {
        EXPECT_THAT(printed, Not(HasSubstr("\x1b")));
        EXPECT_THAT(printed, Not(HasSubstr("\xe2\x80\xae")));
    }
    const json log = json::parse(check_sarif(check()));
    const json& result = log["runs"][0]["results"][0];
    EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
              "a%1B%5B31m%3A%20%E2%80%AE%23%3F%2541%20name");
}

TEST_F(CheckReport, NamesRulesOfSarifByIndex) {
    accept(1);
    const json run = json::parse(check_sarif(check()))["runs"][0];
    for (const json& result : run["results"])
        EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
    EXPECT_TRUE(run["results"][0]["suppressions"].empty());
    EXPECT_EQ(run["results"][1]["suppressions"][0]["justification"], "Known.");
    EXPECT_EQ(run["results"][1]["level"], "note");
}

} // namespace
} // namespace nei::report
