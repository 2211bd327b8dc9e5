// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nei::forge {

/// What an item of a spec is; the words are those of `neinspect inspect`.
enum class ItemKind {
    app,
    app_extension,
    system_extension,
    driver_extension,
    kernel_extension,
    framework,
    xpc_service,
    login_item,
    plug_in,
    watch_app,
    app_clip,
    bundle,
    library,
    executable,
    debug_symbols,
    profile,
};

struct ItemKindFacts {
    ItemKind kind;
    std::string_view word;      ///< key in a spec
    std::string_view extension; ///< of its folder or file, with the dot
    std::string_view package_type;
    std::string_view location;      ///< below the container's contents, deep layout
    std::string_view flat_location; ///< the same, flat layout
    std::string_view file_type;     ///< of its Mach-O; empty: none
};

const ItemKindFacts& facts_of(ItemKind kind);

/// Whether items of this kind run as a process of their own, and so claim entitlements and may carry a profile.
bool runs_by_itself(ItemKind kind);

/// Null where no kind has this word.
const ItemKindFacts* find_item_kind(std::string_view word);

/// A provider of Network Extension as a spec names it.
struct ProviderFacts {
    std::string_view word; ///< "packet-tunnel"
    std::string_view extension_point;
    std::string_view entitlement_value; ///< without the suffix of Developer ID
    std::string_view class_name;
    bool extension_kit = false;
};

/// Throws SpecError for an unknown word.
const ProviderFacts& provider_facts(std::string_view word);

} // namespace nei::forge
