// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/consequences.h"

#include "core/compare/classes.h"
#include "core/compare/facts.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace nei::compare {
namespace {

using Index = std::size_t;
using Cause = std::optional<Index>;

/// Files of one item that verification found not to be as signed, for the item whose seal covers them.
struct Edited {
    Index integrity = 0; ///< the difference that says so
    std::set<std::string> in_a, in_b;
    bool info_plist = false;
};

/// Identifiers are short; what is longer is no identity, and would only make texts of any length.
constexpr std::size_t longest_identity = 256, longest_text = 4'096;

/// What a difference is looked up by is found once for each item: hostile builds have 100,000 differences in one.
class Linker {
public:
    Linker(const Side& a, const Side& b, Comparison& comparison)
        : a_(a), b_(b), comparison_(comparison), of_match_(comparison.items.size()), inside_(comparison.items.size()),
          identities_(comparison.items.size()), edited_(comparison.items.size()) {
        for (Index i = 0; i < comparison_.differences.size(); ++i)
            if (const auto match = at(i).match) file(i, *match);
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

    void file(Index index, Index match) {
        of_match_[match].push_back(index);
        const Difference& difference = at(index);
        if (difference.aspect == Aspect::findings) findings_.push_back(index);
        if (difference.aspect == Aspect::signature && difference.key == key::integrity)
            edited_[match] = edited_files(index, match);
        const bool is_identity = (difference.aspect == Aspect::signature && difference.key == "team_id") ||
                                 (difference.aspect == Aspect::info_plist && difference.key == "CFBundleIdentifier");
        const auto is_name = [](const std::optional<plist::Value>& value) {
            return value && value->string() && !value->string()->empty() && value->string()->size() <= longest_identity;
        };
        if (is_identity && is_name(difference.a) && is_name(difference.b)) identities_[match].push_back(index);
    }

    Edited edited_files(Index integrity, Index match) const {
        Edited edited{integrity, {}, {}, false};
        const auto take = [&](const Side& side, Index item, std::set<std::string>& files) {
            for (verify::VerifyError& error : side.integrity->errors_of(item)) {
                edited.info_plist |= error.failure == verify::Failure::info_plist_failed;
                if (!error.file.empty()) files.insert(std::move(error.file));
            }
        };
        take(a_, *comparison_.items[match].a, edited.in_a);
        take(b_, *comparison_.items[match].b, edited.in_b);
        return edited;
    }

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
            if (edited_[*match] && blames(*edited_[*match], *match, difference)) return edited_[*match]->integrity;
        return std::nullopt;
    }

    std::optional<Index> parent_of(Index match) const {
        const ItemMatch& items = comparison_.items[match];
        return items.a ? a_.bundle.items[*items.a].parent : std::nullopt;
    }

    /// Whether verification of the item `blamed` found the file that this difference is in.
    bool blames(const Edited& edited, Index blamed, const Difference& difference) const {
        const ItemMatch& own = comparison_.items[*difference.match];
        const auto path = [&](const bundle::CodeItem& item) {
            if (difference.aspect == Aspect::info_plist) return source::join(item.contents, "Info.plist");
            return difference.aspect == Aspect::profile ? item.profile_path : source::join(item.path, difference.key);
        };
        if (difference.aspect == Aspect::info_plist && edited.info_plist && blamed == difference.match) return true;
        return (own.a && edited.in_a.contains(path(a_.bundle.items[*own.a]))) ||
               (own.b && edited.in_b.contains(path(b_.bundle.items[*own.b])));
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
            for (const Index each : findings_)
                if (each != effect && at(each).change == difference.change &&
                    rule_of(at(each)) == *finding.follows_from)
                    return each;
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
        const std::vector<Index> identities = identities_of(*difference.match);
        if (identities.empty()) return std::nullopt;
        std::string a = plist::one_line(*difference.a);
        const std::string b = plist::one_line(*difference.b);
        if (a.size() > longest_text) return std::nullopt;
        Cause cause;
        for (const Index each : identities) {
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
        for (std::optional<Index> item = match; item; item = parent_of(*item))
            found.insert(found.begin(), identities_[*item].begin(), identities_[*item].end());
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
        for (const Cause& each : candidates(*difference.match, wanted, difference.architecture))
            if (each && each != effect) return each;
        return std::nullopt;
    }

    /// The first two differences of an item that may be such a cause: two, as none is its own.
    const std::array<Cause, 2>& candidates(Index match, const ConsequenceRule::Cause& wanted,
                                           const std::optional<std::string>& architecture) const {
        const auto [found, is_new] = candidates_.try_emplace({match, &wanted, architecture});
        if (!is_new) return found->second;
        std::size_t count = 0;
        for (const Index each : of_match_[match]) {
            const Difference& other = at(each);
            const bool same_slice = !other.architecture || !architecture || other.architecture == architecture;
            if (!same_slice || other.aspect != wanted.aspect || !matches(wanted.key, other.key) ||
                (!wanted.changes.empty() && std::ranges::find(wanted.changes, other.change) == wanted.changes.end()))
                continue;
            found->second.at(count++) = each;
            if (count == found->second.size()) break;
        }
        return found->second;
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
    std::vector<std::vector<Index>> of_match_;   ///< differences of each match, worst first
    std::vector<std::vector<Index>> inside_;     ///< matches of the items in each match's
    std::vector<std::vector<Index>> identities_; ///< of each match: differences that say who it is
    std::vector<std::optional<Edited>> edited_;  ///< of each match
    std::vector<Index> findings_;
    using Lookup = std::tuple<Index, const ConsequenceRule::Cause*, std::optional<std::string>>;
    mutable std::map<Lookup, std::array<Cause, 2>> candidates_; ///< what was looked up already
};

} // namespace

void link_causes(const Side& a, const Side& b, Comparison& comparison) {
    Linker(a, b, comparison).run();
}

} // namespace nei::compare
