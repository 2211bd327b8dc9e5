// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/item_kinds.h"
#include "tests/forge/profile.h"
#include "tests/forge/signature.h"
#include "tests/forge/spec_reader.h"

namespace nei::forge {

enum class Layout { deep, flat, versioned };

/// One Mach-O of an item, ready to be written.
struct ItemSlice {
    MachOOptions code;
    Json signer;       ///< signer object or word, null for the item's
    Json signature;    ///< differences from the item's
    Json entitlements; ///< the same
};

struct ItemExecutable {
    std::string name;
    unsigned mode = 0755;
    bool wide_header = false;
    bool embeds_info = false; ///< Info.plist as section, as bare programs have it
    std::vector<ItemSlice> slices;
};

/// An item of a spec with its defaults filled in. What is still JSON is worked out when the whole tree of items is
/// known: an app's claims depend on the providers that it contains.
struct Item {
    ItemKind kind = ItemKind::app;
    std::string name, file_name, location, identifier, version, build, platform;
    std::string minimum_os, sdk;
    Layout layout = Layout::deep;
    SignerSpec signer;
    std::vector<std::string> providers; ///< words of provider_facts
    Timestamp date{};                   ///< when it was signed
    std::optional<ItemExecutable> executable;
    Json info, entitlements, profile, signature, seal, ticket, receipt, resources, files, damage, team, provider;
    bool explicit_null_info = false;
    std::vector<Item> nested;

    bool mac() const { return platform == "macos" || platform == "catalyst"; }
    /// Whether it is a bare file rather than a folder.
    bool bare() const { return kind == ItemKind::library || kind == ItemKind::executable || kind == ItemKind::profile; }
    std::string where() const;
    /// Below the item's folder: "Contents/", "", "Versions/A/".
    std::string contents() const;
    std::string executable_path() const; ///< from the item's folder
    std::string info_path() const;
    std::string profile_path() const;
};

/// What an item takes from its container and from the head of the spec.
struct ItemContext {
    const Item* container = nullptr;
    Json signer = "developer-id";
    Json team;
    std::string platform = "macos";
    Timestamp date{};
};

Item parse_item(ItemKind kind, const Json& json, const ItemContext& context);

/// `{"kind": …, "team": …}` or the kind's word alone.
SignerSpec parse_signer(const Json& json, const SignerSpec& base);

/// The container of `item` within `root`'s tree is given as a chain, outermost first; empty for the root itself.
using Containers = std::vector<const Item*>;

plist::Dictionary derived_info(const Item& item, const Containers& containers);
/// What a correct item claims, before the spec's own changes.
plist::Dictionary derived_entitlements(const Item& item, const Containers& containers);
/// The claims: derived, then changed as the spec says. Absent where the item has no entitlements at all.
std::optional<plist::Dictionary> claimed_entitlements(const Item& item, const Containers& containers);
/// The profile that a correct item embeds, changed as the spec says.
std::optional<ProfileOptions> embedded_profile(const Item& item, const Containers& containers,
                                               const std::optional<plist::Dictionary>& claims);
/// All of the signature that does not depend on the bundle's files.
SigningOptions signing_options(const Item& item, const ItemSlice* slice,
                               const std::optional<plist::Dictionary>& claims);

/// All Network Extension values that this item needs: its own providers' and those of what it contains.
std::vector<std::string> network_extension_values(const Item& item);

} // namespace nei::forge
