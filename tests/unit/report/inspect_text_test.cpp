// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/inspect.h"
#include "core/report/selection.h"
#include "core/report/text_layout.h"
#include "tests/unit/report/sample_bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nei::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        all.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return all;
}

TEST(InspectText, ShowsTheTreeWithWhatMatters) {
    const std::string text = inspect_text(test::sample_bundle(), {}, {});
    EXPECT_THAT(text, HasSubstr("Fernway.app  folder, 214 files, 12.3 MB, 6 code items\n"));
    EXPECT_THAT(text, HasSubstr("com.example.fernway  2.1 (345)"));
    EXPECT_THAT(text, HasSubstr("Developer ID Application: Example Networks (A1B2C3D4E5)"));
    EXPECT_THAT(text, HasSubstr("flags=0x10000(runtime)"));
    EXPECT_THAT(text, HasSubstr("└─ Contents/PlugIns/Tunnel.appex  Packet tunnel provider, app extension\n"));
    EXPECT_THAT(text, HasSubstr("Fernway Tunnel Developer ID"));
    EXPECT_THAT(text, HasSubstr("expires 2044-01-01"));
    EXPECT_THAT(text, HasSubstr("✗ not allowed"));
    EXPECT_THAT(text, HasSubstr("the profile allows packet-tunnel-provider-systemextension"));
    EXPECT_THAT(text, HasSubstr("1 needs no profile: com.apple.security.app-sandbox"));
    EXPECT_THAT(text, HasSubstr("1 problem while reading"));
    EXPECT_THAT(text, HasSubstr("not verified"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(InspectText, LikeLibrariesShareOneEntry) {
    const std::string text = inspect_text(test::sample_bundle(), {}, {});
    EXPECT_THAT(text, HasSubstr("3 libraries alike"));
    EXPECT_THAT(text, HasSubstr("liba.dylib, libb.dylib, libc.dylib"));
    EXPECT_THAT(text, HasSubstr("same signer as Fernway.app"));
    const std::string all = inspect_text(test::sample_bundle(), {}, {false, true, 100});
    EXPECT_THAT(all, Not(HasSubstr("alike")));
    EXPECT_THAT(all,
                HasSubstr("CDHash=" + std::string(40, 'c').replace(0, 40, "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd")));
    EXPECT_THAT(all, HasSubstr("CodeDirectory v=20500 size=820 flags=0x10000(runtime) hashes=26+7 location=embedded"));
    EXPECT_THAT(all, HasSubstr("designated => identifier"));
    EXPECT_THAT(all, HasSubstr("LSUIElement = true"));
}

TEST(InspectText, AGroupOfManyNamesSomeAndCountsTheRest) {
    bundle::Bundle bundle = test::sample_bundle();
    for (int i = 0; i < 40; ++i) {
        bundle::CodeItem library = bundle.items[2];
        library.name = "more" + std::to_string(i) + ".dylib";
        library.path = "Fernway.app/Contents/Frameworks/" + library.name;
        bundle.items.push_back(library);
    }
    const std::string text = inspect_text(bundle, {}, {});
    EXPECT_THAT(text, HasSubstr("43 libraries alike"));
    EXPECT_THAT(text, HasSubstr("more20.dylib and 19 more\n"));
}

TEST(InspectText, NoLineIsWiderThanThePageOrEndsInSpaces) {
    for (const bool all : {false, true})
        for (const std::size_t width : {60u, 100u})
            for (const std::string& line : lines(inspect_text(test::sample_bundle(), {}, {false, all, width}))) {
                EXPECT_LE(display_width(line), width) << line;
                EXPECT_FALSE(line.ends_with(' ')) << line;
            }
}

TEST(InspectText, SlicesThatDifferAreToldApart) {
    bundle::Bundle bundle = test::sample_bundle();
    bundle.items[0].slices[0].signature.reset();
    const std::string text = inspect_text(bundle, {"Fernway.app", ""}, {});
    EXPECT_THAT(text, HasSubstr("x86_64          not signed"));
    EXPECT_THAT(text, HasSubstr("arm64           Developer ID Application"));
    EXPECT_THAT(inspect_text(bundle, {"Fernway.app", "arm64"}, {}), Not(HasSubstr("not signed")));
}

TEST(InspectText, SaysThatAnExecutableIsMissingAndAProfileWasChanged) {
    bundle::Bundle bundle = test::sample_bundle();
    bundle.items[5].executable_missing = true;
    bundle.items[5].info_plist = plist::Dictionary{{"CFBundleExecutable", "Tunnel"}};
    bundle.items[5].profile->signature = {false, signature::ChainAnchor::apple, "", "The content was changed."};
    const std::string text = inspect_text(bundle, {}, {});
    EXPECT_THAT(text, HasSubstr("✗ missing: Info.plist names Tunnel, which is not there"));
    EXPECT_THAT(text, HasSubstr("✗ The content was changed."));
}

TEST(InspectText, TextFromABundleIsHarmless) {
    bundle::Bundle bundle = test::sample_bundle();
    bundle.items[5].bundle_identifier = "evil\x1b]0;title\x07";
    bundle.items[5].profile->name = "two\nlines";
    for (const bool all : {false, true}) {
        const std::string text = inspect_text(bundle, {}, {false, all, 100});
        EXPECT_THAT(text, Not(HasSubstr("\x1b")));
        EXPECT_THAT(text, HasSubstr("two\\u{a}lines"));
    }
}

TEST(ProfileText, SaysWhatItAllowsToWhomAndUntilWhen) {
    const bundle::SourceInfo source{"a.provisionprofile", source::SourceKind::profile, 9000, 1};
    const std::string text = profile_text(source, test::sample_profile(), {});
    EXPECT_THAT(text, HasSubstr("Developer ID, all Macs"));
    EXPECT_THAT(text, HasSubstr("2044-01-01 00:00:00 UTC"));
    EXPECT_THAT(text, HasSubstr("intact, signed by Apple"));
    EXPECT_THAT(text, HasSubstr("com.apple.application-identifier = A1B2C3D4E5.*"));
}

TEST(Selection, FindsItemsAsPeopleNameThem) {
    const bundle::Bundle bundle = test::sample_bundle();
    EXPECT_EQ(find_item(bundle, "./Fernway.app/"), &bundle.items[0]);
    EXPECT_EQ(find_item(bundle, "Contents/PlugIns/Tunnel.appex"), &bundle.items[5]);
    EXPECT_EQ(find_item(bundle, "Fernway.app/Contents/MacOS/Fernway"), &bundle.items[0]);
    EXPECT_EQ(find_item(bundle, "Tunnel.appex"), &bundle.items[5]);
    EXPECT_EQ(find_item(bundle, "Tunel.appex"), nullptr);
    EXPECT_THAT(close_items(bundle, "Tunel.appex"), ElementsAre("Fernway.app/Contents/PlugIns/Tunnel.appex"));
    EXPECT_THAT(close_items(bundle, "nothing-like-it"), ElementsAre());
    EXPECT_THAT(architectures(bundle), ElementsAre("x86_64", "arm64"));
}

} // namespace
} // namespace nei::report
