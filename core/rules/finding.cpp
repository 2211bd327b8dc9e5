// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace nei::rules {
namespace {

struct DistributionNames {
    Distribution distribution;
    std::string_view slug, display;
};

constexpr std::array<DistributionNames, 6> distributions{{
    {Distribution::development, "development", "development"},
    {Distribution::ad_hoc, "ad-hoc", "ad hoc distribution"},
    {Distribution::enterprise, "enterprise", "enterprise distribution"},
    {Distribution::testflight, "testflight", "TestFlight"},
    {Distribution::app_store, "app-store", "App Store"},
    {Distribution::developer_id, "developer-id", "Developer ID"},
}};

} // namespace

std::string_view slug(Severity severity) {
    switch (severity) {
    case Severity::blocker: return "blocker";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
    }
    return "note";
}

std::string_view slug(Distribution distribution) {
    return distributions.at(static_cast<std::size_t>(distribution)).slug;
}

std::string_view display_name(Distribution distribution) {
    return distributions.at(static_cast<std::size_t>(distribution)).display;
}

std::optional<Distribution> distribution_from(std::string_view slug) {
    for (const DistributionNames& known : distributions)
        if (known.slug == slug) return known.distribution;
    return std::nullopt;
}

std::string_view slug(Verdict::State state) {
    switch (state) {
    case Verdict::State::ok: return "ok";
    case Verdict::State::note: return "note";
    case Verdict::State::warning: return "warning";
    case Verdict::State::blocker: return "blocker";
    case Verdict::State::unknown: return "unknown";
    }
    return "unknown";
}

bool is_device(std::string_view text) {
    const auto fits = [](unsigned char c) { return std::isxdigit(c) != 0 || c == '-'; };
    return text.size() >= 24 && text.size() <= 40 && std::ranges::all_of(text, fits);
}

bool is_version(std::string_view text) {
    const auto fits = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
    return !text.empty() && std::ranges::all_of(text, fits) && text.front() != '.' && text.back() != '.' &&
           !text.contains("..");
}

std::string fingerprint(const Finding& finding, const bundle::Bundle& bundle) {
    const bundle::CodeItem* item = finding.item < bundle.items.size() ? &bundle.items[finding.item] : nullptr;
    // Code without an Info.plist has no identifier; its name stands for it, without the path.
    const std::string name = !item ? std::string() : item->bundle_identifier.value_or(item->name);
    return fmt::format("{}|{}|{}|{}", finding.rule, name, finding.architecture.value_or(""), finding.key);
}

} // namespace nei::rules
