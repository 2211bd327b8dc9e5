// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/match_items.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <unordered_map>

namespace nei::compare {
namespace {

using bundle::Bundle;
using bundle::CodeItem;

/// What an item is matched by in one pass; nothing where it does not say.
using Key = std::optional<std::string>;
using KeyOf = std::function<Key(const Bundle&, const CodeItem&)>;

/// Joins what cannot contain a zero byte.
template <class... Parts>
std::string joined(const Parts&... parts) {
    std::string key;
    ((key += fmt::format("{}", parts), key += '\0'), ...);
    return key;
}

Key identifier(const CodeItem& item) {
    if (item.bundle_identifier && !item.bundle_identifier->empty()) return item.bundle_identifier;
    return std::nullopt;
}

/// "tunnel" of com.example.app.tunnel in com.example.app: Debug builds often have another identifier in front.
Key identifier_below_root(const Bundle& bundle, const CodeItem& item) {
    const CodeItem* root = &item;
    while (root->parent) root = &bundle.items[*root->parent];
    const Key own = identifier(item), of_root = identifier(*root);
    if (!own || !of_root || !own->starts_with(*of_root + ".")) return std::nullopt;
    return own->substr(of_root->size() + 1);
}

/// A Network Extension provider is the same one, whether an app extension or a system extension.
Key provider_role(const CodeItem& item) {
    if (!item.provider || !item.provider->is_network_extension()) return std::nullopt;
    std::vector<std::string> points;
    for (const bundle::ProviderPoint& point : item.provider->extension_points) points.push_back(point.identifier);
    std::ranges::sort(points);
    std::string key;
    for (const std::string& point : points) key += joined(point);
    return key;
}

/// What the code is, wherever it lies and whatever it is called.
Key code(const CodeItem& item) {
    const bundle::CodeSlice* slice = item.main_slice();
    if (!slice) return std::nullopt;
    if (!slice->pages.behind_header.empty())
        return joined(slice->code.architecture, to_hex(slice->pages.behind_header));
    if (!slice->code.uuid.empty()) return joined(slice->code.architecture, slice->code.uuid);
    return std::nullopt;
}

class Matcher {
public:
    Matcher(const Bundle& a, const Bundle& b) : a_{a, {}, {}}, b_{b, {}, {}} {
        for (Side* side : {&a_, &b_}) {
            side->partner.resize(side->bundle.items.size());
            for (std::size_t i = 0; i < side->bundle.items.size(); ++i)
                if (const CodeItem& item = side->bundle.items[i]; !item.parent) side->roots.emplace(item.path, i);
        }
    }

    std::vector<ItemMatch> match() {
        match_roots();
        match_nested();
        std::vector<ItemMatch> matches;
        for (std::size_t i = 0; i < a_.partner.size(); ++i)
            matches.push_back(a_.partner[i] ? ItemMatch{i, a_.partner[i]->index, a_.partner[i]->by}
                                            : ItemMatch{i, std::nullopt, ""});
        for (std::size_t i = 0; i < b_.partner.size(); ++i)
            if (!b_.partner[i]) matches.push_back({std::nullopt, i, ""});
        return matches;
    }

private:
    struct Partner {
        std::size_t index;
        std::string_view by;
    };
    struct Side {
        const Bundle& bundle;
        std::vector<std::optional<Partner>> partner;
        std::unordered_map<std::string, std::size_t> roots; ///< by path
    };
    /// Whether items that share a key are told apart by their order, or not at all.
    enum class Several { in_order, none };

    void match_roots() {
        const auto root = [](KeyOf key) -> KeyOf {
            return [key = std::move(key)](const Bundle& bundle, const CodeItem& item) {
                return item.parent ? std::nullopt : key(bundle, item);
            };
        };
        pass("identifier", Several::in_order, root([](const Bundle&, const CodeItem& item) -> Key {
                 const Key own = identifier(item);
                 return own ? Key(joined(slug(item.kind), *own, item.name)) : std::nullopt;
             }));
        pass("identifier", Several::in_order, root([](const Bundle&, const CodeItem& item) -> Key {
                 const Key own = identifier(item);
                 return own ? Key(joined(slug(item.kind), *own)) : std::nullopt;
             }));
        pass("identifier", Several::none, root([](const Bundle&, const CodeItem& item) { return identifier(item); }));
        pass("name", Several::in_order,
             root([](const Bundle&, const CodeItem& item) -> Key { return joined(slug(item.kind), item.name); }));
        pass("role", Several::none, root([](const Bundle&, const CodeItem& item) { return provider_role(item); }));
        pass("code", Several::none, root([](const Bundle&, const CodeItem& item) { return code(item); }));
        // Two builds are given to be compared: where each has one app, that is meant, whatever it is called.
        pass("role", Several::none,
             root([](const Bundle&, const CodeItem& item) -> Key { return joined(slug(item.kind)); }));
    }

