// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"
#include "core/signature/code_pages.h"
#include "core/source/open.h"
#include "tests/forge/spec.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>

namespace nei::signature {
namespace {

using forge::Json;

/// Of the only slice of a forged tool.
CodePages pages_of(std::string_view members) {
    Json spec = Json::parse(
        R"({"executable": {"name": "tool", "executable": {"code_size": 60000, "architectures": ["arm64"]}}})");
    spec["executable"].merge_patch(Json::parse(members));
    const test::TemporaryFolder folder;
    forge::write_bundle(spec, folder.path());
    const auto tree = source::open(folder.path() / "tool");
    EXPECT_TRUE(tree);
    const auto bundle = bundle::scan(**tree, {});
    EXPECT_TRUE(bundle);
    return (*bundle)->items.at(0).slices.at(0).pages;
}

TEST(CodePages, AreEqualForEqualCodeWhoeverSigned) {
    const CodePages usual = pages_of("{}");
    EXPECT_EQ(usual.with_header.size(), 32u);
    EXPECT_EQ(usual.behind_header.size(), 32u);
    EXPECT_EQ(pages_of(R"({"signer": {"organization": "Somebody Else"}})").behind_header, usual.behind_header);
    EXPECT_EQ(pages_of(R"({"signature": {"flags": [], "timestamp": null}})").behind_header, usual.behind_header);
    // A longer signature is written into the load commands, and so into their page.
    const CodePages claims = pages_of(R"({"entitlements": {"com.apple.security.network.server": true}})");
    EXPECT_EQ(claims.behind_header, usual.behind_header);
    EXPECT_NE(claims.with_header, usual.with_header);
}

TEST(CodePages, DifferWithTheCode) {
    const CodePages usual = pages_of("{}"), other = pages_of(R"({"executable": {"seed": "other"}})");
    EXPECT_NE(other.behind_header, usual.behind_header);
    // Another platform version stands in the load commands alone.
    const CodePages newer = pages_of(R"({"minimum_os": "15.0"})");
    EXPECT_EQ(newer.behind_header, usual.behind_header);
    EXPECT_NE(newer.with_header, usual.with_header);
}

TEST(CodePages, OfOnePageIsAllWithHeader) {
    const CodePages whole = pages_of(R"({"signature": {"page_size": 0}})");
    EXPECT_EQ(whole.with_header.size(), 32u);
    EXPECT_EQ(whole.behind_header,
              pages_of(R"({"signature": {"page_size": 0}, "executable": {"seed": "x"}})").behind_header);
}

TEST(CodePages, AreEmptyWithoutASignature) {
    EXPECT_EQ(pages_of(R"({"signer": "unsigned"})"), CodePages{});
    EXPECT_EQ(code_pages({}, Signature{}, 4096), CodePages{});
}

} // namespace
} // namespace nei::signature
