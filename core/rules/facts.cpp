// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/facts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

namespace nei::rules {

using bundle::CodeItem;
using bundle::ItemKind;
using signature::SignerClass;

bool ItemFacts::runs() const {
    switch (item->kind) {
    case ItemKind::app:
    case ItemKind::app_extension:
    case ItemKind::system_extension:
    case ItemKind::driver_extension:
    case ItemKind::xpc_service:
    case ItemKind::login_item:
    case ItemKind::watch_app:
    case ItemKind::app_clip: return true;
    default: return false;
    }
}

bool ItemFacts::ad_hoc() const {
    return signature && (signature->kind == signature::SignatureKind::ad_hoc ||
                         signature->kind == signature::SignatureKind::linker_signed || !signature->signer);
}

bool ItemFacts::store_signed() const {
    if (!signature) return false;
    switch (signature->signer_class) {
    case SignerClass::mac_app_store:
    case SignerClass::ios_app_store:
    case SignerClass::testflight:
    case SignerClass::apple_platform: return true;
    default: return false;
    }
}

bool ItemFacts::developer_id_signed() const {
    return signature && signature->signer_class == SignerClass::developer_id_application;
}

bool ItemFacts::developer_signed() const {
    return signature && !ad_hoc() && !store_signed();
}

bool ItemFacts::claims_true(std::string_view key) const {
    const plist::Value* value = claims->find(key);
    return value && value->boolean() && *value->boolean();
}

std::vector<std::string> ItemFacts::restricted_claims() const {
    std::vector<std::string> keys;
    for (const profile::Authorisation& entry : item->authorisation)
        if (entry.restricted && claims->find(entry.key) && !(mac && entry.key == ne::application_groups_entitlement))
            keys.push_back(entry.key);
    return keys;
}

std::string ItemFacts::info_text(std::string_view key) const {
    const plist::Value* value = info(key);
    return value && value->string() ? *value->string() : std::string();
}

std::optional<std::string> ItemFacts::team() const {
    if (!signature) return std::nullopt;
    return signature->team_id ? signature->team_id : signature->signer_team_id();
}

Facts::Facts(const Evidence& evidence, const Intent& intent)
    : bundle_(&evidence.bundle), integrity_(evidence.integrity), names_(evidence.names), intent_(&intent) {
    items_.resize(bundle_->items.size());
    for (std::size_t i = 0; i < items_.size(); ++i) {
        items_[i].item = &bundle_->items[i];
        items_[i].index = i;
        read(items_[i]);
    }
    link();
}

void Facts::read(ItemFacts& facts) const {
    const CodeItem& item = *facts.item;
    facts.signature = item.main_signature();
    facts.claims =
        facts.signature && facts.signature->entitlements ? &facts.signature->entitlements->effective() : &nothing_;
    const auto texts = [&](std::string_view key) {
        const plist::Value* value = facts.claims->find(key);
        return value ? plist::strings(*value) : std::vector<std::string>();
    };
    facts.network_extension = texts(ne::network_extension_entitlement);
    facts.groups = texts(ne::application_groups_entitlement);
    facts.mac = item.platform_family() == ne::PlatformFamily::macos;
    const bundle::CodeSlice* slice = item.main_slice();
    if (slice && !slice->code.platforms.empty()) facts.platform = slice->code.platforms.front().name;
    if (facts.platform.empty()) facts.platform = facts.mac ? "macos" : "ios";
    // Code for Intel processors of an iOS platform is the Simulator's; before LC_BUILD_VERSION nothing else said so.
    const bool intel = !item.slices.empty() && std::ranges::all_of(item.slices, [](const bundle::CodeSlice& one) {
        return one.code.architecture.starts_with("x86_64") || one.code.architecture == "i386";
    });
    facts.simulator = facts.platform.ends_with("-simulator") || (intel && !facts.mac);
    facts.provider = item.provider && item.provider->is_network_extension();
}

void Facts::link() {
    std::map<std::string_view, std::size_t> by_path;
    for (const ItemFacts& facts : items_) by_path.emplace(facts.item->path, facts.index);
    for (ItemFacts& facts : items_) {
        const CodeItem& item = *facts.item;
        const auto root = by_path.find(item.root);
        facts.root = root == by_path.end() ? facts.index : root->second;
        if (item.parent) items_[*item.parent].children.push_back(facts.index);
        if (facts.root == facts.index) roots_.push_back(facts.index);
        // Parents come first, so the parent's answer is there already.
        if (!item.parent) continue;
        const ItemFacts& parent = items_[*item.parent];
        const bool app = parent.is(ItemKind::app) || parent.is(ItemKind::watch_app) || parent.is(ItemKind::app_clip);
        facts.container = app ? std::optional(parent.index) : parent.container;
        std::optional<std::size_t> at = item.parent;
        while (at && !items_[*at].runs()) at = items_[*at].item->parent;
        if (at && !facts.runs()) items_[*at].inside.push_back(facts.index);
        if ((facts.system_extension() || facts.driver()) && facts.container)
            items_[*facts.container].installable.push_back(facts.index);
        if (facts.provider && facts.container) items_[*facts.container].providers.push_back(facts.index);
    }
    for (const std::size_t root : roots_)
        items_[root].distribution =
            intent_->distribution ? intent_->distribution : detected_distribution(*items_[root].item);
    for (ItemFacts& facts : items_) facts.distribution = items_[facts.root].distribution;
}

std::string Facts::what(const ItemFacts& facts) const {
    const CodeItem& item = *facts.item;
    std::string words;
    if (facts.provider && !item.provider->extension_points.empty()) {
        const auto* point =
            ne::Knowledge::builtin().extension_point(item.provider->extension_points.front().identifier);
        words =
            point && item.provider->extension_points.size() == 1 ? point->provider_name : "Network Extension provider";
    } else {
        words = std::string(bundle::display_name(item.kind));
    }
    return words.starts_with("Network E") ? words : in_sentence(std::move(words));
}

bool NamesOfItem::defines_class(std::string_view name) const {
    return std::ranges::any_of(slices_, [&](const SliceNames* slice) { return slice->defines_class(name); });
}

bool NamesOfItem::refers_to(std::string_view name) const {
    return std::ranges::any_of(slices_, [&](const SliceNames* slice) { return slice->refers_to(name); });
}

bool NamesOfItem::has_classes() const {
    return std::ranges::any_of(slices_, [](const SliceNames* slice) { return !slice->objective_c_classes.empty(); });
}

bool NamesOfItem::has_references() const {
    return std::ranges::any_of(slices_, [](const SliceNames* slice) { return !slice->references.empty(); });
}

std::string NamesOfItem::class_ending(std::string_view end) const {
    for (const SliceNames* slice : slices_)
        for (const std::string& name : slice->objective_c_classes)
            if (name.ends_with(end)) return name;
    return {};
}

std::optional<NamesOfItem> Facts::code_names(const ItemFacts& facts) const {
    if (!names_ || facts.item->slices.empty()) return std::nullopt;
    std::vector<const SliceNames*> slices;
    const auto take = [&](std::size_t item) {
        for (std::size_t slice = 0; slice < items_[item].item->slices.size(); ++slice) {
            slices.push_back(names_->find(item, slice));
            if (!slices.back() || !slices.back()->complete) return false;
        }
        return true;
    };
    if (!take(facts.index)) return std::nullopt;
    for (const std::size_t library : facts.inside) // `*.debug.dylib` of Xcode's debug builds among them
        if (!take(library)) return std::nullopt;
    if (const ItemFacts* app = container(facts)) // an extension may load the libraries of its app
        for (const std::size_t library : app->inside)
            if (!take(library)) return std::nullopt;
    return NamesOfItem(std::move(slices));
}

bool Facts::meant_for_store(const ItemFacts& item) const {
    return meant_for(item, Distribution::app_store) || meant_for(item, Distribution::testflight);
}

bool Facts::developer_id(const ItemFacts& item) const {
    if (intent_->distribution) return *intent_->distribution == Distribution::developer_id;
    if (item.developer_id_signed() || meant_for(item, Distribution::developer_id)) return true;
    return item.item->profile && item.item->profile->type == profile::ProfileType::developer_id;
}

std::optional<Distribution> detected_distribution(const CodeItem& item) {
    const signature::Signature* signature = item.main_signature();
    if (!signature || !signature->signer) return std::nullopt;
    const auto from_profile = [&]() -> std::optional<Distribution> {
        if (!item.profile || !item.profile->type) return std::nullopt;
        switch (*item.profile->type) {
        case profile::ProfileType::development: return Distribution::development;
        case profile::ProfileType::ad_hoc: return Distribution::ad_hoc;
        case profile::ProfileType::enterprise: return Distribution::enterprise;
        case profile::ProfileType::developer_id: return Distribution::developer_id;
        case profile::ProfileType::app_store: return Distribution::app_store;
        }
        return std::nullopt;
    };
    switch (signature->signer_class) {
    case SignerClass::developer_id_application: return Distribution::developer_id;
    case SignerClass::development: return Distribution::development;
    case SignerClass::mac_app_store:
    case SignerClass::ios_app_store: return Distribution::app_store;
    case SignerClass::testflight: return Distribution::testflight;
    // A distribution certificate serves three ways; without a profile it can only be an upload for the Mac App Store.
    case SignerClass::distribution: return from_profile().value_or(Distribution::app_store);
    case SignerClass::apple_platform:
    case SignerClass::developer_id_installer: return std::nullopt;
    default: return from_profile();
    }
}

std::string plain_value(std::string_view value) {
    if (value.ends_with(system_extension_suffix)) value.remove_suffix(system_extension_suffix.size());
    return std::string(value);
}

std::string suffixed_value(std::string_view value) {
    const auto* known = ne::Knowledge::builtin().network_extension_value(value);
    return known ? known->developer_id_value : std::string();
}

int compare_versions(std::string_view left, std::string_view right) {
    const auto next = [](std::string_view& text) {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        text = text.starts_with('.') ? text.substr(1) : std::string_view();
        return error == std::errc() ? number : 0;
    };
    while (!left.empty() || !right.empty()) {
        const std::uint64_t a = next(left), b = next(right);
        if (a != b) return a < b ? -1 : 1;
    }
    return 0;
}

std::string minimum_os(const ItemFacts& item) {
    const bundle::CodeSlice* slice = item.item->main_slice();
    // LC_BUILD_VERSION of Mac Catalyst counts iOS versions, so Info.plist is asked there.
    if (slice && !slice->code.platforms.empty() && item.platform != "mac-catalyst" && item.platform != "driverkit")
        return slice->code.platforms.front().minimum_os.text();
    return item.info_text(item.mac ? "LSMinimumSystemVersion" : "MinimumOSVersion");
}

std::string_view system_name(const ItemFacts& item) {
    if (item.mac) return "macOS";
    if (item.platform.starts_with("tvos")) return "tvOS";
    if (item.platform.starts_with("visionos")) return "visionOS";
    if (item.platform.starts_with("watchos")) return "watchOS";
    return "iOS";
}

std::string in_sentence(std::string words) {
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (words.size() > 1 && upper(words[0]) && !upper(words[1])) words[0] = static_cast<char>(words[0] - 'A' + 'a');
    return words;
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
        text += words[i];
    }
    return text;
}

} // namespace nei::rules
