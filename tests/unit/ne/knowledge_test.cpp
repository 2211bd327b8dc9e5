// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ne/knowledge.h"

#include <gmock/gmock.h>

#include <cctype>
#include <set>

namespace nei::ne {
namespace {

using testing::EndsWith;
using testing::IsEmpty;
using testing::Not;

class KnowledgeTest : public testing::Test {
protected:
    /// The row for this cell of TN3134, or null.
    const Deployment* deployment(std::string_view provider, std::string_view platform, Packaging packaging) const {
        for (const Deployment& row : knowledge.deployments())
            if (row.provider == provider && row.platform == platform && row.packaging == packaging) return &row;
        return nullptr;
    }

    const Knowledge& knowledge = Knowledge::builtin();
};

TEST_F(KnowledgeTest, NamesAreUnique) {
    std::set<std::string> providers, points, keys, values;
    std::set<std::tuple<std::string, std::string, Packaging>> cells;
    for (const auto& row : knowledge.providers()) EXPECT_TRUE(providers.insert(row.id).second) << row.id;
    for (const auto& row : knowledge.extension_points())
        EXPECT_TRUE(points.insert(row.identifier).second) << row.identifier;
    for (const auto& row : knowledge.entitlement_keys()) EXPECT_TRUE(keys.insert(row.key).second) << row.key;
    for (const auto& row : knowledge.network_extension_values())
        EXPECT_TRUE(values.insert(row.value).second) << row.value;
    for (const auto& row : knowledge.deployments())
        EXPECT_TRUE(cells.insert({row.provider, row.platform, row.packaging}).second) << row.provider << row.platform;
}

TEST_F(KnowledgeTest, TablesReferToEachOther) {
    for (const ExtensionPoint& point : knowledge.extension_points()) {
        EXPECT_TRUE(knowledge.provider(point.provider)) << point.identifier;
        EXPECT_FALSE(point.extension_kit && point.valid_in_system_extension) << point.identifier;
    }
    for (const Deployment& row : knowledge.deployments()) {
        EXPECT_TRUE(knowledge.provider(row.provider)) << row.provider;
        EXPECT_TRUE(row.packaging == Packaging::app_extension || row.platform == "macos") << row.provider;
    }
    for (const ProviderKind& kind : knowledge.providers()) {
        const NetworkExtensionValue* value = knowledge.network_extension_value(kind.entitlement_value);
        ASSERT_TRUE(value) << kind.id;
        EXPECT_EQ(value->value, kind.entitlement_value);
        EXPECT_EQ(value->developer_id_value, kind.developer_id_entitlement_value) << kind.id;
        EXPECT_THAT(kind.base_classes, Not(IsEmpty())) << kind.id;
        const bool on_some_platform = std::ranges::any_of(
            knowledge.deployments(), [&](const Deployment& row) { return row.provider == kind.id; });
        EXPECT_TRUE(on_some_platform) << kind.id;
        // A Developer ID form is there for what can be a system extension, and only for that.
        EXPECT_EQ(deployment(kind.id, "macos", Packaging::system_extension) != nullptr,
                  !kind.developer_id_entitlement_value.empty())
            << kind.id;
    }
}

TEST_F(KnowledgeTest, SentencesAreSentences) {
    std::vector<std::string> sentences;
    for (const auto& row : knowledge.entitlement_keys()) sentences.push_back(row.meaning);
    for (const auto& row : knowledge.network_extension_values()) sentences.push_back(row.meaning);
    for (const std::string& sentence : sentences) {
        ASSERT_FALSE(sentence.empty());
        EXPECT_TRUE(std::isupper(static_cast<unsigned char>(sentence[0]))) << sentence;
        EXPECT_THAT(sentence, EndsWith("."));
        EXPECT_LT(sentence.size(), 110u) << sentence;
    }
}

TEST_F(KnowledgeTest, MacAppExtensionsShipThroughTheAppStoreOnlyExceptTheUrlFilter) {
    for (const Deployment& row : knowledge.deployments()) {
        if (row.platform != "macos" || row.packaging != Packaging::app_extension) continue;
        EXPECT_EQ(row.app_store_only, row.provider != "url-filter") << row.provider;
    }
    EXPECT_FALSE(deployment("dns-proxy", "macos", Packaging::app_extension));
    EXPECT_FALSE(deployment("content-filter", "macos", Packaging::app_extension));
    const Deployment* tunnel = deployment("packet-tunnel", "macos", Packaging::system_extension);
    ASSERT_TRUE(tunnel);
    EXPECT_EQ(tunnel->since, "10.15");
    EXPECT_FALSE(tunnel->app_store_only);
}

TEST_F(KnowledgeTest, FiveExtensionPointsAreValidInSystemExtensions) {
    std::vector<std::string> valid;
    for (const auto& point : knowledge.extension_points())
        if (point.valid_in_system_extension) valid.push_back(point.identifier);
    EXPECT_THAT(valid, testing::UnorderedElementsAre(
                           "com.apple.networkextension.packet-tunnel", "com.apple.networkextension.app-proxy",
                           "com.apple.networkextension.filter-data", "com.apple.networkextension.filter-packet",
                           "com.apple.networkextension.dns-proxy"));
    EXPECT_FALSE(knowledge.extension_point("com.apple.networkextension.transparent-proxy"))
        << "seen in the wild, but no extension point";
}

TEST_F(KnowledgeTest, WholeKeysWinOverPrefixesAndLongerPrefixesOverShorter) {
    const auto key_of = [&](std::string_view key) {
        const EntitlementKey* entry = knowledge.entitlement(key);
        return entry ? entry->key : "";
    };
    EXPECT_EQ(key_of("com.apple.security.network.client"), "com.apple.security.network.client");
    EXPECT_EQ(key_of("com.apple.security.network.other"), "com.apple.security.network.*");
    EXPECT_EQ(key_of("com.apple.security.other"), "com.apple.security.*");
    EXPECT_EQ(key_of("com.apple.developer.networking.other"), "com.apple.developer.networking.*");
    EXPECT_EQ(key_of("com.example.own"), "");
}

TEST_F(KnowledgeTest, RestrictionFollowsPlatform) {
    using enum PlatformFamily;
    for (const auto* key :
         {"com.apple.developer.networking.networkextension", "com.apple.application-identifier",
          "keychain-access-groups", "com.apple.vm.networking", "com.apple.private.tcc.allow", "com.example.unknown"})
        EXPECT_TRUE(knowledge.is_restricted(key, macos)) << key;
    for (const auto* key : {"com.apple.security.app-sandbox", "com.apple.security.cs.allow-jit",
                            "com.apple.security.get-task-allow", "com.apple.security.application-groups"}) {
        EXPECT_FALSE(knowledge.is_restricted(key, macos)) << key;
        EXPECT_TRUE(knowledge.is_restricted(key, ios_like)) << key;
    }
}

TEST_F(KnowledgeTest, ValuesAreFoundInBothForms) {
    const NetworkExtensionValue* suffixed = knowledge.network_extension_value("dns-proxy-systemextension");
    ASSERT_TRUE(suffixed);
    EXPECT_EQ(suffixed->value, "dns-proxy");
    EXPECT_EQ(knowledge.network_extension_value("dns-settings")->developer_id_value, "dns-settings");
    EXPECT_FALSE(knowledge.network_extension_value(""));
    EXPECT_FALSE(knowledge.network_extension_value("vpn"));
}

} // namespace
} // namespace nei::ne
