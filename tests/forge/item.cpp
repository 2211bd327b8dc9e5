// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/item.h"

#include "tests/forge/item_executable.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <cctype>

namespace nei::forge {
namespace {

std::string capitalised(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::string last_label(const std::string& identifier) {
    return identifier.substr(identifier.rfind('.') + 1);
}

/// "com.example.fernway" and kind app-extension: "com.example.fernway.tunnel" where it is a provider.
std::string default_identifier(ItemKind kind, const Item* container, const std::string& name, bool provides) {
    if (container == nullptr) return "com.example.fernway";
    std::string label = provides ? "tunnel" : std::string(facts_of(kind).word);
    if (!name.empty()) {
        label.clear();
        for (const char c : name)
            label += std::isalnum(static_cast<unsigned char>(c)) != 0
                         ? static_cast<char>(std::tolower(static_cast<unsigned char>(c)))
                         : '-';
    }
    return container->identifier + "." + label;
}

Layout default_layout(const Item& item) {
    if (item.kind == ItemKind::driver_extension || !item.mac()) return Layout::flat;
    return item.kind == ItemKind::framework ? Layout::versioned : Layout::deep;
}

Layout layout_named(std::string_view word, const SpecReader& reader) {
    if (word == "deep") return Layout::deep;
    if (word == "flat") return Layout::flat;
    if (word == "versioned") return Layout::versioned;
    reader.refuse("layout", "is one of deep, flat, versioned");
}

void parse_nested(Item& item, const Json* json, const ItemContext& own) {
    if (json == nullptr || json->is_null()) return;
    if (!json->is_array()) throw SpecError(fmt::format("{}: \"nested\" is a list of items", item.where()));
    for (const Json& entry : *json) {
        if (!entry.is_object() || entry.size() != 1)
            throw SpecError(
                fmt::format("{}: each nested item is {{\"<kind>\": {{…}}}}, met {}", item.where(), entry.dump()));
        const auto member = entry.begin();
        const ItemKindFacts* facts = find_item_kind(member.key());
        if (facts == nullptr)
            throw SpecError(fmt::format("{}: unknown kind of item \"{}\"", item.where(), member.key()));
        item.nested.push_back(parse_item(facts->kind, member.value(), own));
    }
}

} // namespace

std::string Item::where() const {
    return fmt::format("{} {}", facts_of(kind).word, file_name.empty() ? identifier : file_name);
}

std::string Item::contents() const {
    if (bare() || layout == Layout::flat) return "";
    return layout == Layout::deep ? "Contents/" : "Versions/A/";
}

std::string Item::executable_path() const {
    if (!executable) return {};
    if (bare()) return "";
    if (kind == ItemKind::debug_symbols) return "Contents/Resources/DWARF/" + executable->name;
    return contents() + (layout == Layout::deep ? "MacOS/" : "") + executable->name;
}

std::string Item::info_path() const {
    return contents() + (layout == Layout::versioned ? "Resources/Info.plist" : "Info.plist");
}

std::string Item::profile_path() const {
    const bool provision = mac() || platform == "driverkit";
    return contents() + (provision ? "embedded.provisionprofile" : "embedded.mobileprovision");
}

SignerSpec parse_signer(const Json& json, const SignerSpec& base) {
    SignerSpec spec = base;
    if (json.is_null()) return spec;
    if (json.is_string()) {
        spec.kind = signer_kind(json.get<std::string>());
        return spec;
    }
    SpecReader reader(json, "signer");
    if (const auto kind = reader.text("kind")) spec.kind = signer_kind(*kind);
    spec.team = reader.text("team", spec.team);
    spec.organization = reader.text("organization", spec.organization);
    spec.person = reader.text("person", spec.person);
    if (const auto date = reader.date("not_before")) spec.not_before = date;
    if (const auto date = reader.date("not_after")) spec.not_after = date;
    if (auto text = reader.text("common_name")) spec.common_name = text;
    if (auto text = reader.text("organizational_unit")) spec.organizational_unit = text;
    if (auto text = reader.text("user_id")) spec.user_id = text;
    if (auto markers = reader.texts("markers")) spec.markers = markers;
    spec.incomplete_chain = reader.flag("incomplete_chain", spec.incomplete_chain);
    reader.finish();
    return spec;
}

Item parse_item(ItemKind kind, const Json& json, const ItemContext& context) {
    const ItemKindFacts& facts = facts_of(kind);
    SpecReader reader(json, std::string(facts.word));
    const auto keep = [&](std::string_view key) {
        const Json* value = reader.find(key);
        return value == nullptr ? Json() : *value;
    };
    Item item;
    item.kind = kind;
    item.date = reader.date("date").value_or(context.date);
    item.provider = keep("provider");
    if (item.provider.is_object())
        item.providers = SpecReader(item.provider, "provider").texts("kinds").value_or(std::vector<std::string>{});
    else
        item.providers = reader.texts("provider").value_or(std::vector<std::string>{});
    for (const std::string& word : item.providers) (void)provider_facts(word);

    const std::string given_name = reader.text("name", "");
    item.identifier =
        reader.text("identifier", default_identifier(kind, context.container, given_name, !item.providers.empty()));
    item.name = !given_name.empty() ? given_name : capitalised(last_label(item.identifier));
    const bool by_identifier = kind == ItemKind::system_extension || kind == ItemKind::driver_extension;
    item.file_name = raw_name(
        reader.text("file_name", (by_identifier ? item.identifier : item.name) + std::string(facts.extension)));

    const bool watch = kind == ItemKind::watch_app;
    const std::string inherited = kind == ItemKind::driver_extension                 ? "driverkit"
                                  : watch && context.platform.ends_with("simulator") ? "watchos-simulator"
                                  : watch                                            ? "watchos"
                                  : context.platform == "driverkit"                  ? "macos"
                                                                                     : context.platform;
    item.platform = reader.text("platform", inherited);
    const PlatformDefaults& defaults = defaults_of(item.platform, item.where());
    item.minimum_os = reader.text("minimum_os", std::string(defaults.minimum_os));
    item.sdk = reader.text("sdk", std::string(defaults.sdk));
    const auto layout = reader.text("layout");
    item.layout = layout ? layout_named(*layout, reader) : default_layout(item);
    if (kind == ItemKind::debug_symbols) item.layout = Layout::deep;

    const bool container_deep = context.container == nullptr || context.container->layout != Layout::flat;
    const bool extension_kit = !item.providers.empty() && provider_facts(item.providers.front()).extension_kit;
    std::string location(container_deep ? facts.location : facts.flat_location);
    if (kind == ItemKind::app_extension && extension_kit) location = "Extensions";
    item.location = reader.text("location", location);
    item.version = reader.text("version", context.container != nullptr ? context.container->version : "1.0");
    item.build = reader.text("build", context.container != nullptr ? context.container->build : "1");

    const Json own_signer = keep("signer");
    const Json signer =
        own_signer.is_null() ? context.signer
        : own_signer.is_object() && !own_signer.contains("kind")
            ? merged(context.signer.is_string() ? Json{{"kind", context.signer}} : context.signer, own_signer)
            : own_signer;
    SignerSpec base;
    item.team = reader.find("team") != nullptr ? keep("team") : context.team;
    if (item.team.is_string()) base.team = item.team.get<std::string>();
    item.signer = parse_signer(signer, base);

    item.info = keep("info");
    item.explicit_null_info = reader.is_null("info");
    for (const auto& [key, member] : {std::pair{"entitlements", &Item::entitlements},
                                      {"profile", &Item::profile},
                                      {"signature", &Item::signature},
                                      {"seal", &Item::seal},
                                      {"ticket", &Item::ticket},
                                      {"receipt", &Item::receipt},
                                      {"resources", &Item::resources},
                                      {"files", &Item::files},
                                      {"damage", &Item::damage}}) {
        // Absent is a discarded value and null stays null: "no entitlements" is not "the usual ones".
        const Json* value = reader.find(key);
        item.*member = value == nullptr ? Json(Json::value_t::discarded) : *value;
    }
    item.executable = parse_executable(item, reader.find("executable"));

    ItemContext own = context;
    own.container = &item;
    own.signer = signer;
    own.team = item.team;
    own.platform = item.platform;
    own.date = item.date;
    parse_nested(item, reader.find("nested"), own);
    reader.finish();
    return item;
}

} // namespace nei::forge
