// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/judge.h"

#include "core/rules/rule.h"
#include "core/rules/verdicts.h"

#include <algorithm>
#include <map>
#include <set>

namespace nei::rules {
namespace {

/// The worst first, then what stops the process earliest, then what lies further out, which is started first.
bool reads_before(const Draft& left, const Draft& right) {
    if (left.finding.severity != right.finding.severity) return left.finding.severity < right.finding.severity;
    if (left.stage != right.stage) return left.stage < right.stage;
    return left.finding.item < right.finding.item;
}

/// Whether a finding of rule `cause` concerns the same item, or the app around it.
class Causes {
public:
    explicit Causes(const std::vector<Draft>& drafts) {
        for (const Draft& draft : drafts) rules_.emplace(draft.finding.rule, draft.finding.item);
    }
    bool concerns(std::string_view cause, const ItemFacts& item) const {
        return rules_.contains({std::string(cause), item.index}) ||
               (item.container && rules_.contains({std::string(cause), *item.container}));
    }

private:
    std::set<std::pair<std::string, std::size_t>> rules_;
};

void name_causes(const Facts& facts, std::vector<Draft>& drafts) {
    std::map<std::string_view, const Rule*> by_id;
    for (const Rule& rule : all_rules()) by_id.emplace(rule.id, &rule);
    const Causes causes(drafts);
    for (Draft& draft : drafts) {
        const ItemFacts& item = facts.at(draft.finding.item);
        // A rule names its cause where it knows it; whether it is there was not its business.
        if (draft.finding.follows_from) {
            if (!causes.concerns(*draft.finding.follows_from, item)) draft.finding.follows_from.reset();
            continue;
        }
        for (const std::string_view cause : by_id.at(draft.finding.rule)->causes)
            if (causes.concerns(cause, item)) {
                draft.finding.follows_from = std::string(cause);
                break;
            }
    }
}

/// Puts what follows from a finding behind it.
std::vector<Draft> ordered(std::vector<Draft> drafts) {
    std::ranges::stable_sort(drafts, reads_before);
    std::map<std::string, std::size_t, std::less<>> left;
    for (const Draft& draft : drafts) ++left[draft.finding.rule];
    std::vector<Draft> result;
    std::vector<Draft> waiting;
    const auto place = [&](Draft draft) {
        --left[draft.finding.rule];
        result.push_back(std::move(draft));
    };
    for (Draft& draft : drafts) {
        const auto& cause = draft.finding.follows_from;
        if (cause && left[*cause] > 0) {
            waiting.push_back(std::move(draft));
            continue;
        }
        place(std::move(draft));
        for (auto it = waiting.begin(); it != waiting.end();) {
            if (left[*it->finding.follows_from] > 0) {
                ++it;
                continue;
            }
            place(std::move(*it));
            it = waiting.erase(it);
        }
    }
    std::ranges::move(waiting, std::back_inserter(result)); // causes that wait for one another: none are written so
    return result;
}

std::vector<verify::NotChecked> not_checked(const Facts& facts) {
    std::vector<verify::NotChecked> list;
    if (facts.integrity())
        list = facts.integrity()->not_checked;
    else
        list.push_back({"signatures and seals", "they were not verified"});
    if (!facts.names()) list.push_back({"names in the code", "the code was not read"});
    if (!facts.intent().device) {
        const bool devices = std::ranges::any_of(facts.items(), [](const ItemFacts& item) {
            return item.item->profile && !item.item->profile->all_devices && !item.item->profile->devices.empty();
        });
        if (devices) list.push_back({"devices", "no device was named"});
    }
    return list;
}

RuleText text_of(const Rule& rule) {
    return {rule.id, rule.severity, rule.title, rule.why, rule.fix, rule.sources};
}

} // namespace

Judgement judge(const Evidence& evidence, const Intent& intent) {
    return judge_by(all_rules(), evidence, intent);
}

Judgement judge_by(std::span<const Rule> rules, const Evidence& evidence, const Intent& intent) {
    if (evidence.bundle.structure_only) {
        Judgement judgement;
        judgement.verdict.sentence = "The code has not been read yet.";
        return judgement;
    }
    const Facts facts(evidence, intent);
    Report report;
    for (const Rule& rule : rules) {
        report.begin(rule);
        rule.check(facts, report);
    }
    std::vector<Draft> drafts = report.take();
    name_causes(facts, drafts);
    drafts = ordered(std::move(drafts));

    Judgement judgement;
    add_verdicts(facts, drafts, judgement);
    for (Draft& draft : drafts) judgement.findings.push_back(std::move(draft.finding));
    judgement.not_checked = not_checked(facts);
    return judgement;
}

std::vector<RuleText> rule_texts() {
    std::vector<RuleText> texts;
    for (const Rule& rule : all_rules()) texts.push_back(text_of(rule));
    std::ranges::sort(texts, {}, &RuleText::id);
    return texts;
}

std::optional<RuleText> rule_text(std::string_view id) {
    const auto found = std::ranges::find(all_rules(), id, &Rule::id);
    return found == all_rules().end() ? std::nullopt : std::optional(text_of(*found));
}

} // namespace nei::rules
