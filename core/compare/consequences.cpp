// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/consequences.h"

#include "core/compare/classes.h"
#include "core/compare/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nei::compare {
namespace {

using Index = std::size_t;
using Cause = std::optional<Index>;

class Linker {
public:
    Linker(const Side& a, const Side& b, Comparison& comparison)
        : a_(a), b_(b), comparison_(comparison), of_match_(comparison.items.size()), inside_(comparison.items.size()) {
        for (Index i = 0; i < comparison_.differences.size(); ++i)
            if (const auto match = comparison_.differences[i].match) of_match_[*match].push_back(i);
        std::vector<Index> match_in_b(b_.bundle.items.size());
        for (Index i = 0; i < comparison_.items.size(); ++i)
            if (comparison_.items[i].b) match_in_b[*comparison_.items[i].b] = i;
        for (Index i = 0; i < comparison_.items.size(); ++i) {
            const ItemMatch& match = comparison_.items[i];
            std::set<Index> parents;
            // Matches stand in the order of the first build's items, so these have the same numbers.
            if (match.a && a_.bundle.items[*match.a].parent) parents.insert(*a_.bundle.items[*match.a].parent);
            if (match.b && b_.bundle.items[*match.b].parent)
                parents.insert(match_in_b[*b_.bundle.items[*match.b].parent]);
            for (const Index parent : parents) inside_[parent].push_back(i);
        }
    }

    void run() {
        auto& differences = comparison_.differences;
        std::vector<Cause> causes(differences.size());
        for (Index i = 0; i < differences.size(); ++i) causes[i] = cause_of(i);
        for (Index i = 0; i < differences.size(); ++i) {
            const Cause first = first_cause(i, causes);
            if (first && differences[*first].kind > differences[i].kind && differences[i].kind == Class::breaks)
                continue;
            differences[i].cause = first;
        }
    }

private:
    const Difference& at(Index index) const { return comparison_.differences[index]; }

    Cause cause_of(Index effect) const {
        const Difference& difference = at(effect);
        if (!difference.match) return std::nullopt;
        if (const Cause part = of_whole_item(effect)) return part;
        if (const Cause edited = of_edited_file(effect)) return edited;
        if (const Cause blamed = of_blamed_value(effect)) return blamed;
        if (const Cause finding = of_other_finding(effect)) return finding;
        if (const Cause identity = of_identity(effect)) return identity;
        for (const ConsequenceRule& rule : ClassTable::builtin().consequences())
            if (rule.aspect == difference.aspect &&
                std::ranges::any_of(rule.keys, [&](const auto& key) { return matches(key, difference.key); }))
                for (const ConsequenceRule::Cause& cause : rule.causes)
                    if (const Cause found = find(effect, cause)) return found;
        return std::nullopt;
    }

    /// What lies in an item that only one build has comes and goes with it.
    Cause of_whole_item(Index effect) const {
        const Difference& difference = at(effect);
        if (difference.key != key::presence || difference.aspect != Aspect::item) return std::nullopt;
        const ItemMatch& match = comparison_.items[*difference.match];
        const Side& side = match.a ? a_ : b_;
        const auto parent = side.bundle.items[match.a ? *match.a : *match.b].parent;
        if (!parent) return std::nullopt;
        for (Index i = 0; i < comparison_.items.size(); ++i) {
            const ItemMatch& other = comparison_.items[i];
            if ((match.a ? other.a : other.b) != parent || (match.a ? other.b : other.a)) continue;
            for (const Index each : of_match_[i])
                if (at(each).aspect == Aspect::item && at(each).key == key::presence) return each;
        }
        return std::nullopt;
    }

    /// Where a file was changed after signing, the broken signature matters more than what the file now says.
    Cause of_edited_file(Index effect) const {
        const Difference& difference = at(effect);
        const bool of_info_plist = difference.aspect == Aspect::info_plist,
                   of_file = difference.aspect == Aspect::files;
        if (!of_info_plist && !of_file && difference.aspect != Aspect::profile) return std::nullopt;
        for (std::optional<Index> match = difference.match; match; match = parent_of(*match))
            for (const Index each : of_match_[*match])
                if (at(each).aspect == Aspect::signature && at(each).key == key::integrity && blames(each, difference))
                    return each;
        return std::nullopt;
    }

    std::optional<Index> parent_of(Index match) const {
        const ItemMatch& items = comparison_.items[match];
        return items.a ? a_.bundle.items[*items.a].parent : std::nullopt;
    }

    /// Whether a verification error of that item is about the file that this difference is in.
    bool blames(Index integrity, const Difference& difference) const {
        const ItemMatch &blamed = comparison_.items[*at(integrity).match], &own = comparison_.items[*difference.match];
        const auto in = [&](const Side& side, std::optional<Index> item, std::optional<Index> holder) {
            if (!item || !holder || !side.integrity) return false;
            const bundle::CodeItem& of = side.bundle.items[*holder];
            const std::string path = difference.aspect == Aspect::info_plist ? source::join(of.contents, "Info.plist")
                                     : difference.aspect == Aspect::profile  ? of.profile_path
                                                                             : source::join(of.path, difference.key);
            return std::ranges::any_of(side.integrity->errors_of(*item), [&](const verify::VerifyError& error) {
                return error.file == path || (difference.aspect == Aspect::info_plist &&
                                              error.failure == verify::Failure::info_plist_failed && item == holder);
            });
        };
        return in(a_, blamed.a, own.a) || in(b_, blamed.b, own.b);
    }

