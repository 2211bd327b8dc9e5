// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/search.h"
#include "tests/support/memory_tree.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nei::bundle {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// An app whose every part says "proxy" somewhere.
Bundle sample() {
    CodeItem app;
    app.path = "Proxy.app";
    app.name = "Proxy.app";
    app.contents = "Proxy.app/Contents";
    app.executable = "Proxy.app/Contents/MacOS/Main";
    app.bundle_identifier = "com.example.main";
    app.version = "2.1";
    app.info_plist = plist::Dictionary{
        {"NSExtension", plist::Dictionary{{"Point", "com.example.Proxy"}, {"ProxyKeys", plist::Dictionary{}}}},
        {"List", plist::Array{"a", "my-proxy", plist::Dictionary{{"deep", "proxy"}}}}};
    CodeSlice slice;
    slice.code.libraries = {{"@rpath/Proxy.framework/Proxy", macho::LibraryKind::load, {}, {}}};
    slice.signature.emplace();
    slice.signature->identifier = "com.example.main";
    slice.signature->team_id = "A1B2C3D4E5";
    slice.signature->designated_requirement = {"identifier proxy", true};
    slice.signature->entitlements.emplace();
    slice.signature->entitlements->xml =
        plist::Dictionary{{"com.example.kinds", plist::Array{"app-proxy", "dns-PROXY"}}};
    signature::CodeDirectory directory;
    directory.cdhash_full = Bytes(32, std::byte{0xab});
    slice.signature->code_directories = {directory};
    app.slices = {slice, slice};
    app.profile.emplace();
    app.profile->name = "Proxy profile";
    app.profile->devices = {"00008030-0000"};
    app.profile->entitlements = plist::Dictionary{{"com.example.kinds", plist::Array{"app-proxy"}}};
    app.profile_path = "Proxy.app/Contents/embedded.provisionprofile";
    Bundle bundle;
    bundle.items = {app};
    return bundle;
}

std::vector<std::string> lines(const Hits& hits) {
    std::vector<std::string> all;
    for (const Hit& hit : hits.hits) all.push_back(fmt::format("{} {} = {}", slug(hit.place), hit.key, hit.value));
    return all;
}

TEST(Search, LooksEverywhereInTheOrderOfPlaces) {
    test::MemoryTree tree("build");
    tree.file("Proxy.app/Contents/Info.plist", "x").file("README-proxy", "x").file("other", "x");
    const Bundle bundle = sample();
    const Hits hits = search(&tree, bundle, "PROXY", 100);
    EXPECT_THAT(lines(hits),
                ElementsAre("item name = Proxy.app", "info-plist List = my-proxy", "info-plist List:2:deep = proxy",
                            "info-plist NSExtension:Point = com.example.Proxy",
                            "info-plist NSExtension:ProxyKeys = 0 keys", "entitlement com.example.kinds = app-proxy",
                            "entitlement com.example.kinds = dns-PROXY", "entitlement com.example.kinds = app-proxy",
                            "profile name = Proxy profile", "signature designated requirement = identifier proxy",
                            "library library = @rpath/Proxy.framework/Proxy", "file  = Proxy.app/Contents/Info.plist",
                            "file  = README-proxy"));
    EXPECT_FALSE(hits.more);
    EXPECT_EQ(hits.hits[5].side, Hit::Side::claimed);
    EXPECT_EQ(hits.hits[7].side, Hit::Side::allowed);
    EXPECT_EQ(hits.hits[1].path, "Proxy.app/Contents/Info.plist");
    EXPECT_EQ(hits.hits[7].path, "Proxy.app/Contents/embedded.provisionprofile");
    EXPECT_EQ(hits.hits[11].item, std::optional<std::size_t>(0));
    EXPECT_EQ(hits.hits[12].item, std::nullopt) << "belongs to no item";
}

TEST(Search, FindsHashesTeamsDevicesAndVersions) {
    const Bundle bundle = sample();
    EXPECT_THAT(
        lines(search(nullptr, bundle, "ABABAB", 9)),
        ElementsAre(fmt::format("signature cdhash = {}",
                                std::string("abababababababababababababababababababababababababababababababab"))));
    EXPECT_THAT(lines(search(nullptr, bundle, "a1b2c3", 9)),
                ElementsAre("item team ID = A1B2C3D4E5", "signature team ID = A1B2C3D4E5"));
    EXPECT_THAT(lines(search(nullptr, bundle, "00008030", 9)), ElementsAre("profile device = 00008030-0000"));
    EXPECT_THAT(lines(search(nullptr, bundle, "2.1", 9)), ElementsAre("item version = 2.1"));
}

TEST(Search, SaysThatThereAreMore) {
    const Bundle bundle = sample();
    const Hits some = search(nullptr, bundle, "proxy", 3);
    EXPECT_THAT(some.hits, SizeIs(3));
    EXPECT_TRUE(some.more);
    const Hits all = search(nullptr, bundle, "proxy", 11);
    EXPECT_THAT(all.hits, SizeIs(11));
    EXPECT_FALSE(all.more) << "as many as there are";
    EXPECT_TRUE(search(nullptr, bundle, "proxy", 0).more);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(search(nullptr, bundle, "proxy", 9, {stop.get_token(), nullptr}).more);
}

TEST(Search, FindsNothingWhereThereIsNothing) {
    const Bundle bundle = sample();
    for (const char* text : {"", "proxxy", "identifierproxy"}) {
        const Hits hits = search(nullptr, bundle, text, 9);
        EXPECT_THAT(hits.hits, IsEmpty()) << text;
        EXPECT_FALSE(hits.more);
    }
    EXPECT_THAT(search(nullptr, Bundle(), "proxy", 9).hits, IsEmpty());
}

TEST(Search, ShowsThePartOfALongValueThatMatters) {
    Bundle bundle = sample();
    std::string text;
    for (int i = 0; i < 300; ++i) text += "é";
    bundle.items[0].info_plist = plist::Dictionary{{"Licence", text + "needle" + text}};
    const Hits hits = search(nullptr, bundle, "needle", 9);
    ASSERT_THAT(hits.hits, SizeIs(1));
    const std::string& shown = hits.hits[0].value;
    EXPECT_LT(shown.size(), 300u);
    EXPECT_TRUE(shown.starts_with("…é") && shown.ends_with("é…")) << shown;
}

} // namespace
} // namespace nei::bundle
