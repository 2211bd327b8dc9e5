// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/item_differences.h"

#include "core/compare/facts.h"
#include "core/compare/match_items.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace nei::compare {
namespace {

using bundle::CodeItem;

/// What a single item says, for items that only one build has.
plist::Value described(const CodeItem& item) {
    return fmt::format("{} {}", slug(item.kind), item.path);
}

std::vector<std::string> common_architectures(const CodeItem& a, const CodeItem& b) {
    std::vector<std::string> names;
    for (const bundle::CodeSlice& slice : a.slices)
        if (std::ranges::any_of(b.slices,
                                [&](const auto& other) { return other.code.architecture == slice.code.architecture; }))
            names.push_back(slice.code.architecture);
    return names;
}

/// Of the slice, or of an item without code; null where it is not signed.
const signature::Signature* signature_of(const CodeItem& item, std::string_view architecture) {
    if (item.slices.empty()) return item.detached_signature.get();
    for (const bundle::CodeSlice& slice : item.slices)
        if (slice.code.architecture == architecture && slice.signature) return &*slice.signature;
    return nullptr;
}

/// Walks two sorted lists of facts.
class FactComparer {
public:
    FactComparer(const CodeItem& a, const CodeItem& b, std::size_t match)
        : a_(a), b_(b), match_(match), common_(common_architectures(a, b)) {}

    std::vector<Difference> run() {
        add_presence(Aspect::info_plist, key::info_plist, a_.info_plist.has_value(), b_.info_plist.has_value());
        add_presence(Aspect::profile, key::profile, a_.profile.has_value(), b_.profile.has_value());
        const std::vector<Fact> of_a = facts_of(a_, b_), of_b = facts_of(b_, a_);
        const auto place = [](const Fact& fact) { return std::tie(fact.aspect, fact.architecture, fact.key); };
        auto in_a = of_a.begin(), in_b = of_b.begin();
        while (in_a != of_a.end() || in_b != of_b.end()) {
            if (in_b == of_b.end() || (in_a != of_a.end() && place(*in_a) < place(*in_b))) {
                add(&*in_a++, nullptr);
            } else if (in_a == of_a.end() || place(*in_b) < place(*in_a)) {
                add(nullptr, &*in_b++);
            } else {
                if (in_a->value != in_b->value) add(&*in_a, &*in_b);
                ++in_a, ++in_b;
            }
        }
        return merged();
    }

private:
    void add_presence(Aspect aspect, std::string_view key, bool in_a, bool in_b) {
        if (in_a == in_b) return;
        Difference difference{.change = in_a ? Change::removed : Change::added,
                              .aspect = aspect,
                              .match = match_,
                              .key = std::string(key)};
        const CodeItem& item = in_a ? a_ : b_;
        (in_a ? difference.a : difference.b) =
            aspect == Aspect::profile ? plist::Value(item.profile->name) : plist::Value("present");
        found_.push_back(std::move(difference));
    }

    /// Of a part that only one build has, its presence says all.
    bool is_told(const Fact& fact) const {
        if (fact.aspect == Aspect::info_plist) return a_.info_plist.has_value() != b_.info_plist.has_value();
        if (fact.aspect == Aspect::profile) return a_.profile.has_value() != b_.profile.has_value();
        const bool of_signature = fact.aspect == Aspect::signature || fact.aspect == Aspect::entitlements;
        if (of_signature && fact.key != key::kind && is_unsigned_in_one(fact.architecture)) return true;
        if (fact.architecture.empty() || fact.key == key::architecture) return false;
        return std::ranges::find(common_, fact.architecture) == common_.end();
    }

    bool is_unsigned_in_one(std::string_view architecture) const {
        return (signature_of(a_, architecture) == nullptr) != (signature_of(b_, architecture) == nullptr);
    }