    /// A new fault that is about one key, where the difference in that key is known to be what broke it.
    Cause of_blamed_value(Index effect) const {
        const Difference& difference = at(effect);
        const std::size_t colon = difference.key.find(':');
        if (difference.aspect != Aspect::findings || difference.kind != Class::breaks || colon == std::string::npos)
            return std::nullopt;
        const std::string_view about = std::string_view(difference.key).substr(colon + 1);
        for (const Index each : of_match_[*difference.match])
            if (at(each).key == about && at(each).kind == Class::breaks &&
                (at(each).aspect == Aspect::entitlements || at(each).aspect == Aspect::info_plist))
                return each;
        return std::nullopt;
    }

    /// Findings name the rule that explains them.
    Cause of_other_finding(Index effect) const {
        const Difference& difference = at(effect);
        if (difference.aspect != Aspect::findings) return std::nullopt;
        const Side& side = difference.b ? b_ : a_;
        const ItemMatch& match = comparison_.items[*difference.match];
        const std::optional<Index> item = difference.b ? match.b : match.a;
        for (const rules::Finding& finding : side.judgement->findings) {
            if (finding.item != item || !finding.follows_from || rule_of(difference) != finding.rule) continue;
            for (Index i = 0; i < comparison_.differences.size(); ++i)
                if (i != effect && at(i).aspect == Aspect::findings && at(i).change == difference.change &&
                    rule_of(at(i)) == *finding.follows_from)
                    return i;
        }
        return std::nullopt;
    }

    static std::string_view rule_of(const Difference& difference) {
        return std::string_view(difference.key).substr(0, difference.key.find(':'));
    }

    /// Where a team or a bundle identifier changed, values that differ in nothing but that follow from it: groups,
    /// requirements, identifiers of what is inside.
    Cause of_identity(Index effect) const {
        const Difference& difference = at(effect);
        if (!difference.a || !difference.b || difference.aspect == Aspect::findings) return std::nullopt;
        std::string a = plist::one_line(*difference.a);
        const std::string b = plist::one_line(*difference.b);
        Cause cause;
        for (const Index each : identities_of(*difference.match)) {
            if (each == effect) return std::nullopt;
            const std::string *from = at(each).a->string(), *to = at(each).b->string();
            if (!replace_all(a, *from, *to)) continue;
            if (!cause) cause = each;
        }
        return cause && a == b ? cause : std::nullopt;
    }

    /// Differences of the item and of those around it that say who it is, outermost first.
    std::vector<Index> identities_of(Index match) const {
        std::vector<Index> found;
        for (std::optional<Index> item = match; item; item = parent_of(*item)) {
            std::vector<Index> own;
            for (const Index each : of_match_[*item]) {
                const Difference& other = at(each);
                const bool is_identity = (other.aspect == Aspect::signature && other.key == "team_id") ||
                                         (other.aspect == Aspect::info_plist && other.key == "CFBundleIdentifier");
                if (is_identity && other.a && other.a->string() && !other.a->string()->empty() && other.b &&
                    other.b->string())
                    own.push_back(each);
            }
            found.insert(found.begin(), own.begin(), own.end());
        }
        return found;
    }

    /// Whether there was something to replace.
    static bool replace_all(std::string& text, const std::string& from, const std::string& to) {
        bool any = false;
        for (std::size_t found = text.find(from); found != std::string::npos;
             found = text.find(from, found + to.size())) {
            text.replace(found, from.size(), to);
            any = true;
        }
        return any;
    }

    Cause find(Index effect, const ConsequenceRule::Cause& wanted) const {
        using In = ConsequenceRule::Cause::In;
        const Difference& difference = at(effect);
        if (wanted.in == In::outermost) return same_in_outermost(effect);
        if (wanted.in == In::items_inside) {
            for (const Index inside : inside_[*difference.match])
                if (!of_match_[inside].empty()) return of_match_[inside].front();
            return std::nullopt;
        }
        for (const Index each : of_match_[*difference.match]) {
            const Difference& other = at(each);
            const bool same_slice =
                !other.architecture || !difference.architecture || other.architecture == difference.architecture;
            if (each != effect && same_slice && other.aspect == wanted.aspect && matches(wanted.key, other.key) &&
                (wanted.changes.empty() || std::ranges::find(wanted.changes, other.change) != wanted.changes.end()))
                return each;
        }
        return std::nullopt;
    }

    /// The same change of the item that holds this one: moments differ from item to item, everything else is equal.
    Cause same_in_outermost(Index effect) const {
        const Difference& difference = at(effect);
        Index outermost = *difference.match;
        while (const auto parent = parent_of(outermost)) outermost = *parent;
        if (outermost == *difference.match) return std::nullopt;
        const auto alike = [](const std::optional<plist::Value>& a, const std::optional<plist::Value>& b) {
            return a == b || (a && b && a->date() && b->date());
        };
        for (const Index each : of_match_[outermost]) {
            const Difference& other = at(each);
            if (other.aspect == difference.aspect && other.key == difference.key && other.kind == difference.kind &&
                other.change == difference.change && alike(other.a, difference.a) && alike(other.b, difference.b))
                return each;
        }
        return std::nullopt;
    }

    /// Along the chain to its start; nothing where it leads back to where it began.
    static Cause first_cause(Index effect, const std::vector<Cause>& causes) {
        Cause last = causes[effect];
        for (std::size_t step = 0; last && causes[*last]; ++step) {
            if (*causes[*last] == effect || step > causes.size()) return std::nullopt;
            last = causes[*last];
        }
        return last;
    }

    const Side &a_, &b_;
    Comparison& comparison_;
    std::vector<std::vector<Index>> of_match_; ///< differences of each match, worst first
    std::vector<std::vector<Index>> inside_;   ///< matches of the items in each match's
};

} // namespace

void link_causes(const Side& a, const Side& b, Comparison& comparison) {
    Linker(a, b, comparison).run();
}

} // namespace nei::compare
