// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/verdicts.h"

#include "core/base/text.h"

#include <algorithm>
#include <map>

namespace nei::rules {
namespace {

using State = Verdict::State;

State state_of(Severity severity) {
    switch (severity) {
    case Severity::blocker: return State::blocker;
    case Severity::warning: return State::warning;
    case Severity::note: return State::note;
    }
    return State::note;
}

/// From best to worst. What could not be judged is worse than a note: it may hide anything.
int badness(State state) {
    switch (state) {
    case State::ok: return 0;
    case State::note: return 1;
    case State::unknown: return 2;
    case State::warning: return 3;
    case State::blocker: return 4;
    }
    return 0;
}

/// Whether a process of this item is started at all when such a blocker is there.
bool stops_the_process(const Draft& draft) {
    return draft.stage < Stage::install || draft.stage == Stage::libraries;
}

/// "packaging, entitlements, profile and signature": what a good verdict rests on.
std::string looked_at(const Facts& facts, const ItemFacts& item) {
    std::vector<std::string> parts{"packaging"};
    if (item.claims->dictionary() && !item.claims->dictionary()->empty()) parts.emplace_back("entitlements");
    if (item.item->profile) parts.emplace_back("profile");
    if (facts.integrity())
        parts.insert(parts.end(), {"signature", "seal"});
    else if (item.signed_code())
        parts.emplace_back("what the signature says");
    if (facts.names()) parts.emplace_back("names in the code");
    return listed(parts);
}

bool can_be_judged(const ItemFacts& item) {
    return item.signed_code() || item.item->provider || item.item->profile || !item.item->slices.empty();
}

class Verdicts {
public:
    Verdicts(const Facts& facts, const std::vector<Draft>& drafts) : facts_(facts), by_item_(facts.items().size()) {
        for (const Draft& draft : drafts) {
            by_item_[draft.finding.item].push_back(&draft);
            if (!by_root_.contains(facts.at(draft.finding.item).root))
                by_root_.emplace(facts.at(draft.finding.item).root, &draft); // the first is the cause
        }
    }

    RootJudgement of_root(std::size_t index) const {
        const ItemFacts& root = facts_.at(index);
        RootJudgement judgement;
        judgement.item = index;
        judgement.distribution = root.distribution;
        judgement.distribution_given = facts_.intent().distribution.has_value();
        for (const std::size_t provider : providers_of(index))
            judgement.providers.push_back({provider, of_provider(facts_.at(provider))});
        judgement.verdict = of_root(root);
        return judgement;
    }

    void link_providers() {
        for (const ItemFacts& item : facts_.items())
            if (item.provider) providers_[item.root].push_back(item.index);
    }

private:
    std::vector<std::size_t> providers_of(std::size_t root) const {
        const auto found = providers_.find(root);
        return found == providers_.end() ? std::vector<std::size_t>() : found->second;
    }

    Verdict of_root(const ItemFacts& root) const {
        const auto cause = by_root_.find(root.index);
        if (cause != by_root_.end()) return said(*cause->second);
        if (!can_be_judged(root)) return {State::unknown, "Nothing here could be judged."};
        if (root.runs() && !root.signed_code())
            return {State::unknown, fmt::format("What {} does with {} cannot be said: its signature was not read.",
                                                system_name(root), facts_.name(root))};
        const std::string aim = root.distribution ? fmt::format(" for {}", display_name(*root.distribution)) : "";
        return {State::ok,
                fmt::format("Nothing is wrong with {}{} as far as can be seen in the bundle: {} were looked at.",
                            facts_.name(root), aim, looked_at(facts_, root))};
    }

    Verdict of_provider(const ItemFacts& provider) const {
        const Draft* own = worst(provider.index, nullptr);
        const ItemFacts* app = facts_.container(provider);
        const Draft* of_app = app ? worst(app->index, own) : nullptr;
        if (of_app) {
            return {state_of(of_app->finding.severity),
                    fmt::format("{} because of {}: {}.", will_not_start(*of_app, provider), facts_.name(*app),
                                of_app->clause)};
        }
        if (own)
            return {state_of(own->finding.severity),
                    fmt::format("{}: {}.", will_not_start(*own, provider), own->clause)};
        if (!provider.signed_code())
            return {State::unknown, fmt::format("Whether {} starts the {} cannot be said: its signature was not read.",
                                                system_name(provider), facts_.what(provider))};
        return {State::ok, fmt::format("Nothing in the bundle keeps {} from starting the {}: {} were looked at.",
                                       system_name(provider), facts_.what(provider), looked_at(facts_, provider))};
    }

    /// The first finding of the item; beside `other` only where it is worse, or stops the process earlier.
    const Draft* worst(std::size_t item, const Draft* other) const {
        if (by_item_[item].empty()) return nullptr;
        const Draft* first = by_item_[item].front();
        if (!other) return first;
        if (first->finding.severity != Severity::blocker) return nullptr;
        const bool worse = other->finding.severity != Severity::blocker || first->stage < other->stage;
        return worse ? first : nullptr;
    }

    std::string will_not_start(const Draft& draft, const ItemFacts& provider) const {
        const std::string what = facts_.what(provider);
        if (draft.finding.severity == Severity::blocker)
            return fmt::format("{} will not start the {}", system_name(provider), what);
        if (draft.finding.severity == Severity::warning) return fmt::format("The {} may not work everywhere", what);
        return fmt::format("{} starts the {} as far as can be seen; to note", system_name(provider), what);
    }

    Verdict said(const Draft& draft) const {
        const ItemFacts& item = facts_.at(draft.finding.item);
        const State state = state_of(draft.finding.severity);
        if (item.provider && draft.finding.severity == Severity::blocker)
            return {state,
                    fmt::format("{} will not start the {}: {}.", system_name(item), facts_.what(item), draft.clause)};
        if (draft.finding.severity == Severity::blocker && stops_the_process(draft) && item.runs())
            return {state,
                    fmt::format("{} will not start {}: {}.", system_name(item), facts_.name(item), draft.clause)};
        return {state, draft.finding.title};
    }

    const Facts& facts_;
    std::vector<std::vector<const Draft*>> by_item_;
    std::map<std::size_t, const Draft*> by_root_;
    std::map<std::size_t, std::vector<std::size_t>> providers_;
};

} // namespace

void add_verdicts(const Facts& facts, const std::vector<Draft>& drafts, Judgement& judgement) {
    Verdicts verdicts(facts, drafts);
    verdicts.link_providers();
    for (const std::size_t root : facts.roots()) judgement.roots.push_back(verdicts.of_root(root));
    judgement.verdict = {State::unknown, "There is nothing here that could be judged."};
    const auto badness_of = [](const RootJudgement& root) { return badness(root.verdict.state); };
    const auto worst = std::ranges::max_element(judgement.roots, {}, badness_of);
    if (worst == judgement.roots.end()) return;
    judgement.verdict = worst->verdict;
    if (drafts.empty()) return;
    // Among equals the one that the first finding is about: that is what is read beneath.
    const std::size_t first = facts.at(drafts.front().finding.item).root;
    const auto of_first = std::ranges::find(judgement.roots, first, &RootJudgement::item);
    if (of_first != judgement.roots.end() && badness_of(*of_first) == badness_of(*worst))
        judgement.verdict = of_first->verdict;
}

} // namespace nei::rules
