// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/facts.h"
#include "core/compare/item_differences.h"

#include <fmt/format.h>

#include <map>
#include <tuple>

namespace nei::compare {
namespace {

/// A finding wherever its item lies and whatever its identifier is: match, architecture, rule and what it is about.
using Place = std::tuple<std::size_t, std::optional<std::string>, std::string>;

std::string key_of(const rules::Finding& finding) {
    return finding.key.empty() ? finding.rule : fmt::format("{}:{}", finding.rule, finding.key);
}

/// Index in the list of matches by index in the bundle.
std::vector<std::size_t> matches_of(std::size_t count, std::span<const ItemMatch> items,
                                    std::optional<std::size_t> ItemMatch::* side) {
    std::vector<std::size_t> matches(count);
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].*side) matches[*(items[i].*side)] = i;
    return matches;
}

std::map<Place, const rules::Finding*> findings_of(const Side& side, std::span<const ItemMatch> items,
                                                   std::optional<std::size_t> ItemMatch::* which) {
    const auto match = matches_of(side.bundle.items.size(), items, which);
    std::map<Place, const rules::Finding*> findings;
    for (const rules::Finding& finding : side.judgement->findings) {
        // An item that the other build does not have is told as such, once.
        const ItemMatch& of = items[match[finding.item]];
        if (of.a && of.b) findings.try_emplace({match[finding.item], finding.architecture, key_of(finding)}, &finding);
    }
    return findings;
}

plist::Value value_of(const rules::Finding& finding) {
    return plist::Dictionary{{"severity", slug(finding.severity)}, {"title", finding.title}};
}

/// A list, or "intact".
plist::Value errors_of(const Side& side, std::size_t item) {
    plist::Array lines;
    for (const verify::VerifyError& error : side.integrity->errors_of(item)) {
        std::string line(verify::describe(error.failure).name);
        if (!error.detail.empty()) line += ": " + error.detail;
        if (!error.file.empty()) line += fmt::format(" ({})", source::file_name(error.file));
        lines.emplace_back(std::move(line));
    }
    if (lines.empty()) return "intact";
    return lines;
}

} // namespace

std::vector<Difference> finding_differences(const Side& a, const Side& b, std::span<const ItemMatch> items) {
    std::vector<Difference> differences;
    if (!a.judgement || !b.judgement) return differences;
    const auto of_a = findings_of(a, items, &ItemMatch::a), of_b = findings_of(b, items, &ItemMatch::b);
    const auto add = [&](const Place& place, const rules::Finding* in_a, const rules::Finding* in_b) {
        const auto& [match, architecture, key] = place;
        Difference difference{.change = !in_b   ? Change::removed
                                        : !in_a ? Change::added
                                                : Change::changed,
                              .aspect = Aspect::findings,
                              .match = match,
                              .architecture = architecture,
                              .key = key};
        if (in_a) difference.a = value_of(*in_a);
        if (in_b) difference.b = value_of(*in_b);
        differences.push_back(std::move(difference));
    };
    for (const auto& [place, finding] : of_a) {
        const auto other = of_b.find(place);
        if (other == of_b.end())
            add(place, finding, nullptr);
        else if (other->second->severity != finding->severity)
            add(place, finding, other->second);
    }
    for (const auto& [place, finding] : of_b)
        if (!of_a.contains(place)) add(place, nullptr, finding);
    return differences;
}

std::vector<Difference> integrity_differences(const Side& a, const Side& b, std::span<const ItemMatch> items) {
    std::vector<Difference> differences;
    if (!a.integrity || !b.integrity) return differences;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!items[i].a || !items[i].b) continue;
        const plist::Value in_a = errors_of(a, *items[i].a), in_b = errors_of(b, *items[i].b);
        if (in_a == in_b) continue;
        differences.push_back({.change = Change::changed,
                               .aspect = Aspect::signature,
                               .match = i,
                               .key = std::string(key::integrity),
                               .a = in_a,
                               .b = in_b});
    }
    return differences;
}

} // namespace nei::compare
