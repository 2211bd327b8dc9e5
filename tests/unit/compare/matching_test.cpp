// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/file_tree.h"
#include "tests/unit/compare/compared.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

/// Which code item of one build is which of the other.
namespace nei::compare {
namespace {

using testing::UnorderedElementsAre;

/// "Tunnel.appex = com.example.tunnel.systemextension (identifier)", a line each; "-" where one build has none.
std::vector<std::string> matches(const Compared& compared) {
    std::vector<std::string> lines;
    const auto name = [](const bundle::Bundle& bundle, std::optional<std::size_t> item) {
        return item ? bundle.items[*item].name : std::string("-");
    };
    for (const ItemMatch& match : compared.comparison.items)
        lines.push_back(fmt::format("{} = {} ({})", name(*compared.a.bundle, match.a),
                                    name(*compared.b.bundle, match.b), match.by));
    return lines;
}

/// An app with these nested items, both sides from one spec.
Compared apps(std::string_view nested_a, std::string_view nested_b, std::string_view app_a = "",
              std::string_view app_b = "") {
    const auto app = [](std::string_view nested, std::string_view more) {
        return forge::Json::parse(fmt::format(R"({{"app": {{"nested": [{}]{}}}}})", nested, more));
    };
    return compared(app(nested_a, app_a), app(nested_b, app_b));
}

TEST(Matching, AppExtensionThatBecameASystemExtension) {
    const Compared pair = apps(
        R"({"app-extension": {"name": "Tunnel", "identifier": "com.example.fernway.tunnel", "provider": "packet-tunnel"}})",
        R"({"system-extension": {"identifier": "com.example.fernway.tunnel", "provider": "packet-tunnel"}})");
    EXPECT_THAT(matches(pair),
                UnorderedElementsAre("Fernway.app = Fernway.app (identifier)",
                                     "Tunnel.appex = com.example.fernway.tunnel.systemextension (identifier)"));
    const Difference* kind = pair.find(Aspect::item, "kind");
    ASSERT_NE(kind, nullptr);
    EXPECT_EQ(kind->change, Change::repackaged);
    const Difference* path = pair.find(Aspect::item, "path");
    ASSERT_NE(path, nullptr);
    EXPECT_EQ(pair.comparison.follows_from(*path), "kind");
}

TEST(Matching, ByRoleWhereIdentifiersSayNothing) {
    const Compared pair = apps(
        R"({"app-extension": {"name": "Old", "identifier": "com.example.fernway.old", "provider": "dns-proxy"}},
           {"app-extension": {"name": "Same", "identifier": "com.example.fernway.same", "provider": "packet-tunnel"}})",
        R"({"system-extension": {"identifier": "com.example.fernway.new", "provider": "dns-proxy"}},
           {"app-extension": {"name": "Same", "identifier": "com.example.fernway.same", "provider": "packet-tunnel"}})");
    EXPECT_THAT(matches(pair), UnorderedElementsAre("Fernway.app = Fernway.app (identifier)",
                                                    "Old.appex = com.example.fernway.new.systemextension (role)",
                                                    "Same.appex = Same.appex (identifier)"));
}

TEST(Matching, DebugBuildWithAnIdentifierOfItsOwn) {
    const Compared pair = apps(
        R"({"app-extension": {"name": "Tunnel", "provider": "packet-tunnel"}})",
        R"({"app-extension": {"name": "Tunnel Extension", "identifier": "com.example.fernway.debug.tunnel", "provider": "packet-tunnel"}})",
        "", R"(, "identifier": "com.example.fernway.debug", "file_name": "Fernway Debug.app")");
    EXPECT_THAT(matches(pair), UnorderedElementsAre("Fernway.app = Fernway Debug.app (role)",
                                                    "Tunnel.appex = Tunnel Extension.appex (identifier-below-app)"));
    EXPECT_NE(pair.comparison.pair.kind, PairKind::unrelated);
}

TEST(Matching, MovedAndRenamed) {
    const Compared pair =
        apps(R"({"framework": {"name": "Kit"}}, {"library": {"name": "libone"}})",
             R"({"framework": {"name": "Kit", "location": "SharedFrameworks"}}, {"library": {"name": "libone"}})");
    EXPECT_THAT(matches(pair), UnorderedElementsAre("Fernway.app = Fernway.app (identifier)",
                                                    "Kit.framework = Kit.framework (identifier)",
                                                    "libone.dylib = libone.dylib (path)"));
    const Difference* moved = pair.find(Aspect::item, "path");
    ASSERT_NE(moved, nullptr);
    EXPECT_EQ(moved->change, Change::moved);
}

TEST(Matching, SameCodeUnderAnotherName) {
    constexpr std::string_view tool =
        R"({{"executable": {{"name": "{}", "executable": {{"seed": "same", "uuid": "{}"}}}}}})";
    const std::string uuid(32, 'a');
    const Compared pair = apps(fmt::format(tool, "tool", uuid), fmt::format(tool, "helper", uuid));
    EXPECT_THAT(matches(pair), UnorderedElementsAre("Fernway.app = Fernway.app (identifier)", "tool = helper (code)"));
    EXPECT_EQ(pair.find(Aspect::item, "path")->change, Change::renamed);
}

TEST(Matching, ItemsOfOneIdentifierAreTakenByPlaceAndThenInOrder) {
    constexpr std::string_view two =
        R"({"framework": {"name": "One", "identifier": "com.example.kit"}}, {"framework": {"name": "Two", "identifier": "com.example.kit"}})";
    constexpr std::string_view three =
        R"({"framework": {"name": "Two", "identifier": "com.example.kit"}}, {"framework": {"name": "Zero", "identifier": "com.example.kit"}},
           {"framework": {"name": "Zwei", "identifier": "com.example.kit"}})";
    EXPECT_THAT(matches(apps(two, three)),
                UnorderedElementsAre("Fernway.app = Fernway.app (identifier)",
                                     "Two.framework = Two.framework (identifier)",
                                     "One.framework = Zero.framework (identifier)", "- = Zwei.framework ()"));
}

TEST(Matching, WhatIsInAnItemThatIsGoneGoesWithIt) {
    const Compared pair = apps(R"({"framework": {"name": "Outer", "nested": [{"framework": {"name": "Inner"}}]}})", "");
    std::size_t gone = 0, counted = 0;
    for (const Difference& difference : pair.comparison.differences)
        if (difference.aspect == Aspect::item && difference.change == Change::removed) {
            ++gone;
            counted += !difference.cause;
        }
    EXPECT_EQ(gone, 2u) << pair.all_lines();
    EXPECT_EQ(counted, 1u) << pair.all_lines();
}

TEST(Matching, DifferentProducts) {
    const Compared pair = apps("", "", R"(, "identifier": "org.another.app", "file_name": "Another.app")");
    EXPECT_EQ(slug(pair.comparison.pair.kind), "unrelated");
    EXPECT_NE(pair.comparison.pair.sentence.find("Two different products"), std::string::npos);
}

} // namespace
} // namespace nei::compare
