// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/judge.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What rules ask of a bundle, looked up once for each judgement.
namespace nei::rules {

/// What is known of one item beside what it says itself.
struct ItemFacts {
    const bundle::CodeItem* item = nullptr;
    std::size_t index = 0, root = 0;
    std::optional<std::size_t> container; ///< nearest app around it
    std::vector<std::size_t> inside;      ///< items whose nearest bundle that runs by itself is this one
    std::vector<std::size_t> children;
    const signature::Signature* signature = nullptr; ///< of the main slice; null: none that can be read
    const plist::Value* claims = nullptr;            ///< effective entitlements; never null
    std::vector<std::string> network_extension;      ///< claimed values of the networkextension entitlement
    std::vector<std::string> groups;                 ///< claimed application groups
    std::string platform;                            ///< of the code: "macos", "ios", "mac-catalyst", ...
    bool mac = false;                                ///< macOS and Mac Catalyst; driver extensions as well
    bool simulator = false;
    bool provider = false;                    ///< a Network Extension provider
    std::vector<std::size_t> providers;       ///< of an app: the providers in it
    std::vector<std::size_t> installable;     ///< of an app: system and driver extensions in it
    std::optional<Distribution> distribution; ///< of its root, or what the intent says

    bool is(bundle::ItemKind kind) const { return item->kind == kind; }
    bool app_extension() const { return is(bundle::ItemKind::app_extension); }
    bool system_extension() const { return is(bundle::ItemKind::system_extension); }
    bool driver() const { return is(bundle::ItemKind::driver_extension); }
    /// A process of its own with an Info.plist: app, extension, service.
    bool runs() const;
    /// Signed at all, and by whom is known; rules about claims say nothing of other code.
    bool signed_code() const { return signature != nullptr; }
    bool ad_hoc() const;
    /// By the App Store, by TestFlight or by Apple: such copies may carry no profile (TN3125).
    bool store_signed() const;
    bool developer_id_signed() const;
    /// By a developer's certificate, so that a profile has to allow what is claimed.
    bool developer_signed() const;
    const plist::Value* claim(std::string_view key) const { return claims->find(key); }
    bool claims_true(std::string_view key) const;
    /// Restricted keys that are claimed. Application groups do not count on macOS: without a profile the code runs.
    std::vector<std::string> restricted_claims() const;
    const plist::Value* info(std::string_view key) const {
        return item->info_plist ? item->info_plist->find(key) : nullptr;
    }
    std::string info_text(std::string_view key) const;
    /// Team of the code directory, which App Store copies have too, else the signer's.
    std::optional<std::string> team() const;
};

/// Names in the code of an item and of the libraries that belong to it, of all slices.
class NamesOfItem {
public:
    explicit NamesOfItem(std::vector<const SliceNames*> slices) : slices_(std::move(slices)) {}

    bool defines_class(std::string_view name) const;
    bool refers_to(std::string_view name) const;
    bool has_classes() const;
    bool has_references() const;
    /// A class whose name ends so; empty where there is none.
    std::string class_ending(std::string_view end) const;

private:
    std::vector<const SliceNames*> slices_;
};

/// Index over a bundle, made once for a judgement.
class Facts {
public:
    Facts(const Evidence& evidence, const Intent& intent);
    Facts(const Facts&) = delete; // items point into it
    Facts& operator=(const Facts&) = delete;

    const bundle::Bundle& bundle() const { return *bundle_; }
    const verify::Integrity* integrity() const { return integrity_; }
    const CodeNames* names() const { return names_; }
    const Intent& intent() const { return *intent_; }
    const std::vector<ItemFacts>& items() const { return items_; }
    const ItemFacts& at(std::size_t index) const { return items_[index]; }
    const std::vector<std::size_t>& roots() const { return roots_; }
    const ItemFacts* container(const ItemFacts& item) const {
        return item.container ? &items_[*item.container] : nullptr;
    }
    /// "Tunnel.appex": what titles call an item.
    const std::string& name(const ItemFacts& item) const { return item.item->name; }
    /// "packet tunnel provider": what a provider is called in a sentence; other items by their kind.
    std::string what(const ItemFacts& item) const;
    /// Nothing where not everything could be read, since then what is not found may be there all the same.
    std::optional<NamesOfItem> code_names(const ItemFacts& item) const;
    /// The user's aim for the item, or what it was signed for.
    bool meant_for(const ItemFacts& item, Distribution distribution) const { return item.distribution == distribution; }
    bool meant_for_store(const ItemFacts& item) const;
    /// Meant for Developer ID; where the user names no aim, signed with it or with its profile.
    bool developer_id(const ItemFacts& item) const;

private:
    void link();
    void read(ItemFacts& facts) const;

    const bundle::Bundle* bundle_;
    const verify::Integrity* integrity_;
    const CodeNames* names_;
    const Intent* intent_;
    std::vector<ItemFacts> items_;
    std::vector<std::size_t> roots_;
    plist::Value nothing_;
};

/// Entitlement value without "-systemextension".
std::string plain_value(std::string_view value);
/// Developer ID's form of a value; empty where it has none.
std::string suffixed_value(std::string_view value);
inline constexpr std::string_view system_extension_suffix = "-systemextension";

/// -1, 0, 1 of two versions of numbers and full stops: "14.7.8" < "15".
int compare_versions(std::string_view left, std::string_view right);
/// The oldest system that an item runs on: of its code, else of its Info.plist; empty where neither says.
std::string minimum_os(const ItemFacts& item);
/// "macOS", "iOS": whose system starts it.
std::string_view system_name(const ItemFacts& item);
/// "packet tunnel provider" of "Packet tunnel provider"; abbreviations ("DNS proxy provider") stay as they are.
std::string in_sentence(std::string words);
/// "a, b and c"
std::string listed(const std::vector<std::string>& words);

} // namespace nei::rules
