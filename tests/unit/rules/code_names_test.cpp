// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"
#include "core/rules/code_names.h"
#include "core/source/open.h"
#include "tests/forge/spec.h"
#include "tests/support/memory_tree.h"
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

/// A program whose every symbol names the same long string.
Bytes program_of_long_names(std::uint32_t symbols, std::uint32_t string_bytes) {
    constexpr std::uint32_t header_bytes = 32, command_bytes = 24, symbol_bytes = 16;
    const std::uint32_t table = header_bytes + command_bytes, strings = table + symbols * symbol_bytes;
    Bytes bytes;
    const auto put = [&](std::initializer_list<std::uint32_t> words) {
        for (const std::uint32_t word : words)
            for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(std::byte(word >> shift & 0xff));
    };
    put({0xfeedfacf, 0x0100000c, 0, 2, 1, command_bytes, 0, 0}); // big-endian, arm64, an executable
    put({2, command_bytes, table, symbols, strings, string_bytes + 1});
    for (std::uint32_t i = 0; i < symbols; ++i) put({0, 0x01000000, 0, 0}); // undefined, external
    bytes.insert(bytes.end(), string_bytes, std::byte{'n'});
    bytes.push_back(std::byte{0});
    return bytes;
}

TEST(RuleCodeNames, OfATableThatNamesOneLongStringAMillionTimesAreNotComplete) {
    test::MemoryTree tree("Folder");
    tree.file("Fernway.app/Contents/Info.plist", R"(<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundlePackageType</key><string>APPL</string></dict></plist>)");
    tree.file("Fernway.app/Contents/MacOS/Fernway", program_of_long_names(1'000'000, 1'000'000));
    const auto bundle = bundle::scan(tree, {});
    ASSERT_TRUE(bundle);
    const auto names = read_code_names(tree, **bundle);
    ASSERT_TRUE(names);
    ASSERT_EQ(names->slices.size(), 1U);
    EXPECT_FALSE(names->slices.begin()->second.complete);
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
