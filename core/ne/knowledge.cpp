// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ne/knowledge.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <nei_data_embedded.h>
#include <stdexcept>

namespace nei::ne {
namespace {

using Json = nlohmann::json;

// The tables are part of the program: a mistake in one is a mistake of ours, met by the first test that runs.
template <class Row, class Read>
std::vector<Row> table(std::string_view text, const char* key, Read read) {
    std::vector<Row> rows;
    const Json document = Json::parse(text);
    for (const Json& row : document.at(key)) rows.push_back(read(row));
    return rows;
}

std::string text_of(const Json& row, const char* key) {
    return row.at(key).get<std::string>();
}

Packaging packaging_of(const std::string& name) {
    for (const Packaging packaging : {Packaging::app_extension, Packaging::system_extension})
        if (slug(packaging) == name) return packaging;
    throw std::logic_error("deployment.json names an unknown packaging: " + name);
}

ProviderKind read_provider(const Json& row) {
    return {text_of(row, "id"), text_of(row, "name"), text_of(row, "entitlement_value"),
            text_of(row, "developer_id_entitlement_value"), row.at("base_classes").get<std::vector<std::string>>()};
}

ExtensionPoint read_extension_point(const Json& row) {
    return {text_of(row, "identifier"), text_of(row, "provider"), text_of(row, "provider_name"),
            row.at("extension_kit").get<bool>(), row.at("valid_in_system_extension").get<bool>()};
}

Deployment read_deployment(const Json& row) {
    return {text_of(row, "provider"),
            text_of(row, "platform"),
            packaging_of(text_of(row, "packaging")),
            text_of(row, "since"),
            row.at("app_store_only").get<bool>(),
            text_of(row, "condition")};
}

EntitlementKey read_entitlement_key(const Json& row) {
    return {text_of(row, "key"), row.at("restricted_on_macos").get<bool>(), text_of(row, "meaning")};
}

NetworkExtensionValue read_network_extension_value(const Json& row) {
    return {text_of(row, "value"), text_of(row, "developer_id_value"), row.at("by_request").get<bool>(),
            text_of(row, "meaning")};
}

InfoPlistKey read_info_plist_key(const Json& row) {
    return {text_of(row, "path"), text_of(row, "meaning")};
}

template <class Row, class Matches>
const Row* find(const std::vector<Row>& rows, Matches matches) {
    const auto found = std::ranges::find_if(rows, matches);
    return found == rows.end() ? nullptr : &*found;
}

bool is_prefix_entry(const EntitlementKey& entry) {
    return entry.key.ends_with('*');
}

} // namespace

std::string_view slug(Packaging packaging) {
    return packaging == Packaging::app_extension ? "app-extension" : "system-extension";
}

Knowledge::Knowledge()
    : providers_(table<ProviderKind>(nei_data::provider_kinds_json(), "providers", read_provider)),
      extension_points_(
          table<ExtensionPoint>(nei_data::extension_points_json(), "extension_points", read_extension_point)),
      deployments_(table<Deployment>(nei_data::deployment_json(), "deployments", read_deployment)),
      entitlement_keys_(
          table<EntitlementKey>(nei_data::entitlement_keys_json(), "entitlement_keys", read_entitlement_key)),
      network_extension_values_(table<NetworkExtensionValue>(nei_data::network_extension_values_json(), "values",
                                                             read_network_extension_value)),
      info_plist_keys_(table<InfoPlistKey>(nei_data::info_plist_keys_json(), "info_plist_keys", read_info_plist_key)) {}

const Knowledge& Knowledge::builtin() {
    static const Knowledge knowledge;
    return knowledge;
}

const ProviderKind* Knowledge::provider(std::string_view id) const {
    return find(providers_, [&](const ProviderKind& kind) { return kind.id == id; });
}

const ExtensionPoint* Knowledge::extension_point(std::string_view identifier) const {
    return find(extension_points_, [&](const ExtensionPoint& point) { return point.identifier == identifier; });
}

const NetworkExtensionValue* Knowledge::network_extension_value(std::string_view value) const {
    if (value.empty()) return nullptr;
    return find(network_extension_values_, [&](const NetworkExtensionValue& known) {
        return known.value == value || known.developer_id_value == value;
    });
}

const InfoPlistKey* Knowledge::info_plist_key(std::string_view path) const {
    return find(info_plist_keys_, [&](const InfoPlistKey& key) { return key.path == path; });
}

const EntitlementKey* Knowledge::entitlement(std::string_view key) const {
    const EntitlementKey* best = nullptr;
    for (const EntitlementKey& entry : entitlement_keys_) {
        if (entry.key == key) return &entry;
        const auto prefix = std::string_view(entry.key).substr(0, entry.key.size() - 1);
        if (is_prefix_entry(entry) && key.starts_with(prefix) && (!best || entry.key.size() > best->key.size()))
            best = &entry;
    }
    return best;
}

bool Knowledge::is_restricted(std::string_view key, PlatformFamily platform) const {
    if (platform == PlatformFamily::ios_like) return true;
    const EntitlementKey* entry = entitlement(key);
    return !entry || entry->restricted_on_macos;
}

} // namespace nei::ne
