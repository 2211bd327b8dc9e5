// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/bundle/bundle.h"
#include "core/plist/value.h"
#include "core/verify/integrity.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is wrong with a bundle, in values and words.
namespace nei::rules {

enum class Severity {
    blocker, ///< macOS will refuse to run it, or the feature cannot work
    warning, ///< it works here and now, and will fail elsewhere or later
    note,
};
std::string_view slug(Severity severity);

/// How a build is meant to reach its users.
enum class Distribution { development, ad_hoc, enterprise, testflight, app_store, developer_id };
std::string_view slug(Distribution distribution);         ///< "developer-id", as --for takes it
std::string_view display_name(Distribution distribution); ///< "Developer ID": as people say it
std::optional<Distribution> distribution_from(std::string_view slug);

/// What the user means to do with the bundle.
struct Intent {
    std::optional<Distribution> distribution; ///< nothing: what each root was signed for
    std::optional<std::string> device;        ///< provisioning UDID that it is to run on
    std::optional<std::string> macos;         ///< version that it is to run on: "15.1"
    Timestamp date{};                         ///< validity is judged at this moment

    bool operator==(const Intent&) const = default;
};

/// Whether a text has the form of a device's identifier in profiles: hexadecimal digits and hyphens.
bool is_device(std::string_view text);
/// Whether it is a version: "15", "15.1", "14.7.8".
bool is_version(std::string_view text);
/// What an outermost item was signed for: the leaf certificate first, the profile second. Nothing for unsigned and ad
/// hoc code.
std::optional<Distribution> detected_distribution(const bundle::CodeItem& item);

struct Finding {
    std::string rule; ///< id, stable for ever: "profile-expired"
    Severity severity = Severity::warning;
    std::size_t item = 0;                    ///< index in Bundle::items
    std::optional<std::string> architecture; ///< where only one slice is concerned
    std::string title;                       ///< one sentence: what is wrong, with the names of this bundle
    std::string why;                         ///< what macOS does with it, and why
    std::string fix;                         ///< what to change
    std::vector<std::string> sources;        ///< addresses
    plist::Value facts;                      ///< dictionary: what led to it, for the curious and for JSON
    std::string key;                         ///< what in the item it is about: an entitlement, a file; may be empty
    std::optional<std::string> follows_from; ///< id of the rule whose finding causes this one

    bool operator==(const Finding&) const = default;
};

/// Stands for a finding in later builds: "rule|bundle identifier|architecture|key", without paths.
std::string fingerprint(const Finding& finding, const bundle::Bundle& bundle);

struct Verdict {
    enum class State { ok, note, warning, blocker, unknown } state = State::unknown;
    std::string sentence;
    bool operator==(const Verdict&) const = default;
};
std::string_view slug(Verdict::State state);

struct ProviderJudgement {
    std::size_t item = 0; ///< index in Bundle::items
    Verdict verdict;
};

/// Of one outermost item.
struct RootJudgement {
    std::size_t item = 0;                     ///< index in Bundle::items
    std::optional<Distribution> distribution; ///< nothing where it cannot be told (unsigned)
    bool distribution_given = false;          ///< by the intent, else it was detected
    Verdict verdict;
    std::vector<ProviderJudgement> providers;
};

struct Judgement {
    std::vector<RootJudgement> roots; ///< by item
    Verdict verdict;                  ///< the worst of the roots'
    /// In the order in which a person should read them: the first is the cause, what follows from it comes after.
    std::vector<Finding> findings;
    std::vector<verify::NotChecked> not_checked;
};

} // namespace nei::rules
