// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/facts.h"

#include <fmt/format.h>

#include <initializer_list>
#include <span>
#include <utility>

/// A rule: one function over facts, with its text beside it.
namespace nei::rules {

/// Where on its way a process is stopped. What stops it earlier is the cause that a person has to mend first.
enum class Stage {
    file,        ///< there is nothing to start
    signature,   ///< the kernel refuses the code (AMFI)
    profile,     ///< no profile fits
    entitlement, ///< a profile fits and does not allow what is claimed
    platform,    ///< this system cannot run it
    install,     ///< the extension is not found, not accepted or not registered
    notary,      ///< Gatekeeper and sysextd ask for notarisation
    libraries,   ///< dyld
    provider,    ///< NetworkExtension asks the provider's process
    code,        ///< its principal class
    feature,     ///< it runs, and something in it does not work
    delivery,    ///< it runs here, and cannot be shipped so
};

/// A finding while it is judged.
struct Draft {
    Finding finding;
    Stage stage = Stage::feature;
    std::string clause; ///< reason as the end of a sentence, without names: "its profile has expired"
};

class Report;

struct Rule {
    std::string_view id;
    Severity severity = Severity::warning; ///< the usual one
    Stage stage = Stage::feature;
    std::string_view title;  ///< general
    std::string_view clause; ///< see Draft
    std::string_view why, fix;
    std::vector<std::string_view> sources;
    std::vector<std::string_view> causes; ///< rules whose findings on the same item, or its app, explain this one's
    void (*check)(const Facts& facts, Report& report) = nullptr;
};

/// What rules say. Each finding starts with the texts of its rule, and the rule changes what this bundle makes special.
class Report {
public:
    void begin(const Rule& rule) { rule_ = &rule; }
    /// The reference is valid until the next call.
    Draft& add(const ItemFacts& item, std::string title, std::string key = {});
    std::vector<Draft> take() { return std::move(drafts_); }

private:
    const Rule* rule_ = nullptr;
    std::vector<Draft> drafts_;
};

/// Facts of a finding: names with values, without those that are empty texts.
plist::Value facts_of(std::initializer_list<std::pair<std::string_view, plist::Value>> members);
plist::Value array_of(const std::vector<std::string>& texts);

/// Every rule, by theme.
const std::vector<Rule>& all_rules();

/// As judge, by some of the rules only: what a test needs to show that it would miss one.
Judgement judge_by(std::span<const Rule> rules, const Evidence& evidence, const Intent& intent);

std::vector<Rule> file_rules();
std::vector<Rule> signature_rules();
std::vector<Rule> profile_rules();
std::vector<Rule> profile_match_rules();
std::vector<Rule> entitlement_rules();
std::vector<Rule> network_extension_rules();
std::vector<Rule> group_rules();
std::vector<Rule> system_extension_rules();
std::vector<Rule> app_extension_rules();
std::vector<Rule> platform_rules();
std::vector<Rule> library_rules();
std::vector<Rule> code_rules();
std::vector<Rule> distribution_rules();

} // namespace nei::rules
