// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/judge.h"
#include "tests/unit/rules/judged.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <iostream>

namespace nei::rules {
namespace {

using forge::Json;
using test::Judged;

Judged judged(const std::string& spec, const std::string& intent = "{}") {
    return test::judged(Json::parse(spec), test::intent_of(Json::parse(intent)));
}

std::size_t position(const Judged& judged, std::string_view rule) {
    const auto& findings = judged.judgement.findings;
    return static_cast<std::size_t>(std::ranges::find(findings, rule, &Finding::rule) - findings.begin());
}

TEST(RuleJudge, AWholeBundleIsGoodAndSaysWhatWasLookedAt) {
    const Judged whole = judged(test::system_extension_app());
    EXPECT_TRUE(whole.judgement.findings.empty()) << whole.lines();
    EXPECT_EQ(whole.judgement.verdict.state, Verdict::State::ok);
    EXPECT_NE(whole.judgement.verdict.sentence.find("were looked at"), std::string::npos)
        << whole.judgement.verdict.sentence;
    ASSERT_EQ(whole.judgement.roots.size(), 1U);
    EXPECT_EQ(whole.judgement.roots[0].distribution, Distribution::developer_id);
    EXPECT_FALSE(whole.judgement.roots[0].distribution_given);
    ASSERT_EQ(whole.judgement.roots[0].providers.size(), 1U);
    EXPECT_EQ(whole.judgement.roots[0].providers[0].verdict.state, Verdict::State::ok);
}

TEST(RuleJudge, DeveloperIdAppExtensionWhoseClaimsTheProfileDoesNotAllow) {
    const Judged plain = judged(test::app_extension_app("", R"("signer": "developer-id")"));
    ASSERT_FALSE(plain.judgement.findings.empty());
    const Finding& first = plain.judgement.findings.front();
    EXPECT_EQ(first.rule, "ne-entitlement-suffix-missing-for-developer-id") << plain.lines();
    EXPECT_NE(first.fix.find("Signing again will not be enough"), std::string::npos) << first.fix;
    EXPECT_LT(position(plain, "ne-entitlement-suffix-missing-for-developer-id"),
              position(plain, "appex-not-supported-for-developer-id"));
    const Finding* follows = plain.find("restricted-entitlement-not-authorised-by-profile");
    ASSERT_NE(follows, nullptr);
    EXPECT_EQ(follows->follows_from, "ne-entitlement-suffix-missing-for-developer-id");
}

TEST(RuleJudge, DeveloperIdAppExtensionWhoseClaimsAndProfileAgree) {
    const std::string claims = R"("entitlements":
        {"com.apple.developer.networking.networkextension": ["packet-tunnel-provider-systemextension"]})";
    const Judged agreeing = judged(test::app_extension_app(claims, R"("signer": "developer-id", )" + claims));
    ASSERT_FALSE(agreeing.judgement.findings.empty());
    EXPECT_EQ(agreeing.judgement.findings.front().rule, "appex-not-supported-for-developer-id") << agreeing.lines();
    const Finding* follows = agreeing.find("ne-entitlement-suffix-used-outside-developer-id");
    ASSERT_NE(follows, nullptr);
    EXPECT_EQ(follows->follows_from, "appex-not-supported-for-developer-id");
}

TEST(RuleJudge, VerdictsNameTheProviderAndTheReason) {
    const Judged broken = judged(test::system_extension_app(
        R"("profile": {"entitlements": {"com.apple.developer.networking.networkextension": ["dns-proxy-systemextension"]}})"));
    ASSERT_EQ(broken.judgement.roots.size(), 1U);
    EXPECT_EQ(broken.judgement.verdict.sentence,
              "macOS will not start the packet tunnel provider: its profile does not allow "
              "packet-tunnel-provider-systemextension.");
    EXPECT_EQ(broken.judgement.roots[0].providers.at(0).verdict, broken.judgement.verdict);
}

TEST(RuleJudge, AProviderFailsWithItsApp) {
    const Judged expired = judged(test::system_extension_app("", R"("profile": {"expires": "2026-04-01"})"));
    const ProviderJudgement& provider = expired.judgement.roots.at(0).providers.at(0);
    EXPECT_EQ(provider.verdict.sentence, "macOS will not start the packet tunnel provider because of Fernway.app: its "
                                         "provisioning profile has expired.");
}

TEST(RuleJudge, TheIntentCounts) {
    const std::string spec = test::app_extension_app();
    EXPECT_NE(judged(spec).judgement.verdict.state, Verdict::State::blocker);
    const Judged direct = judged(spec, R"({"for": "developer-id"})");
    EXPECT_EQ(direct.judgement.verdict.state, Verdict::State::blocker) << direct.lines();
    EXPECT_TRUE(direct.judgement.roots[0].distribution_given);
}

TEST(RuleJudge, EachRootHasItsOwnDistribution) {
    const Judged two = judged(R"({"folders": {"Debug": )" + test::app_extension_app() + R"(, "Release": )" +
                              test::system_extension_app() + "}}");
    ASSERT_EQ(two.judgement.roots.size(), 2U);
    EXPECT_EQ(two.judgement.roots[0].distribution, Distribution::development);
    EXPECT_EQ(two.judgement.roots[1].distribution, Distribution::developer_id);
}

TEST(RuleJudge, ConsequencesComeAfterTheirCause) {
    const Judged nothing = judged(test::system_extension_app(R"("info": {"NetworkExtension": null})"));
    const Finding* follows = nothing.find("sysex-no-category");
    ASSERT_NE(follows, nullptr) << nothing.lines();
    EXPECT_EQ(follows->follows_from, "missing-ne-provider-classes");
    EXPECT_LT(position(nothing, "missing-ne-provider-classes"), position(nothing, "sysex-no-category"));
}

TEST(RuleJudge, AStapledExtensionBreaksTheSealOfItsApp) {
    const Judged stapled = judged(test::system_extension_app(
        "", "",
        R"("damage": [{"add": "Contents/Library/SystemExtensions/com.example.fernway.tunnel.systemextension/Contents/CodeResources", "text": "s8ch"}])"));
    const Finding* broken = stapled.find("seal-broken");
    ASSERT_NE(broken, nullptr) << stapled.lines();
    EXPECT_NE(broken->fix.find("Staple only the app"), std::string::npos) << broken->fix;
}

TEST(RuleJudge, WithoutIntegrityAndNamesItSaysSo) {
    const Judged whole = judged(test::system_extension_app());
    const Judgement judgement = judge({*whole.bundle}, test::intent_of(Json::object()));
    EXPECT_EQ(judgement.verdict.state, Verdict::State::ok);
    ASSERT_GE(judgement.not_checked.size(), 2U);
    EXPECT_EQ(judgement.not_checked[0].what, "signatures and seals");
}

TEST(RuleJudge, NothingToJudgeIsUnknown) {
    const bundle::Bundle empty;
    EXPECT_EQ(judge({empty}, {}).verdict.state, Verdict::State::unknown);
}

TEST(RuleJudge, CodeThatIsStillToBeReadIsNotJudged) {
    const Judged whole = judged(test::system_extension_app());
    bundle::Bundle structure = *whole.bundle;
    structure.structure_only = true;
    const Judgement judgement = judge({structure}, test::intent_of(Json::object()));
    EXPECT_EQ(judgement.verdict.state, Verdict::State::unknown);
    EXPECT_TRUE(judgement.findings.empty());
}

TEST(RuleJudge, TheVerdictIsOfTheRootOfTheFirstFinding) {
    const Judged two =
        judged(R"({"folders": {"A": )" + test::system_extension_app(R"("profile": null)") + R"(, "B": )" +
               test::system_extension_app("", "", R"("damage": [{"remove": "@executable"}])") + "}}");
    ASSERT_FALSE(two.judgement.findings.empty());
    EXPECT_EQ(two.judgement.findings.front().rule, "executable-missing");
    EXPECT_EQ(two.judgement.verdict, two.judgement.roots.at(1).verdict) << two.lines();
}

TEST(RuleJudge, FingerprintsHaveNoPath) {
    const Judged broken = judged(test::system_extension_app(R"("profile": null)"));
    const Finding* finding = broken.find("profile-missing");
    ASSERT_NE(finding, nullptr);
    EXPECT_EQ(fingerprint(*finding, *broken.bundle), "profile-missing|com.example.fernway.tunnel||");
}

TEST(RuleJudge, DistributionsHaveTheirWords) {
    for (const std::string_view word :
         {"development", "ad-hoc", "enterprise", "testflight", "app-store", "developer-id"})
        EXPECT_EQ(slug(distribution_from(word).value()), word);
    EXPECT_FALSE(distribution_from("direct"));
    EXPECT_EQ(display_name(Distribution::developer_id), "Developer ID");
}

/// The app and what is in it over and over, each time in another folder.
bundle::Bundle repeated(const bundle::Bundle& bundle, std::size_t count) {
    bundle::Bundle many = bundle;
    while (many.items.size() < count) {
        const std::size_t first = many.items.size();
        for (bundle::CodeItem item : bundle.items) {
            const std::string folder = std::to_string(first);
            item.path = folder + item.path;
            item.root = folder + item.root;
            if (item.parent) *item.parent += first;
            many.items.push_back(std::move(item));
        }
    }
    return many;
}

double fastest_of_five(const bundle::Bundle& bundle) {
    const Intent intent = test::intent_of(Json::object());
    (void)judge({bundle}, intent);
    double best = 1e9;
    for (int run = 0; run < 5; ++run) {
        const auto start = std::chrono::steady_clock::now();
        (void)judge({bundle}, intent);
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
        best = std::min(best, taken.count());
    }
    return best;
}

/// Milliseconds are printed; what fails is time that grows faster than the items do.
TEST(RuleJudge, TakesTimeByTheNumberOfItems) {
    const Judged whole =
        judged(test::system_extension_app("", R"("entitlements": {"com.apple.developer.maps": true})"));
    const bundle::Bundle few = repeated(*whole.bundle, 300), many = repeated(*whole.bundle, 3'000);
    const double few_ms = fastest_of_five(few), many_ms = fastest_of_five(many);
    std::cout << few.items.size() << " items: " << few_ms << " ms, " << many.items.size() << ": " << many_ms << " ms\n";
    EXPECT_LT(many_ms, 40 * few_ms) << "ten times the items";
}

} // namespace
} // namespace nei::rules
