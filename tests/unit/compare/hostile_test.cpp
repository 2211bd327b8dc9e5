// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/compare/compared.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <set>

/// Text from a bundle is shown as text in every format, whatever it is.
namespace nei::compare {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Markup, control characters, a change of writing direction, a cell's end and a fence.
constexpr std::string_view hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> \\u001b[31m \\u202e | ``` "
                                     "[link](http://evil.example) \\\" ' & \\n# title";

Compared hostile_pair() {
    const std::string app = fmt::format(
        R"({{"app": {{"name": "<b>App|`x`</b>", "file_name": "<b>App|`x`.app", "info": {{"<i>key|`</i>": "{0}", "Long": "{1}"}},
            "entitlements": {{"<u>claim|`</u>": ["{0}"]}}, "resources": {{"<img src=x>|`.txt": "{2}"}}}}}})",
        hostile, std::string(5'000, 'x'), "{}");
    const auto with = [&](const std::string& end) {
        forge::Json spec = forge::Json::parse(app);
        auto& info = spec["app"]["info"]["<i>key|`</i>"];
        info = info.get<std::string>() + end;
        auto& claim = spec["app"]["entitlements"]["<u>claim|`</u>"][0];
        claim = claim.get<std::string>() + end;
        spec["app"]["resources"]["<img src=x>|`.txt"] = end;
        return spec;
    };
    return compared(with("a"), with("b"));
}

/// Elements that a page is made of; none of them fetches or runs anything.
const std::vector<std::string> known_tags{"!doctype", "html",  "head", "meta",    "title",   "style", "body",
                                          "h1",       "h2",    "h3",   "p",       "ul",      "li",    "table",
                                          "thead",    "tbody", "tr",   "th",      "td",      "b",     "span",
                                          "code",     "mark",  "br",   "details", "summary", "footer"};

/// Names of all elements of a page, each once; an attribute that could run or fetch something is given with its tag.
std::vector<std::string> tags_of(const std::string& page) {
    std::set<std::string> tags;
    for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
        const std::string tag = page.substr(at + 1, page.find('>', at) - at - 1);
        const std::size_t start = tag.starts_with('/') ? 1 : 0;
        tags.insert(tag.substr(start, tag.find_first_of(" />", start) - start));
        for (const char* attribute : {" src", " href", " on", " style"})
            if (tag.find(attribute) != std::string::npos && !tag.starts_with("meta")) tags.insert(tag);
    }
    return {tags.begin(), tags.end()};
}

TEST(HostileText, IsHarmlessInEveryFormat) {
    const Compared pair = hostile_pair();
    ASSERT_GE(pair.comparison.differences.size(), 3u) << pair.all_lines();
    for (const bool all : {false, true}) {
        const std::string html = report::compare_html(pair.reported(), all);
        EXPECT_THAT(tags_of(html), testing::IsSubsetOf(known_tags));
        EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
        EXPECT_THAT(html, HasSubstr("default-src 'none'"));
        for (const char* fetched : {"url(", "@import"}) EXPECT_THAT(html, Not(HasSubstr(fetched)));
        const std::string markdown = report::compare_markdown(pair.reported(), all);
        EXPECT_THAT(markdown, Not(HasSubstr("\n# title")));
        report::TextStyle style;
        style.all = all;
        const std::string text = report::compare_text(pair.reported(), style);
        for (const std::string& page : {html, markdown, text}) {
            EXPECT_THAT(page, Not(HasSubstr("\x1b")));
            EXPECT_THAT(page, Not(HasSubstr("\u202e")));
        }
    }
    EXPECT_THAT(report::compare_json(pair.reported()), Not(HasSubstr("\x1b")));
}

