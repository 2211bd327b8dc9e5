// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/compare_words.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace nei::report {
namespace {

using compare::Aspect;
using compare::Class;
using compare::Comparison;
using compare::Difference;

/// Names listed before the rest is only counted.
constexpr std::size_t names_listed = 6;

std::string listed(std::vector<std::string> names) {
    const std::size_t count = names.size();
    if (count <= names_listed) return fmt::format("{}", fmt::join(names, ", "));
    names.resize(names_listed);
    return fmt::format("{} and {} more", fmt::join(names, ", "), count - names_listed);
}

/// "slot 5" of "special_slot_hashes:5".
std::string short_key(const std::string& key) {
    constexpr std::string_view slot = "special_slot_hashes:";
    const std::size_t found = key.find(slot);
    return found == std::string::npos ? key
                                      : fmt::format("{}slot {}", key.substr(0, found), key.substr(found + slot.size()));
}

std::string path_of(const bundle::Bundle& bundle, std::size_t item) {
    const bundle::CodeItem& of = bundle.items.at(item);
    return of.path == "." ? of.name : of.path;
}

} // namespace

std::string_view class_words(Class kind) {
    switch (kind) {
    case Class::breaks: return "breaks";
    case Class::review: return "to review";
    case Class::expected: return "expected";
    case Class::noise: return "noise";
    }
    return "";
}

std::string count_words(const Comparison& comparison, Class kind) {
    const std::size_t count = comparison.count(kind);
    return fmt::format("{} {}", count, kind == Class::breaks && count != 1 ? "break" : class_words(kind));
}

std::string_view aspect_words(Aspect aspect) {
    switch (aspect) {
    case Aspect::item: return "Item";
    case Aspect::findings: return "Findings";
    case Aspect::entitlements: return "Entitlements";
    case Aspect::profile: return "Profile";
    case Aspect::signature: return "Signature";
    case Aspect::info_plist: return "Info.plist";
    case Aspect::mach_o: return "Mach-O";
    case Aspect::files: return "Files";
    }
    return "";
}

std::string item_words(const Compared& compared, const Difference& difference) {
    if (!difference.match) return "";
    const compare::ItemMatch& match = compared.comparison.items.at(*difference.match);
    if (!match.b) return path_of(compared.a, *match.a);
    if (!match.a) return path_of(compared.b, *match.b);
    const std::string a = path_of(compared.a, *match.a), b = path_of(compared.b, *match.b);
    return a == b ? a : fmt::format("{} → {}", a, b);
}

std::string key_words(const Difference& difference) {
    return difference.architecture ? fmt::format("{} ({})", difference.key, *difference.architecture) : difference.key;
}

std::vector<std::string> value_entries(const std::optional<plist::Value>& value) {
    if (!value) return {};
    std::vector<std::string> entries;
    if (const plist::Array* array = value->array()) {
        if (array->empty()) return {"an empty list"};
        for (const plist::Value& element : *array) entries.push_back(plist::one_line(element));
    } else if (const plist::Dictionary* members = value->dictionary()) {
        if (members->empty()) return {"an empty dictionary"};
        for (const auto& [key, member] : *members)
            entries.push_back(fmt::format("{}: {}", key, plist::one_line(member)));
    } else {
        entries.push_back(plist::one_line(*value));
        if (entries.back().empty()) entries.back() = "an empty text";
    }
    return entries;
}

std::string with_short_hashes(std::string_view text) {
    constexpr std::size_t least = 40, start = 8, end = 4;
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    std::string shortened;
    while (!text.empty()) {
        std::size_t run = 0;
        while (run < text.size() && is_digit(text[run])) ++run;
        if (run >= least)
            shortened += fmt::format("{}…{}", text.substr(0, start), text.substr(run - end, end));
        else
            shortened += text.substr(0, run);
        text.remove_prefix(run);
        if (text.empty()) break;
        shortened += text.front();
        text.remove_prefix(1);
    }
    return shortened;
}

std::string_view absent_words(Aspect aspect) {
    switch (aspect) {
    case Aspect::entitlements: return "not claimed";
    case Aspect::findings: return "not found";
    default: return "not there";
    }
}

std::vector<DifferenceGroup> groups(const Comparison& comparison, bool all) {
    std::vector<DifferenceGroup> result;
    for (const Difference& difference : comparison.differences) {
        if (difference.cause || (difference.kind == Class::noise && !all)) continue;
        if (result.empty() || result.back().kind != difference.kind || result.back().match != difference.match)
            result.push_back({difference.kind, difference.match, {}});
        result.back().differences.push_back(&difference);
    }
    return result;
}

std::size_t leave_out_files(DifferenceGroup& group) {
    std::size_t files = 0;
    return std::erase_if(group.differences, [&](const Difference* difference) {
        return difference->aspect == Aspect::files && ++files > files_shown;
    });
}

std::vector<std::vector<const Difference*>> consequences(const Comparison& comparison) {
    std::vector<std::vector<const Difference*>> result(comparison.differences.size());
    for (const Difference& difference : comparison.differences)
        if (difference.cause) result.at(*difference.cause).push_back(&difference);
    return result;
}

std::string consequence_words(const Difference& cause, const std::vector<const Difference*>& consequences) {
    std::vector<std::string> names;
    std::size_t elsewhere = 0;
    for (const Difference* each : consequences) {
        if (each->match != cause.match)
            ++elsewhere;
        else if (const std::string name = short_key(each->key); std::ranges::find(names, name) == names.end())
            names.push_back(name);
    }
    std::string words = listed(std::move(names));
    if (elsewhere > 0) words += fmt::format("{}{} in other items", words.empty() ? "" : "; ", elsewhere);
    return words;
}

std::string noise_words(const Comparison& comparison) {
    std::map<std::string, std::size_t> by_key;
    for (const Difference& difference : comparison.differences)
        if (!difference.cause && difference.kind == Class::noise) ++by_key[difference.key];
    std::vector<std::pair<std::size_t, std::string>> most;
    for (const auto& [key, count] : by_key) most.emplace_back(count, key);
    std::ranges::stable_sort(most, [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> names;
    for (const auto& [count, key] : most) names.push_back(count == 1 ? key : fmt::format("{} {}", key, count));
    return listed(std::move(names));
}

} // namespace nei::report
