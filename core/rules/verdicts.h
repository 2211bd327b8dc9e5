// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/rule.h"

namespace nei::rules {

/// The sentences on top, from findings in their final order. Fills Judgement::roots and Judgement::verdict.
void add_verdicts(const Facts& facts, const std::vector<Draft>& drafts, Judgement& judgement);

} // namespace nei::rules
