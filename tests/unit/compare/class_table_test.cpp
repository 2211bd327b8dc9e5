// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/classes.h"

#include <gmock/gmock.h>

#include <set>

namespace nei::compare {
namespace {

TEST(Patterns, MatchWithStars) {
    EXPECT_TRUE(matches("cdhash", "cdhash"));
    EXPECT_FALSE(matches("cdhash", "cdhash2"));
    EXPECT_TRUE(matches("DT*", "DTXcode"));
    EXPECT_FALSE(matches("DT*", "ADTXcode"));
    EXPECT_TRUE(matches("*.nib/*", "a/Main.nib/keyed.nib"));
    EXPECT_TRUE(matches("*", ""));
    EXPECT_TRUE(matches("a*b*c", "aXbYc"));
    EXPECT_FALSE(matches("a*b*c", "ac"));
    EXPECT_FALSE(matches("ab*ba", "aba"));
}

TEST(ClassTable, EveryRowIsASentenceAndItsConditionKnown) {
    const ClassTable& table = ClassTable::builtin();
    for (const ClassRule& row : table.classes()) {
        EXPECT_TRUE(row.why.ends_with('.') || row.why.ends_with('}')) << row.why;
        EXPECT_TRUE(row.aspect) << "a row has an aspect: " << row.why;
        if (!row.when.empty()) {
            EXPECT_NO_THROW((void)holds(row.when, Difference{})) << row.when;
        }
    }
    EXPECT_THROW((void)holds("full moon", Difference{}), std::logic_error);
}

TEST(ClassTable, HasAClassForEverything) {
    for (const Aspect aspect : all_aspects)
        for (const Change change : {Change::added, Change::removed, Change::changed, Change::moved}) {
            Difference difference{.change = change, .aspect = aspect, .key = "never heard of"};
            ClassTable::builtin().classify(difference, nullptr, {PairKind::unrelated, false});
            EXPECT_FALSE(difference.why.empty()) << slug(aspect);
            EXPECT_NE(slug(difference.kind), "noise") << slug(aspect) << ": what is not known is not noise";
        }
}

/// A difference and its class, with `a` and `b` as they are and with sides swapped.
struct Direction {
    Aspect aspect;
    std::string key;
    std::optional<plist::Value> a, b;
    PairKind pair;
    std::string_view forwards, backwards;
};

Difference between(const Direction& row, bool swapped) {
    Difference difference{.aspect = row.aspect, .key = row.key, .a = row.a, .b = row.b};
    if (swapped) std::swap(difference.a, difference.b);
    difference.change = !difference.a ? Change::added : !difference.b ? Change::removed : Change::changed;
    return difference;
}

TEST(ClassTable, BreaksHasADirection) {
    bundle::CodeItem provider;
    provider.kind = bundle::ItemKind::system_extension;
    provider.provider = bundle::Provider{};
    provider.provider->extension_points = {{"com.apple.networkextension.packet-tunnel", "Tunnel.Provider"}};
    using plist::Array;
    const auto finding = [](const char* severity) {
        return plist::Value(plist::Dictionary{{"severity", severity}, {"title", "It will not start."}});
    };
    const Timestamp sooner{std::chrono::seconds(1'000'000'000)}, later{std::chrono::seconds(2'000'000'000)};
    const Direction rows[] = {
        {Aspect::item, "item", "system-extension", {}, PairKind::versions, "breaks", "review"},
        {Aspect::item, "executable_missing", {}, true, PairKind::versions, "breaks", "expected"},
        {Aspect::item, "executable_may_run", true, false, PairKind::versions, "breaks", "expected"},
        {Aspect::findings, "some-rule", {}, finding("blocker"), PairKind::versions, "breaks", "expected"},
        {Aspect::findings, "some-rule", finding("warning"), finding("blocker"), PairKind::versions, "breaks", "review"},
        {Aspect::entitlements,
         "com.apple.developer.networking.networkextension",
         Array{"dns-proxy"},
         {},
         PairKind::versions,
         "breaks",
         "review"},
        {Aspect::entitlements, "com.apple.developer.networking.networkextension", Array{"dns-proxy"},
         Array{"dns-proxy-systemextension"}, PairKind::other_distribution, "expected", "expected"},
        {Aspect::entitlements,
         "com.apple.security.get-task-allow",
         true,
         {},
         PairKind::debug_and_release,
         "expected",
         "expected"},
        {Aspect::entitlements, "com.apple.security.get-task-allow", true, {}, PairKind::versions, "expected", "review"},
        {Aspect::profile, "devices", Array{"one", "two"}, Array{"one"}, PairKind::versions, "breaks", "expected"},
        {Aspect::profile, "all_devices", true, {}, PairKind::versions, "breaks", "expected"},
        {Aspect::profile, "signature:content_intact", true, false, PairKind::versions, "breaks", "expected"},
        {Aspect::profile, "expires", later, sooner, PairKind::versions, "review", "expected"},
        {Aspect::signature, "integrity", "intact", Array{"errSecCSBadResource"}, PairKind::versions, "breaks",
         "expected"},
        {Aspect::signature, "kind", "cms", "unsigned", PairKind::versions, "breaks", "expected"},
        {Aspect::info_plist, "Info.plist", "present", {}, PairKind::versions, "breaks", "review"},
        {Aspect::info_plist, "LSMinimumSystemVersion", "9.9", "10.15", PairKind::versions, "breaks", "review"},
        {Aspect::mach_o, "minimum_os:macos", "12.0", "13.0", PairKind::versions, "breaks", "review"},
        {Aspect::mach_o, "architecture", "x86_64", {}, PairKind::versions, "breaks", "expected"},
        {Aspect::mach_o, "architecture", "arm64", {}, PairKind::debug_and_release, "breaks", "expected"},
    };
    std::set<Aspect> covered;
    for (const Direction& row : rows)
        for (const bool swapped : {false, true}) {
            Difference difference = between(row, swapped);
            ClassTable::builtin().classify(difference, &provider, {row.pair, false});
            EXPECT_EQ(slug(difference.kind), swapped ? row.backwards : row.forwards)
                << slug(row.aspect) << " " << row.key << (swapped ? " swapped" : "") << ": " << difference.why;
            covered.insert(row.aspect);
        }
    // Every row of the table that breaks is of an aspect that is tested here.
    for (const ClassRule& row : ClassTable::builtin().classes())
        if (row.kind == Class::breaks) {
            EXPECT_TRUE(covered.contains(*row.aspect)) << row.why;
        }
}

TEST(ClassTable, NoiseIsWhatDiffersInEveryBuild) {
    for (const auto& [aspect, key] :
         {std::pair(Aspect::mach_o, "uuid"), std::pair(Aspect::signature, "cdhash"),
          std::pair(Aspect::signature, "cms"), std::pair(Aspect::signature, "signing_time"),
          std::pair(Aspect::signature, "ticket:cdhashes"), std::pair(Aspect::info_plist, "DTXcode"),
          std::pair(Aspect::info_plist, "BuildMachineOSBuild"), std::pair(Aspect::info_plist, "CFBundleVersion"),
          std::pair(Aspect::profile, "uuid")}) {
        Difference difference{.aspect = aspect, .key = key, .a = plist::Value("1"), .b = plist::Value("2")};
        ClassTable::builtin().classify(difference, nullptr, {PairKind::versions, false});
        EXPECT_EQ(slug(difference.kind), "noise") << key;
    }
}

} // namespace
} // namespace nei::compare
