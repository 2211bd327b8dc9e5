// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"
#include "core/source/open.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>

/// Real packages that are too large to keep; opt-in.
namespace nei::bundle {
namespace {

using testing::IsEmpty;

TEST(DownloadedInputs, OpensMitmproxysWheelWithTheTarInIt) {
    const auto wheel = test::downloaded("mitmproxy_macos-");
    if (!wheel) GTEST_SKIP() << "skipped 1 download: mitmproxy_macos is not in NEI_DOWNLOADS";
    const auto tree = source::open(*wheel);
    ASSERT_TRUE(tree) << tree.error().message;
    EXPECT_THAT((*tree)->problems(), IsEmpty());
    const auto bundle = scan(**tree, {});
    ASSERT_TRUE(bundle) << bundle.error().message;
    const CodeItem* app = (*bundle)->find("mitmproxy_macos/Mitmproxy Redirector.app.tar!/Mitmproxy Redirector.app");
    ASSERT_NE(app, nullptr);
    EXPECT_EQ(app->slices.size(), 2u);
    ASSERT_NE(app->main_signature(), nullptr);
    EXPECT_EQ(app->main_signature()->signer_class, signature::SignerClass::developer_id_application);
    EXPECT_TRUE(app->ticket);
    ASSERT_TRUE(app->profile);
    EXPECT_EQ(app->profile->signature.chain, signature::ChainAnchor::apple);
    const CodeItem* provider =
        (*bundle)->find(app->path + "/Contents/Library/SystemExtensions/"
                                    "org.mitmproxy.macos-redirector.network-extension.systemextension");
    ASSERT_NE(provider, nullptr);
    ASSERT_TRUE(provider->provider);
    EXPECT_TRUE(provider->provider->is_network_extension());
    EXPECT_EQ(provider->root, app->path);
}

} // namespace
} // namespace nei::bundle
