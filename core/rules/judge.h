// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/code_names.h"
#include "core/rules/finding.h"

namespace nei::rules {

/// What is judged. A rule whose facts are not there yet (integrity, names) says nothing.
struct Evidence {
    const bundle::Bundle& bundle;
    const verify::Integrity* integrity = nullptr;
    const CodeNames* names = nullptr;
};

/// Runs every rule. Takes milliseconds, so that another intent is judged at once. Of a bundle whose code is still to be
/// read (Bundle::structure_only) nothing is said: the verdict is `unknown`, without roots.
Judgement judge(const Evidence& evidence, const Intent& intent);

/// The text of a rule, for `--explain` and the pages of Learn.
struct RuleText {
    std::string_view id;
    Severity severity = Severity::warning; ///< the usual one
    std::string_view title;                ///< general sentence, without names of a bundle
    std::string_view why, fix;
    std::vector<std::string_view> sources;
};

/// All rules, in the order of their ids.
std::vector<RuleText> rule_texts();
std::optional<RuleText> rule_text(std::string_view id);

} // namespace nei::rules
