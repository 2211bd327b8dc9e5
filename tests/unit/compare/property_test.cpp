// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/spec.h"
#include "tests/unit/compare/compared.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>

#include <map>
#include <set>
#include <tuple>

/// What holds for any two builds.
namespace nei::compare {
namespace {

using forge::Json;
using testing::IsEmpty;

/// Each has one more oddity than the others: what can be told apart at all.
const std::map<std::string, std::string> builds{
    {"whole", "{}"},
    {"development", R"({"app": {"signer": "development", "nested": [
        {"app-extension": {"name": "Tunnel", "identifier": "com.example.fernway.tunnel", "provider": "packet-tunnel"}},
        {"framework": {"name": "FernwayKit"}}]}})"},
    {"other identifier", R"({"app": {"identifier": "com.example.fernway.beta", "file_name": "Beta.app", "nested": [
        {"system-extension": {"identifier": "com.example.fernway.beta.tunnel", "provider": "packet-tunnel"}}]}})"},
    {"unsigned", R"({"app": {"signer": "unsigned"}})"},
    {"one slice unsigned", R"({"app": {"executable": {"slices": {"x86_64": {"signer": "unsigned"}}}}})"},
    {"ad hoc", R"({"app": {"signer": "ad-hoc"}})"},
    {"many hash types",
     R"({"app": {"signature": {"hash_types": ["sha1", "sha256"], "flags": ["runtime", "library-validation"],
        "constraints": {"self": {"team-identifier": "7Q2L9XK4PD"}}}}})"},
    {"claims that differ",
     R"({"app": {"signature": {"entitlements_der": {"com.apple.security.network.server": true}}}})"},
    {"no executable", R"({"app": {}, "damage": [{"remove": "@executable"}]})"},
    {"no Info.plist", R"({"app": {}, "damage": [{"remove": "@info-plist"}]})"},
    {"edited", R"({"app": {}, "damage": [{"edit": "Contents/Resources/Help.txt"}, {"flip-page-byte": "@executable",
        "architecture": "arm64", "page": 1}, {"edit-profile": "@profile"}]})"},
    {"other code and files",
     R"({"app": {"executable": {"seed": "x", "architectures": ["arm64"], "rpaths": ["@loader_path"],
        "more_libraries": ["/usr/lib/libz.dylib"]}, "resources": {"More.txt": "m", "Help.txt": "Ask Kim."},
        "info": {"CFBundleDisplayName": "Other", "LSEnvironment": {"A": ["1", "2"]}}, "version": "3.0"}})"},
};

/// Where a difference is and what its values are, with the sides as they are.
using Told = std::tuple<std::string, std::string, Aspect, std::string, std::string, std::string, std::string>;

Told told(const Compared& compared, const Difference& difference, bool swapped) {
    const auto path = [](const bundle::Bundle& bundle, std::optional<std::size_t> item) {
        return item ? bundle.items[*item].path : std::string("-");
    };
    const auto value = [](const std::optional<plist::Value>& each) { return each ? plist::one_line(*each) : "-"; };
    const ItemMatch match = difference.match ? compared.comparison.items[*difference.match] : ItemMatch{};
    std::string item_a = path(*compared.a.bundle, match.a), item_b = path(*compared.b.bundle, match.b);
    std::string a = value(difference.a), b = value(difference.b);
    if (swapped) std::swap(item_a, item_b), std::swap(a, b);
    return {item_a, item_b, difference.aspect, difference.key, difference.architecture.value_or(""), a, b};
}

std::multiset<Told> all_told(const Compared& compared, bool swapped) {
    std::multiset<Told> all;
    for (const Difference& difference : compared.comparison.differences)
        all.insert(told(compared, difference, swapped));
    return all;
}

class AnyPair : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new test::TemporaryFolder;
        for (const auto& [name, members] : builds) {
            Json spec = Json::parse(members);
            spec["base"] = Json::parse(release_app);
            std::filesystem::create_directories(folder_->path() / name);
            forge::write_bundle(spec, folder_->path() / name);
        }
    }
    static void TearDownTestSuite() {
        delete folder_;
        folder_ = nullptr;
    }
    static std::filesystem::path at(const std::string& name) { return folder_->path() / name; }

    inline static test::TemporaryFolder* folder_ = nullptr;
};

TEST_F(AnyPair, OfOneBuildTwiceIsIdentical) {
    for (const auto& [name, members] : builds)
        for (const Verified verified : {Verified::no, Verified::yes}) {
            const Compared same = compared(at(name), at(name), verified);
            EXPECT_THAT(same.comparison.differences, IsEmpty()) << name << "\n" << same.all_lines();
            EXPECT_EQ(slug(same.comparison.pair.kind), "identical");
            EXPECT_EQ(same.comparison.sameness.verified, verified == Verified::yes);
        }
}

