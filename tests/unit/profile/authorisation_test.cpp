// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/authorisation.h"

#include <gmock/gmock.h>

namespace nei::profile {
namespace {

using ne::PlatformFamily;
using plist::Array;
using plist::Dictionary;
using plist::Value;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string network_extension{ne::network_extension_entitlement};
const std::string groups{ne::application_groups_entitlement};

Profile allowing(Dictionary entitlements) {
    Profile profile;
    profile.entitlements = std::move(entitlements);
    return profile;
}

std::vector<Authorisation> judge(const Value& claims, const Profile* profile,
                                 PlatformFamily platform = PlatformFamily::macos, bool store_signed = false) {
    return authorise({&claims, nullptr, &claims}, profile, platform, store_signed);
}

Authorisation judge_one(const std::string& key, const Value& claim, const Value& allowed,
                        PlatformFamily platform = PlatformFamily::macos) {
    const Profile profile = allowing({{key, allowed}});
    const Value claims = Dictionary{{key, claim}};
    return judge(claims, &profile, platform).at(0);
}

TEST(Permits, StringsAndWildcards) {
    EXPECT_TRUE(permits("TEAM.com.example", "TEAM.com.example"));
    EXPECT_TRUE(permits("TEAM.*", "TEAM.com.example"));
    EXPECT_TRUE(permits("*", "anything"));
    EXPECT_FALSE(permits("TEAM.*", "OTHER.com.example"));
    EXPECT_FALSE(permits("TEAM.com.example", "TEAM.com.example.more"));
    EXPECT_FALSE(permits("TEAM.*.x", "TEAM.a.x")) << "only a star at the end counts";
    EXPECT_FALSE(permits("", "TEAM"));
}

TEST(Permits, Arrays) {
    const Value allowed = Array{"packet-tunnel-provider", "dns-*"};
    EXPECT_TRUE(permits(allowed, Array{"packet-tunnel-provider"}));
    EXPECT_TRUE(permits(allowed, Array{"dns-proxy", "dns-settings"}));
    EXPECT_FALSE(permits(allowed, Array{"packet-tunnel-provider", "app-proxy-provider"}));
    EXPECT_TRUE(permits(allowed, Array{}));
    EXPECT_TRUE(permits("*", Array{"CloudKit", "CloudDocuments"})) << "a string allows each element";
    EXPECT_TRUE(permits(Array{"Development", "Production"}, "Production")) << "a list allows each of its values";
    EXPECT_FALSE(permits(Array{"Development"}, "Production"));
    EXPECT_FALSE(permits(true, Array{"x"}));
}

TEST(Permits, ListsTooLongToCompareAreNot) {
    Array many;
    for (int i = 0; i < 1'000; ++i) many.emplace_back(std::to_string(i));
    const Authorisation entry = judge_one(network_extension, many, many);
    EXPECT_EQ(entry.verdict, Verdict::not_allowed);
    EXPECT_THAT(entry.not_permitted, ElementsAre("more elements than are compared"));
}

TEST(Permits, BooleansAndOthers) {
    EXPECT_TRUE(permits(true, true));
    EXPECT_TRUE(permits(true, false)) << "who may need not";
    EXPECT_FALSE(permits(false, true));
    EXPECT_TRUE(permits(false, false));
    EXPECT_FALSE(permits("true", true));
    EXPECT_FALSE(permits(1, true));
    EXPECT_TRUE(permits(7, 7));
    EXPECT_FALSE(permits(7, 8));
    EXPECT_TRUE(permits(Dictionary{{"a", 1}}, Dictionary{{"a", 1}}));
    EXPECT_FALSE(permits(Dictionary{{"a", 1}}, Dictionary{{"a", 2}}));
}

TEST(Authorise, NamesTheElementsThatAreNotPermitted) {
    const Authorisation entry = judge_one(network_extension, Array{"packet-tunnel-provider", "dns-settings"},
                                          Array{"packet-tunnel-provider-systemextension", "dns-settings"});
    EXPECT_EQ(entry.verdict, Verdict::not_allowed);
    EXPECT_TRUE(entry.restricted);
    EXPECT_THAT(entry.not_permitted, ElementsAre("packet-tunnel-provider"));
}

TEST(Authorise, SaysWhenAWildcardPermits) {
    const Authorisation wide = judge_one("keychain-access-groups", Array{"TEAM.a", "TEAM.b"}, Array{"TEAM.*"});
    EXPECT_EQ(wide.verdict, Verdict::allowed);
    EXPECT_TRUE(wide.by_wildcard);
    EXPECT_THAT(wide.not_permitted, IsEmpty());
    EXPECT_FALSE(judge_one("keychain-access-groups", Array{"TEAM.a"}, Array{"TEAM.*", "TEAM.a"}).by_wildcard);
    EXPECT_EQ(judge_one("keychain-access-groups", Array{"OTHER.a"}, Array{"TEAM.*"}).verdict, Verdict::not_allowed);
    EXPECT_EQ(judge_one("com.apple.application-identifier", "TEAM.com.example", "TEAM.*").by_wildcard, true);
}

TEST(Authorise, UnrestrictedKeysNeedNoProfileOnMacOnly) {
    const Value claims = Dictionary{{"com.apple.security.app-sandbox", true}};
    const Profile profile = allowing({});
    EXPECT_EQ(judge(claims, nullptr).at(0).verdict, Verdict::needs_no_profile);
    EXPECT_EQ(judge(claims, &profile).at(0).verdict, Verdict::needs_no_profile);
    const auto elsewhere = judge(claims, &profile, PlatformFamily::ios_like).at(0);
    EXPECT_TRUE(elsewhere.restricted);
    EXPECT_EQ(elsewhere.verdict, Verdict::not_allowed);
    EXPECT_THAT(elsewhere.not_permitted, ElementsAre("true"));
}

TEST(Authorise, WithoutProfileTheStoreMayHaveAuthorised) {
    const Value claims = Dictionary{{network_extension, Array{"packet-tunnel-provider"}}};
    EXPECT_EQ(judge(claims, nullptr).at(0).verdict, Verdict::no_profile);
    EXPECT_EQ(judge(claims, nullptr, PlatformFamily::macos, true).at(0).verdict, Verdict::authorised_by_store);
    const Profile other = allowing({});
    EXPECT_EQ(judge(claims, &other, PlatformFamily::macos, true).at(0).verdict, Verdict::not_allowed)
        << "a profile that is there counts";
}

TEST(Authorise, TeamPrefixedAppGroupsAreFreeOnMac) {
    const Profile profile = allowing({{groups, Array{"group.listed"}}});
    const auto with = [&](Array claim, PlatformFamily platform = PlatformFamily::macos) {
        const Value claims = Dictionary{{groups, std::move(claim)}};
        return judge(claims, &profile, platform).at(0);
    };
    EXPECT_EQ(with({"A1B2C3D4E5.com.example"}).verdict, Verdict::needs_no_profile);
    EXPECT_FALSE(with({"A1B2C3D4E5.com.example"}).restricted);
    EXPECT_EQ(with({"A1B2C3D4E5.com.example", "group.listed"}).verdict, Verdict::allowed);
    const Authorisation unlisted = with({"A1B2C3D4E5.com.example", "group.other"});
    EXPECT_EQ(unlisted.verdict, Verdict::not_allowed);
    EXPECT_THAT(unlisted.not_permitted, ElementsAre("group.other"));
    EXPECT_EQ(with({"A1B2C3D4E5.com.example"}, PlatformFamily::ios_like).verdict, Verdict::not_allowed);
}

TEST(Authorise, AppIdIsFoundInEitherSpelling) {
    const Profile profile = allowing({{"com.apple.application-identifier", "TEAM.com.example"}});
    const Value claims = Dictionary{{"application-identifier", "TEAM.com.example"}};
    const auto entries = judge(claims, &profile);
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].key, "application-identifier");
    EXPECT_EQ(entries[0].verdict, Verdict::allowed);
    EXPECT_EQ(entries[1].verdict, Verdict::allowed_but_unused);
}

TEST(Authorise, EffectiveClaimsDecideAndBothFormsAreListed) {
    const Profile profile = allowing({{network_extension, Array{"dns-proxy"}}, {"beta-reports-active", true}});
    const Value xml = Dictionary{{network_extension, Array{"dns-proxy"}}, {"com.apple.developer.maps", true}};
    const Value der = Dictionary{{network_extension, Array{"app-proxy-provider"}}};
    const auto entries = authorise({&xml, &der, &der}, &profile, PlatformFamily::macos, false);
    ASSERT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries[0].key, "beta-reports-active");
    EXPECT_EQ(entries[0].verdict, Verdict::allowed_but_unused);
    EXPECT_EQ(entries[1].key, "com.apple.developer.maps");
    EXPECT_EQ(entries[1].verdict, Verdict::needs_no_profile) << "only in the form that macOS does not use";
    EXPECT_EQ(entries[1].claimed_xml, Value(true));
    EXPECT_FALSE(entries[1].claimed_der);
    EXPECT_EQ(entries[2].verdict, Verdict::not_allowed);
    EXPECT_EQ(entries[2].claimed_xml, Value(Array{"dns-proxy"}));
    EXPECT_EQ(entries[2].claimed_der, Value(Array{"app-proxy-provider"}));
    EXPECT_EQ(entries[2].allowed, Value(Array{"dns-proxy"}));
}

TEST(Authorise, EmptyListNeedsItsKeyAllowed) {
    const Profile profile = allowing({});
    const Value claims = Dictionary{{network_extension, Array{}}};
    EXPECT_EQ(judge(claims, &profile).at(0).verdict, Verdict::not_allowed);
    EXPECT_EQ(judge_one(network_extension, Array{}, Array{"dns-proxy"}).verdict, Verdict::allowed);
}

TEST(Authorise, NothingClaimedAndNothingAllowedIsNothing) {
    EXPECT_THAT(authorise({}, nullptr, PlatformFamily::macos, false), IsEmpty());
}

} // namespace
} // namespace nei::profile
