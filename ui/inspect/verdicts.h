// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/judged.h"
#include "ui/common/row_set.h"

#include <array>
#include <vector>

namespace nei::ui {

Mark mark_of(rules::Severity severity);
Mark mark_of(rules::Verdict::State state);
/// "Blocker", "Warning", "Note".
QString severity_word(rules::Severity severity);

/// A sentence with its mark; without a mark there is nothing to say.
struct SaidVerdict {
    Mark mark = Mark::none;
    QString sentence{};
};

/// What is said above an item: the verdict of a root or a provider, of others their first finding.
SaidVerdict verdict_of(const bundle::Bundle& bundle, const Judged& judged, Checking checking, std::size_t item);

/// Findings by severity.
using FindingCounts = std::array<int, 3>;
FindingCounts count_findings(const rules::Judgement& judgement, std::optional<std::size_t> item = std::nullopt);

/// For each item what the tree says of it: "1 blocker", "checking", "OK"; of a root with what is in it. Items that have
/// nothing to be checked have an empty cell. `brief`: shape and number only, for a narrow window.
std::vector<Cell> state_cells(const bundle::Bundle& bundle, const Judged& judged, Checking checking, bool brief);

/// What a bundle was signed for; nothing where that cannot be told, or its roots differ.
std::optional<rules::Distribution> detected_distribution(const bundle::Bundle& bundle);
/// "Developer ID", "Development", ...
QString distribution_words(rules::Distribution distribution);

/// The first finding of an item about this key; null where there is none.
const rules::Finding* finding_about(const Judged& judged, std::size_t item, std::string_view key);

} // namespace nei::ui
