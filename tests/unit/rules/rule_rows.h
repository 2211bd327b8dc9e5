// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/finding.h"

#include <optional>
#include <string>
#include <vector>

namespace nei::test {

/// A spec, and whether one rule speaks of it.
struct RuleRow {
    std::string rule;
    bool fires = true;
    std::string spec;
    std::string intent = {};                                ///< JSON: for, device, macos, date
    std::optional<rules::Severity> severity = std::nullopt; ///< where it is not what the rule usually says
};

std::vector<RuleRow> rule_rows();
std::vector<RuleRow> packaging_rows();
std::vector<RuleRow> signing_rows();
std::vector<RuleRow> profile_rows();
std::vector<RuleRow> platform_rows();

} // namespace nei::test