    void match_nested() {
        const auto keyed = [](auto key) -> KeyOf {
            return [key](const Bundle&, const CodeItem& item) -> Key { return key(item); };
        };
        nested("identifier", Several::in_order, keyed([](const CodeItem& item) -> Key {
                   const Key own = identifier(item);
                   return own ? Key(joined(slug(item.kind), *own, item.path_in_root)) : std::nullopt;
               }));
        nested("path", Several::none, keyed([](const CodeItem& item) -> Key {
                   return identifier(item) ? std::nullopt : Key(joined(slug(item.kind), item.path_in_root));
               }));
        nested("identifier", Several::in_order, keyed([](const CodeItem& item) -> Key {
                   const Key own = identifier(item);
                   return own ? Key(joined(slug(item.kind), *own)) : std::nullopt;
               }));
        nested("identifier", Several::none, keyed([](const CodeItem& item) -> Key {
                   const Key own = identifier(item);
                   return own && item.provider ? own : std::nullopt;
               }));
        nested("identifier-below-app", Several::in_order, [](const Bundle& bundle, const CodeItem& item) -> Key {
            const Key own = identifier_below_root(bundle, item);
            return own ? Key(joined(slug(item.kind), *own)) : std::nullopt;
        });
        nested("identifier-below-app", Several::none, [](const Bundle& bundle, const CodeItem& item) -> Key {
            return item.provider ? identifier_below_root(bundle, item) : std::nullopt;
        });
        nested("path", Several::none, keyed([](const CodeItem& item) -> Key { return item.path_in_root; }));
        nested("role", Several::none, keyed(provider_role));
        nested("name", Several::none,
               keyed([](const CodeItem& item) -> Key { return joined(slug(item.kind), item.name); }));
        nested("code", Several::none, keyed([](const CodeItem& item) -> Key {
                   const Key own = code(item);
                   return own ? Key(joined(slug(item.kind), *own)) : std::nullopt;
               }));
    }

    /// Among items whose roots are one.
    void nested(std::string_view by, Several several, const KeyOf& key) {
        pass(by, several, [&](const Bundle& bundle, const CodeItem& item) -> Key {
            if (!item.parent) return std::nullopt;
            const bool first = &bundle == &a_.bundle;
            const Side& side = first ? a_ : b_;
            const auto root = side.roots.find(item.root);
            if (root == side.roots.end() || !side.partner[root->second]) return std::nullopt;
            const std::size_t root_in_a = first ? root->second : side.partner[root->second]->index;
            const Key own = key(bundle, item);
            return own ? Key(joined(root_in_a, *own)) : std::nullopt;
        });
    }

    void pass(std::string_view by, Several several, const KeyOf& key) {
        const auto collect = [&](const Side& side) {
            std::map<std::string, std::vector<std::size_t>> by_key;
            for (std::size_t i = 0; i < side.partner.size(); ++i)
                if (!side.partner[i])
                    if (const Key own = key(side.bundle, side.bundle.items[i])) by_key[*own].push_back(i);
            return by_key;
        };
        const auto of_a = collect(a_), of_b = collect(b_);
        for (const auto& [name, in_a] : of_a) {
            const auto found = of_b.find(name);
            if (found == of_b.end()) continue;
            const auto& in_b = found->second;
            if (several == Several::none && (in_a.size() != 1 || in_b.size() != 1)) continue;
            for (std::size_t i = 0; i < std::min(in_a.size(), in_b.size()); ++i) {
                a_.partner[in_a[i]] = Partner{in_b[i], by};
                b_.partner[in_b[i]] = Partner{in_a[i], by};
            }
        }
    }

    Side a_, b_;
};

} // namespace

std::vector<ItemMatch> match_items(const Bundle& a, const Bundle& b) {
    return Matcher(a, b).match();
}

std::string path_in_parent(const Bundle& bundle, const CodeItem& item) {
    if (!item.parent) return item.name;
    const std::string& parent = bundle.items[*item.parent].path_in_root;
    if (parent == "." || !item.path_in_root.starts_with(parent + "/")) return item.path_in_root;
    return item.path_in_root.substr(parent.size() + 1);
}

} // namespace nei::compare