TEST_F(AnyPair, OfOneBuildInAnotherWrappingIsIdentical) {
    const Json spec = Json::parse(release_app);
    for (const char* name : {"b.zip", "b.tar.gz", "b.pkg"}) {
        const test::TemporaryFolder other;
        forge::write_bundle(spec, other.path() / name);
        const Compared same = compared(at("whole"), other.path() / name);
        for (const Difference& difference : same.comparison.differences)
            EXPECT_FALSE(difference.match) << name << "\n" << same.all_lines(); // a package has files of its own
        if (std::string_view(name) != "b.pkg") {
            EXPECT_EQ(slug(same.comparison.pair.kind), "identical") << name;
        }
        EXPECT_EQ(same.comparison.count(Class::breaks) + same.comparison.count(Class::review), 0u) << same.all_lines();
    }
}

TEST_F(AnyPair, SaysTheSameWithSidesSwapped) {
    for (const auto& [first, members_of_first] : builds)
        for (const auto& [second, members_of_second] : builds) {
            if (first >= second) continue;
            const Verified verified = first.size() % 2 == 0 ? Verified::no : Verified::yes;
            const Compared forwards = compared(at(first), at(second), verified);
            const Compared backwards = compared(at(second), at(first), verified);
            EXPECT_EQ(all_told(forwards, false), all_told(backwards, true)) << first << " against " << second << "\n"
                                                                            << forwards.all_lines() << "\n"
                                                                            << backwards.all_lines();
            EXPECT_EQ(forwards.comparison.pair.kind, backwards.comparison.pair.kind) << first << " " << second;
        }
}

TEST_F(AnyPair, IsWellFormed) {
    for (const auto& [first, members_of_first] : builds)
        for (const auto& [second, members_of_second] : builds) {
            if (first == second) continue;
            const Compared pair = compared(at(first), at(second));
            const Comparison& comparison = pair.comparison;
            std::set<std::tuple<std::optional<std::size_t>, Aspect, std::string, std::optional<std::string>>> places;
            std::size_t counted = 0, counted_by_class = 0;
            for (const Difference& difference : comparison.differences) {
                EXPECT_TRUE(
                    places.emplace(difference.match, difference.aspect, difference.key, difference.architecture).second)
                    << "told twice: " << difference.key << "\n"
                    << pair.all_lines();
                EXPECT_TRUE(difference.a || difference.b) << difference.key;
                EXPECT_TRUE(difference.why.ends_with('.')) << difference.key << ": " << difference.why;
                EXPECT_EQ(difference.why.find('{'), std::string::npos) << difference.why;
                if (difference.change == Change::added) {
                    EXPECT_FALSE(difference.a) << difference.key;
                }
                if (difference.change == Change::removed) {
                    EXPECT_FALSE(difference.b) << difference.key;
                }
                if (!difference.cause) ++counted;
                // Causes are first causes: none of them follows from another in turn.
                if (difference.cause) {
                    EXPECT_FALSE(comparison.differences.at(*difference.cause).cause) << pair.all_lines();
                }
            }
            for (const std::size_t count : comparison.counts) counted_by_class += count;
            EXPECT_EQ(counted, counted_by_class);
            EXPECT_GT(counted, 0u) << first << " against " << second;
            EXPECT_FALSE(comparison.pair.sentence.empty());
        }
}

TEST_F(AnyPair, CanBeRestrictedToSomeAspects) {
    const Compared pair = compared(at("whole"), at("development"));
    const Comparison some = restricted_to(pair.comparison, std::array{Aspect::entitlements, Aspect::signature});
    std::size_t wanted = 0, counted = 0;
    for (const Difference& difference : pair.comparison.differences)
        wanted += difference.aspect == Aspect::entitlements || difference.aspect == Aspect::signature;
    ASSERT_EQ(some.differences.size(), wanted);
    for (const Difference& difference : some.differences) {
        counted += !difference.cause;
        if (!difference.cause) continue;
        ASSERT_LT(*difference.cause, some.differences.size());
        EXPECT_FALSE(some.differences[*difference.cause].cause);
    }
    EXPECT_EQ(some.count(Class::breaks) + some.count(Class::review) + some.count(Class::expected) +
                  some.count(Class::noise),
              counted);
}

} // namespace
} // namespace nei::compare
