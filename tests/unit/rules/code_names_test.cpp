// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"
#include "core/rules/code_names.h"
#include "core/source/open.h"
#include "tests/forge/spec.h"
#include "tests/unit/rules/judged.h"
#include "tests/unit/support/corpus.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace nei::rules {
namespace {

using forge::Json;

const SliceNames& names_of(const test::Judged& judged, std::string_view name, std::size_t slice = 0) {
    const auto item = std::ranges::find(judged.bundle->items, name, &bundle::CodeItem::name);
    const SliceNames* names = judged.names.find(static_cast<std::size_t>(item - judged.bundle->items.begin()), slice);
    if (!names) throw std::runtime_error("no names were read");
    return *names;
}

constexpr std::string_view named = R"("executable": {"symbols": ["_OBJC_CLASS_$__TtC6Tunnel8Provider", "_other"],
    "imports": ["_OBJC_CLASS_$_NEPacketTunnelProvider", "_objc_msgSend"], "selectors": ["init", "startTunnel"]})";

TEST(RuleCodeNames, TellDefinedFromImported) {
    const test::Judged judged = test::judged(Json::parse(test::app_extension_app(named)));
    for (const std::size_t slice : {0U, 1U}) {
        const SliceNames& names = names_of(judged, "Tunnel.appex", slice);
        EXPECT_TRUE(names.complete);
        EXPECT_EQ(names.objective_c_classes, std::vector<std::string>{"_TtC6Tunnel8Provider"});
        EXPECT_TRUE(names.defines_class("_TtC6Tunnel8Provider"));
        EXPECT_FALSE(names.defines_class("NEPacketTunnelProvider"));
        for (const std::string_view name :
             {"_OBJC_CLASS_$_NEPacketTunnelProvider", "_objc_msgSend", "init", "startTunnel"})
            EXPECT_TRUE(names.refers_to(name)) << name;
        EXPECT_FALSE(names.refers_to("_other"));
    }
}

TEST(RuleCodeNames, OfEncryptedCodeAreNotComplete) {
    const test::Judged judged = test::judged(Json::parse(test::app_extension_app(
        R"("executable": {"encryption_info": true, "encrypted": true})", R"("platform": "ios")")));
    EXPECT_FALSE(names_of(judged, "Tunnel.appex").complete);
}

TEST(RuleCodeNames, OfCutOffCodeAreNotComplete) {
    const test::Judged judged = test::judged(Json::parse(test::app_extension_app(
        named, "", R"("damage": [{"in": "com.example.fernway.tunnel", "truncate": "@executable", "keep": 20000}])")));
    for (const auto& [key, names] : judged.names.slices) {
        if (judged.bundle->items[key.first].name != "Tunnel.appex") continue;
        EXPECT_FALSE(names.complete);
    }
}

TEST(RuleCodeNames, StopWhenAsked) {
    const test::TemporaryFolder folder;
    const auto path = forge::write_bundle(Json::parse(test::app_extension_app()), folder.path());
    const auto tree = source::open(path);
    ASSERT_TRUE(tree);
    const auto bundle = bundle::scan(**tree, {});
    ASSERT_TRUE(bundle);
    std::stop_source stop;
    stop.request_stop();
    const auto names = read_code_names(**tree, **bundle, {.stop = stop.get_token(), .report = {}});
    ASSERT_FALSE(names);
    EXPECT_EQ(names.error().code, ErrorCode::cancelled);
}

} // namespace
} // namespace nei::rules
