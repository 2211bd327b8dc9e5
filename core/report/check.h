// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/baseline.h"
#include "core/report/inspect.h"
#include "core/rules/judge.h"

#include <span>

namespace nei::report {

/// What is reported of a check: what was judged, for which purpose, and what of it is accepted.
struct Check {
    const bundle::Bundle& bundle;
    const rules::Judgement& judgement;
    const rules::Intent& intent;
    const Baseline* baseline = nullptr; ///< null: none was given

    /// Null where the finding is not accepted.
    const Accepted* accepted(const rules::Finding& finding) const;
    /// Entries of the baseline that stand for nothing here.
    std::vector<const Accepted*> unused() const;
    /// Whether there is a finding of this severity or worse that is not accepted.
    bool has(rules::Severity severity) const;
};

/// `neinspect check`: the verdicts, then every finding with what to do, in the order in which a person should read
/// them.
std::string check_text(const Check& check, const TextStyle& style);

/// The same as JSON; names and types as the schema `resources/schema/check.schema.json` says.
std::string check_json(const Check& check, JsonLayout layout = JsonLayout::indented);

/// The findings in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS). An accepted finding is a
/// suppressed result.
std::string check_sarif(const Check& check);

/// `neinspect check --explain`: what rules say in general.
std::string explain_text(std::span<const rules::RuleText> rules, const TextStyle& style);

} // namespace nei::report