TEST(HostileText, CannotLeaveItsCellInMarkdown) {
    const Compared pair = hostile_pair();
    const std::string markdown = report::compare_markdown(pair.reported(), true);
    std::size_t rows = 0;
    for (std::size_t at = 0; at < markdown.size();) {
        const std::size_t end = std::min(markdown.find('\n', at), markdown.size());
        const std::string_view line = std::string_view(markdown).substr(at, end - at);
        at = end + 1;
        if (!line.starts_with("| ") || line.find("| Why |") != std::string_view::npos) continue;
        if (line.find(" break") != std::string_view::npos && line.find("noise") != std::string_view::npos) continue;
        std::size_t bars = 0;
        for (std::size_t i = 0; i < line.size(); ++i) bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
        EXPECT_EQ(bars, 6u) << line;
        ++rows;
    }
    EXPECT_GE(rows, 3u);
}

TEST(HostileNumbers, ThousandsOfDifferencesTakeNoMoreThanTheirShare) {
    const auto tool = [](std::size_t libraries, std::string_view name) {
        forge::Json spec{{"executable", {{"name", "tool"}, {"executable", {{"architectures", {"arm64"}}}}}}};
        for (std::size_t i = 0; i < libraries; ++i)
            spec["executable"]["executable"]["more_libraries"].push_back(fmt::format("@rpath/{}{}.dylib", name, i));
        return spec;
    };
    const auto seconds = [&](std::size_t libraries) {
        const auto start = std::chrono::steady_clock::now();
        const Compared pair = compared(tool(libraries, "a"), tool(libraries, "b"));
        EXPECT_GE(pair.comparison.differences.size(), 2 * libraries);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    // Were each looked up among all others, ten times as many would take a hundred times as long.
    const double few = seconds(1'000), many = seconds(10'000);
    EXPECT_LT(many, 40 * few + 1) << few << " s, then " << many << " s";
}

TEST(HostileNumbers, IdentityThatGrowsIsNoIdentity) {
    const std::string team(4'000, 'x');
    const auto spec = [&](const std::string& own) {
        return forge::Json{{"executable",
                            {{"name", "tool"},
                             {"signature", {{"team", own}}},
                             {"entitlements", {{"some.list", std::string(3'000, 'a')}}}}}};
    };
    const Compared pair = compared(spec("a"), spec(team));
    EXPECT_NE(pair.find(Aspect::signature, "team_id"), nullptr) << pair.all_lines();
}

TEST(DifferenceMarkdown, IsOneTable) {
    const Compared pair = compared_variants(
        release_app, "{}", R"({"app": {"entitlements": {"com.apple.security.network.server": true}}})");
    const Difference* difference = pair.find(Aspect::entitlements, "com.apple.security.network.server");
    ASSERT_NE(difference, nullptr);
    const std::string copied = report::difference_markdown(pair.reported(), *difference);
    EXPECT_THAT(copied, testing::StartsWith("**to review** in `Fernway.app`\n"));
    EXPECT_THAT(copied, HasSubstr("| Entitlements | `com.apple.security.network.server` | *not claimed* | `true` |"));
}

TEST(CompareJson, HoldsEveryDifference) {
    const Compared pair = compared_variants(release_app, "{}",
                                            R"({"app": {"signer": "development", "resources": {"More.txt": "more"}}})");
    const auto document = forge::Json::parse(report::compare_json(pair.reported()));
    ASSERT_EQ(document["differences"].size(), pair.comparison.differences.size());
    for (std::size_t i = 0; i < pair.comparison.differences.size(); ++i) {
        const Difference& difference = pair.comparison.differences[i];
        const auto& told = document["differences"][i];
        EXPECT_EQ(told["key"], difference.key);
        EXPECT_EQ(told["class"], slug(difference.kind));
        EXPECT_EQ(told["aspect"], slug(difference.aspect));
        EXPECT_EQ(told["follows_from"].is_null(), !difference.cause);
    }
    EXPECT_EQ(document["counts"]["expected"], pair.comparison.count(Class::expected));
}

} // namespace
} // namespace nei::compare
