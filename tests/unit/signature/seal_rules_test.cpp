// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/plist/property_list.h"
#include "core/signature/seal_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nei::signature {
namespace {

using plist::Dictionary;
using plist::Value;
using testing::HasSubstr;

Value rule(Value weight, std::initializer_list<std::string> words = {}) {
    Dictionary made{{"weight", std::move(weight)}};
    for (const std::string& word : words) made.emplace(word, true);
    return made;
}

/// The rules that codesign writes for a macOS app.
Dictionary app_rules() {
    return {{"^.*", true},
            {"^[^/]+$", rule(10.0, {"nested"})},
            {"^(Frameworks|SharedFrameworks|PlugIns|Plug-ins|XPCServices|Helpers|MacOS|"
             "Library/(Automator|Spotlight|LoginItems))/",
             rule(10.0, {"nested"})},
            {".*\\.dSYM($|/)", rule(11.0)},
            {"^(.*/)?\\.DS_Store$", rule(2000.0, {"omit"})},
            {"^Info\\.plist$", rule(20.0, {"omit"})},
            {"^version\\.plist$", rule(20.0)},
            {"^embedded\\.provisionprofile$", rule(20.0)},
            {"^PkgInfo$", rule(20.0, {"omit"})},
            {"^Resources/", rule(20.0)},
            {"^Resources/.*\\.lproj/", rule(1000.0, {"optional"})},
            {"^Resources/Base\\.lproj/", rule(1010.0)},
            {"^Resources/.*\\.lproj/locversion.plist$", rule(1100.0, {"omit"})}};
}

Value seal_of(Dictionary rules, Dictionary files = {}) {
    return Dictionary{{"rules2", std::move(rules)}, {"files2", std::move(files)}};
}

std::string pattern_for(const ResourceSeal& seal, std::string_view path) {
    const SealRule* found = seal.rule_for(path);
    return found ? found->pattern : "none";
}

TEST(SealRules, TheHeaviestRuleThatMatchesDecides) {
    const auto seal = parse_seal(seal_of(app_rules()));
    ASSERT_TRUE(seal);
    EXPECT_TRUE(seal->problems.empty());
    EXPECT_EQ(seal->rules.size(), 13u);
    EXPECT_EQ(seal->rules.front().pattern, "^(.*/)?\\.DS_Store$");
    EXPECT_EQ(pattern_for(*seal, "Resources/a.png"), "^Resources/");
    EXPECT_EQ(pattern_for(*seal, "Resources/de.lproj/a.strings"), "^Resources/.*\\.lproj/");
    EXPECT_EQ(pattern_for(*seal, "Resources/Base.lproj/a.nib"), "^Resources/Base\\.lproj/");
    EXPECT_EQ(pattern_for(*seal, "Resources/de.lproj/locversion.plist"), "^Resources/.*\\.lproj/locversion.plist$");
    EXPECT_EQ(pattern_for(*seal, "Resources/.DS_Store"), "^(.*/)?\\.DS_Store$");
    EXPECT_EQ(pattern_for(*seal, "PlugIns/X.appex").substr(0, 12), "^(Frameworks");
    EXPECT_EQ(pattern_for(*seal, "Library/SystemExtensions/x.systemextension/Contents/Info.plist"), "^.*");
    EXPECT_EQ(pattern_for(*seal, "Info.plist"), "^Info\\.plist$");
    EXPECT_TRUE(seal->rule_for("PlugIns/X.appex")->nested);
    EXPECT_TRUE(seal->rule_for("Resources/de.lproj/a.strings")->optional);
    EXPECT_TRUE(seal->rule_for("PkgInfo")->omit);
}

TEST(SealRules, OfEquallyHeavyRulesTheOneThatOmitsDecides) {
    const auto seal = parse_seal(seal_of({{"^", rule(20)}, {"^Info\\.plist$", rule(20.0, {"omit"})}, {"^a", false}}));
    ASSERT_TRUE(seal);
    EXPECT_EQ(pattern_for(*seal, "Info.plist"), "^Info\\.plist$");
    EXPECT_EQ(pattern_for(*seal, "a"), "^");
    EXPECT_TRUE(seal->rules.back().omit) << "false alone omits";
    EXPECT_EQ(seal->rules.back().weight, 1.0);
}

TEST(SealRules, PatternsAreSearchedAsPosixDoes) {
    const auto seal = parse_seal(seal_of({{"b$", true}}));
    EXPECT_EQ(pattern_for(*seal, "a/b"), "b$") << "only ^ ties a pattern to the start";
    EXPECT_EQ(pattern_for(*seal, "b\nc"), "none") << "a line break is no end";
    const auto classes = parse_seal(seal_of({{"^[[:digit:]]{2}.x$", true}}));
    EXPECT_EQ(pattern_for(*classes, "12\nx"), "^[[:digit:]]{2}.x$");
    const auto nothing = parse_seal(seal_of({}));
    EXPECT_EQ(nothing->rule_for("a"), nullptr);
}

TEST(SealRules, ARuleThatCannotBeUsedIsKeptAndMatchesNothing) {
    const auto seal = parse_seal(seal_of({{"^(a", true},
                                          {"(((((x{1000}){1000}", true},
                                          {"^text", "yes"},
                                          {"^weight", Dictionary{{"weight", "heavy"}}},
                                          {std::string(limits::seal_pattern_bytes + 1, 'a'), true},
                                          {"^good", true}}));
    ASSERT_TRUE(seal);
    EXPECT_EQ(seal->rules.size(), 6u);
    ASSERT_EQ(seal->problems.size(), 5u);
    EXPECT_THAT(seal->problems.at(1).message, HasSubstr("\"^(a\""));
    EXPECT_EQ(pattern_for(*seal, "(a"), "none");
    EXPECT_EQ(pattern_for(*seal, "text"), "none");
    EXPECT_EQ(pattern_for(*seal, "weight"), "none");
    EXPECT_EQ(pattern_for(*seal, std::string(limits::seal_pattern_bytes + 1, 'a')), "none");
    EXPECT_EQ(pattern_for(*seal, "good"), "^good");
}

TEST(SealRules, PatternsMadeToBacktrackTakeLinearTime) {
    const auto seal = parse_seal(seal_of({{"^(a*)*(a|aa)*(a*a*)*b$", true}}));
    EXPECT_EQ(pattern_for(*seal, std::string(8'000, 'a')), "none");
}

TEST(SealRules, RefusesMoreRulesThanItsLimit) {
    Dictionary rules;
    for (std::size_t i = 0; i <= limits::seal_rules; ++i) rules.emplace("^" + std::to_string(i), true);
    const auto seal = parse_seal(seal_of(std::move(rules)));
    ASSERT_FALSE(seal);
    EXPECT_EQ(seal.error().code, ErrorCode::too_large);
    EXPECT_FALSE(parse_seal(Value("text")));
    EXPECT_FALSE(parse_seal(Value()));
}

TEST(SealRules, ReadsWhatEachKindOfEntrySays) {
    const Bytes sha1(20, std::byte{1}), sha256(32, std::byte{2});
    const auto seal =
        parse_seal(seal_of({}, {{"z", Dictionary{{"hash", sha1}, {"hash2", sha256}, {"optional", true}}},
                                {"link", Dictionary{{"symlink", "z"}}},
                                {"PlugIns/X.appex", Dictionary{{"cdhash", sha1}, {"requirement", "identifier \"x\""}}},
                                {"plain", sha1},
                                {"a\\b", Dictionary{{"hash2", sha256}}},
                                {"says nothing", Dictionary{{"hash9", sha256}}},
                                {"says nothing either", true}}));
    ASSERT_TRUE(seal);
    EXPECT_EQ(seal->version, 2);
    EXPECT_EQ(*seal->find("z"), (SealEntry{"z", sha1, sha256, {}, {}, {}, true}));
    EXPECT_EQ(seal->find("link")->link_target, "z");
    EXPECT_TRUE(seal->find("PlugIns/X.appex")->is_nested_code());
    EXPECT_EQ(seal->find("PlugIns/X.appex")->requirement, "identifier \"x\"");
    EXPECT_EQ(seal->find("plain")->hash, sha1);
    EXPECT_NE(seal->find("a\\x5cb"), nullptr) << "named as in a FileTree";
    EXPECT_EQ(seal->find("nowhere"), nullptr);
    EXPECT_TRUE(std::ranges::is_sorted(seal->files, {}, &SealEntry::path));
    ASSERT_EQ(seal->problems.size(), 1u);
    EXPECT_THAT(seal->problems[0].message, HasSubstr("lists 2 paths"));
    EXPECT_THAT(seal->problems[0].message, HasSubstr("the first is says nothing."));
}

/// Both ways to read a seal say the same of what is a property list.
void expect_alike(const std::string& xml) {
    const auto quick = read_seal(as_bytes(xml));
    const auto document = plist::parse(as_bytes(xml));
    const auto slow = document ? parse_seal(document->value) : std::unexpected(document.error());
    if (!slow) return; // the quick way forgives a damaged prologue
    ASSERT_TRUE(quick) << xml;
    EXPECT_EQ(quick->version, slow->version) << xml;
    EXPECT_EQ(quick->files, slow->files) << xml;
    EXPECT_EQ(quick->problems, slow->problems) << xml;
    ASSERT_EQ(quick->rules.size(), slow->rules.size()) << xml;
    for (std::size_t i = 0; i < quick->rules.size(); ++i) EXPECT_EQ(quick->rules[i].pattern, slow->rules[i].pattern);
}

TEST(SealRules, ReadsBytesAsItReadsValues) {
    const Bytes sha1(20, std::byte{1}), sha256(32, std::byte{2});
    const Dictionary files{{"z", Dictionary{{"hash", sha1}, {"hash2", sha256}, {"optional", true}}},
                           {"link", Dictionary{{"symlink", "z"}}},
                           {"empty link", Dictionary{{"symlink", ""}, {"optional", false}}},
                           {"PlugIns/X.appex", Dictionary{{"cdhash", sha1}, {"requirement", "identifier \"x\""}}},
                           {"plain", sha1},
                           {"back\\slash", Dictionary{{"hash2", Bytes()}}},
                           {"other", Dictionary{{"deep", Dictionary{{"hash", sha1}}}, {"hash2", "text"}}},
                           {"text", "text"}};
    Dictionary more = files;
    more.emplace("this & that", sha1);
    for (const Dictionary& listed : {files, more, Dictionary{}}) {
        expect_alike(plist::to_xml(seal_of(app_rules(), listed)));
        expect_alike(plist::to_xml(Value(Dictionary{{"rules", app_rules()}, {"files", listed}})));
        expect_alike(plist::to_xml(Value(Dictionary{{"files", listed}})));
        expect_alike(plist::to_xml(Value(Dictionary{{"rules", app_rules()}, {"files2", listed}})));
    }
    const std::string twice = "<plist version=\"1.0\"><dict><key>files</key><dict><key>a</key><data>AQ==</data>"
                              "<key>a</key><data>Ag==</data></dict><key>rules</key><dict/></dict></plist>";
    expect_alike(twice);
    const std::string whole = plist::to_xml(seal_of({{"^.*", true}}, files));
    for (std::size_t at = 0; at < whole.size(); at += 7)
        for (const char byte : {'<', '>', 'A', '/', ' '}) {
            std::string damaged = whole;
            damaged[at] = byte;
            expect_alike(damaged);
        }
}

TEST(SealRules, TakesTheOlderVersionWhereTheNewerIsNotWhole) {
    const Value one(Dictionary{{"^a", true}}), two(Dictionary{{"^b", true}});
    const auto seal = parse_seal(Value(Dictionary{{"rules", one}, {"rules2", two}, {"files", Dictionary{}}}));
    ASSERT_TRUE(seal);
    EXPECT_EQ(seal->version, 1);
    EXPECT_EQ(pattern_for(*seal, "a"), "^a");
    EXPECT_EQ(pattern_for(*seal, "b"), "none");
}

} // namespace
} // namespace nei::signature
