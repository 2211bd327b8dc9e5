// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/finding.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nei::report {

/// A finding that somebody knows of and accepts.
struct Accepted {
    std::string fingerprint;                       ///< rules::fingerprint
    std::string title;                             ///< of the finding when it was written down, for people
    std::string reason;                            ///< why it is accepted; empty where nobody wrote it
    std::optional<Timestamp> until = std::nullopt; ///< no longer accepted from then on
};

/// What a build pipeline accepts: a JSON file, `resources/schema/baseline.schema.json`.
struct Baseline {
    std::vector<Accepted> accepted;

    /// Null where the finding is not accepted at this moment.
    const Accepted* find(std::string_view fingerprint, Timestamp moment) const;
};

/// Findings are matched by their fingerprints, never by path, so that a baseline outlives builds. An error says which
/// entry is wrong.
Result<Baseline> read_baseline(const std::filesystem::path& file);

/// The findings of these bundles as a file, each once, sorted. Reasons and dates of `previous` stay where the finding
/// is still there; new ones have an empty reason, for somebody to fill in.
std::string baseline_json(const std::vector<Accepted>& present, const Baseline& previous);

/// All findings of a bundle, without reasons.
std::vector<Accepted> to_accept(const bundle::Bundle& bundle, const rules::Judgement& judgement);

} // namespace nei::report
