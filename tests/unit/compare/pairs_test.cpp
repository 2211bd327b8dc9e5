// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/compare/compared.h"

#include <gmock/gmock.h>

#include <map>

/// Pairs of forged builds that differ in known ways. tests/golden has more of them, word for word.
namespace nei::compare {
namespace {

using forge::Json;

/// A pair by what makes each of the two different from a whole release build.
struct PairCase {
    std::string name;
    std::string a, b; ///< members of specs
    PairKind kind;
    std::string forwards, backwards; ///< Compared::lines() of a against b, and of b against a
};

class ForgedPairs : public testing::TestWithParam<PairCase> {};

TEST_P(ForgedPairs, AreReportedExactly) {
    const PairCase& pair = GetParam();
    const Compared forwards = compared_variants(release_app, pair.a, pair.b);
    EXPECT_EQ(slug(forwards.comparison.pair.kind), slug(pair.kind)) << forwards.all_lines();
    EXPECT_EQ(forwards.lines(), pair.forwards) << forwards.all_lines();
    const Compared backwards = compared_variants(release_app, pair.b, pair.a);
    EXPECT_EQ(slug(backwards.comparison.pair.kind), slug(pair.kind)) << backwards.all_lines();
    EXPECT_EQ(backwards.lines(), pair.backwards) << backwards.all_lines();
}

const PairCase pair_cases[] = {
    {"Nothing", "{}", "{}", PairKind::identical, "", ""},
    {"OneClaim", "{}", R"({"app": {"entitlements": {"com.apple.security.network.server": true}}})", PairKind::re_signed,
     "review entitlements com.apple.security.network.server: added\n",
     "review entitlements com.apple.security.network.server: removed\n"},
    {"MinimumSystem", "{}", R"({"app": {"minimum_os": "15.0"}})", PairKind::versions,
     "breaks mach-o minimum_os:macos: changed\n", "review mach-o minimum_os:macos: changed\n"},
};

INSTANTIATE_TEST_SUITE_P(All, ForgedPairs, testing::ValuesIn(pair_cases),
                         [](const auto& parameter) { return parameter.param.name; });

} // namespace
} // namespace nei::compare