    void add(const Fact* in_a, const Fact* in_b) {
        const Fact& fact = in_a ? *in_a : *in_b;
        if (is_told(fact) || (fact.aspect == Aspect::item && fact.key == key::kind)) return;
        if (fact.key == key::may_run && (!in_a || !in_b)) return;
        Difference difference{.change = !in_b   ? Change::removed
                                        : !in_a ? Change::added
                                                : Change::changed,
                              .aspect = fact.aspect,
                              .match = match_,
                              .key = fact.key};
        if (!fact.architecture.empty()) difference.architecture = fact.architecture;
        if (in_a) difference.a = in_a->value;
        if (in_b) difference.b = in_b->value;
        found_.push_back(std::move(difference));
    }

    /// Where all slices differ alike that is one difference, and not one for each.
    std::vector<Difference> merged() {
        std::map<std::pair<Aspect, std::string>, std::vector<std::size_t>> by_key;
        for (std::size_t i = 0; i < found_.size(); ++i)
            if (found_[i].architecture && found_[i].key != key::architecture)
                by_key[{found_[i].aspect, found_[i].key}].push_back(i);
        std::vector<bool> dropped(found_.size(), false);
        for (const auto& [key, indices] : by_key) {
            Difference& first = found_[indices.front()];
            const auto is_alike = [&](std::size_t i) { return found_[i].a == first.a && found_[i].b == first.b; };
            if (indices.size() != common_.size() || !std::ranges::all_of(indices, is_alike)) continue;
            first.architecture.reset();
            for (std::size_t i = 1; i < indices.size(); ++i) dropped[indices[i]] = true;
        }
        std::vector<Difference> result;
        for (std::size_t i = 0; i < found_.size(); ++i)
            if (!dropped[i]) result.push_back(std::move(found_[i]));
        return result;
    }

    const CodeItem &a_, &b_;
    std::size_t match_;
    std::vector<std::string> common_;
    std::vector<Difference> found_;
};

/// Whether the parents of the two are one item as well.
bool parents_match(const CodeItem& a, const CodeItem& b, std::span<const ItemMatch> items) {
    if (!a.parent || !b.parent) return !a.parent && !b.parent;
    return items[*a.parent].b == b.parent;
}

void add_place(const Side& side_a, const Side& side_b, std::span<const ItemMatch> items, std::size_t match,
               std::vector<Difference>& differences) {
    const CodeItem &a = side_a.bundle.items[*items[match].a], &b = side_b.bundle.items[*items[match].b];
    if (a.kind != b.kind)
        differences.push_back({.change = Change::repackaged,
                               .aspect = Aspect::item,
                               .match = match,
                               .key = std::string(key::kind),
                               .a = plist::Value(slug(a.kind)),
                               .b = plist::Value(slug(b.kind))});
    const bool in_parent = parents_match(a, b, items);
    const std::string in_a = in_parent ? path_in_parent(side_a.bundle, a) : a.path_in_root;
    const std::string in_b = in_parent ? path_in_parent(side_b.bundle, b) : b.path_in_root;
    if (in_a == in_b) return;
    const bool same_folder = source::parent_path(in_a) == source::parent_path(in_b);
    differences.push_back({.change = same_folder ? Change::renamed : Change::moved,
                           .aspect = Aspect::item,
                           .match = match,
                           .key = std::string(key::path),
                           .a = plist::Value(in_a),
                           .b = plist::Value(in_b)});
}

} // namespace

std::vector<Difference> item_differences(const Side& a, const Side& b, std::span<const ItemMatch> items,
                                         std::size_t match) {
    const ItemMatch& items_of = items[match];
    if (!items_of.a || !items_of.b) {
        Difference only{.change = items_of.a ? Change::removed : Change::added,
                        .aspect = Aspect::item,
                        .match = match,
                        .key = std::string(key::presence)};
        if (items_of.a) only.a = described(a.bundle.items[*items_of.a]);
        if (items_of.b) only.b = described(b.bundle.items[*items_of.b]);
        return {std::move(only)};
    }
    auto differences = FactComparer(a.bundle.items[*items_of.a], b.bundle.items[*items_of.b], match).run();
    add_place(a, b, items, match, differences);
    return differences;
}

} // namespace nei::compare
