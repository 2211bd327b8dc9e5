// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"

#include <algorithm>
#include <iterator>

namespace nei::rules {

Draft& Report::add(const ItemFacts& item, std::string title, std::string key) {
    Draft draft;
    draft.finding = {.rule = std::string(rule_->id),
                     .severity = rule_->severity,
                     .item = item.index,
                     .architecture = std::nullopt,
                     .title = std::move(title),
                     .why = std::string(rule_->why),
                     .fix = std::string(rule_->fix),
                     .sources = {rule_->sources.begin(), rule_->sources.end()},
                     .facts = {},
                     .key = std::move(key),
                     .follows_from = std::nullopt};
    draft.stage = rule_->stage;
    draft.clause = std::string(rule_->clause);
    return drafts_.emplace_back(std::move(draft));
}

plist::Value facts_of(std::initializer_list<std::pair<std::string_view, plist::Value>> members) {
    plist::Dictionary dictionary;
    for (const auto& [name, value] : members)
        if (!value.string() || !value.string()->empty()) dictionary.emplace(std::string(name), value);
    return dictionary;
}

plist::Value array_of(const std::vector<std::string>& texts) {
    return plist::Array(texts.begin(), texts.end());
}

const std::vector<Rule>& all_rules() {
    static const std::vector<Rule> rules = [] {
        std::vector<Rule> all;
        for (const auto theme : {file_rules, signature_rules, profile_rules, profile_match_rules, entitlement_rules,
                                 network_extension_rules, group_rules, system_extension_rules, app_extension_rules,
                                 platform_rules, library_rules, code_rules, distribution_rules})
            std::ranges::move(theme(), std::back_inserter(all));
        return all;
    }();
    return rules;
}

} // namespace nei::rules
