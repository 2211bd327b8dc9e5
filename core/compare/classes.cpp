// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/classes.h"

#include "core/ne/knowledge.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <nei_data_embedded.h>
#include <stdexcept>

namespace nei::compare {
namespace {

using Json = nlohmann::json;

constexpr std::array all_changes{Change::added, Change::removed, Change::changed,
                                 Change::moved, Change::renamed, Change::repackaged};
constexpr std::array all_pairs{PairKind::identical, PairKind::debug_and_release,  PairKind::versions,
                               PairKind::re_signed, PairKind::other_distribution, PairKind::unrelated};

// The table is part of the program: a mistake in it is a mistake of ours, met by the first test that runs.
template <class Enum, std::size_t count>
Enum named(const std::array<Enum, count>& all, std::string_view name) {
    for (const Enum each : all)
        if (slug(each) == name) return each;
    throw std::logic_error(fmt::format("differences.json names an unknown {}", name));
}

/// A list, or one element alone.
std::vector<std::string> texts(const Json& row, const char* member) {
    if (!row.contains(member)) return {};
    const Json& value = row.at(member);
    return value.is_array() ? value.get<std::vector<std::string>>() : std::vector{value.get<std::string>()};
}

template <class Enum, std::size_t count>
std::vector<Enum> several(const std::array<Enum, count>& all, const Json& row, const char* member) {
    std::vector<Enum> values;
    for (const std::string& name : texts(row, member)) values.push_back(named(all, name));
    return values;
}

ClassRule read_class(const Json& row) {
    return {.aspect = row.contains("aspect") ? std::optional(named(all_aspects, row.at("aspect").get<std::string>()))
                                             : std::nullopt,
            .keys = texts(row, "key"),
            .changes = several(all_changes, row, "change"),
            .pairs = several(all_pairs, row, "pair"),
            .same_version =
                row.contains("same_version") ? std::optional(row.at("same_version").get<bool>()) : std::nullopt,
            .items = texts(row, "item"),
            .names = texts(row, "name"),
            .when = row.value("when", ""),
            .a = texts(row, "a"),
            .b = texts(row, "b"),
            .kind = named(all_classes, row.at("class").get<std::string>()),
            .why = row.at("why").get<std::string>()};
}

ConsequenceRule::Cause read_cause(const Json& row) {
    using In = ConsequenceRule::Cause::In;
    const std::string aspect = row.at("aspect").get<std::string>();
    ConsequenceRule::Cause cause;
    if (aspect == "items-inside")
        cause.in = In::items_inside;
    else if (aspect == "outermost")
        cause.in = In::outermost;
    else
        cause.aspect = named(all_aspects, aspect);
    cause.key = row.value("key", "*");
    cause.changes = several(all_changes, row, "change");
    return cause;
}

ConsequenceRule read_consequence(const Json& row) {
    ConsequenceRule rule{
        .aspect = named(all_aspects, row.at("aspect").get<std::string>()), .keys = texts(row, "key"), .causes = {}};
    for (const Json& cause : row.at("follows")) rule.causes.push_back(read_cause(cause));
    return rule;
}

template <class Element, class Value>
bool has(const std::vector<Element>& list, const Value& value) {
    return list.empty() || std::ranges::find(list, value) != list.end();
}

bool matches_one(const std::vector<std::string>& patterns, std::string_view text) {
    return patterns.empty() || std::ranges::any_of(patterns, [&](const auto& each) { return matches(each, text); });
}

bool is_of_kind(const std::vector<std::string>& kinds, const bundle::CodeItem* item) {
    if (kinds.empty()) return true;
    if (!item) return false;
    return std::ranges::any_of(kinds, [&](const std::string& kind) {
        if (kind == "provider") return item->provider && item->provider->is_network_extension();
        return matches(kind, slug(item->kind));
    });
}

bool says(const std::vector<std::string>& wanted, const std::optional<plist::Value>& value) {
    return wanted.empty() || (value && std::ranges::find(wanted, plist::one_line(*value)) != wanted.end());
}

bool applies(const ClassRule& rule, const Difference& difference, const bundle::CodeItem* item, const PairFacts& pair) {
    return (!rule.aspect || *rule.aspect == difference.aspect) && has(rule.changes, difference.change) &&
           has(rule.pairs, pair.kind) && rule.same_version.value_or(pair.same_version) == pair.same_version &&
           matches_one(rule.keys, difference.key) && is_of_kind(rule.items, item) &&
           (rule.names.empty() || (item && matches_one(rule.names, item->name))) && says(rule.a, difference.a) &&
           says(rule.b, difference.b) && (rule.when.empty() || holds(rule.when, difference));
}

/// For a sentence: what is longer is not told there.
std::string words(const std::optional<plist::Value>& value) {
    constexpr std::size_t longest = 60;
    const std::string line = value ? plist::one_line(*value) : "nothing";
    return line.size() <= longest ? line : fmt::format("a value of {} bytes", line.size());
}

/// What the knowledge of this program says that a key is for.
std::string meaning(const Difference& difference) {
    if (difference.aspect == Aspect::info_plist) {
        const ne::InfoPlistKey* known = ne::Knowledge::builtin().info_plist_key(difference.key);
        return known ? known->meaning : "";
    }
    std::string_view key = difference.key;
    if (constexpr std::string_view allowed = "entitlements:"; key.starts_with(allowed))
        key.remove_prefix(allowed.size());
    const ne::EntitlementKey* known = ne::Knowledge::builtin().entitlement(key);
    return known ? known->meaning : "";
}

void replace(std::string& sentence, std::string_view name, std::string_view with) {
    const std::string placeholder = fmt::format("{{{}}}", name);
    for (std::size_t at = sentence.find(placeholder); at != std::string::npos;
         at = sentence.find(placeholder, at + with.size()))
        sentence.replace(at, placeholder.size(), with);
}

std::string title_of(const Difference& difference) {
    const auto& finding = difference.b ? difference.b : difference.a;
    const std::string* title = finding ? finding->find_string("title") : nullptr;
    return title ? *title : "";
}

std::string reason(const std::string& why, const Difference& difference) {
    std::string sentence = why;
    replace(sentence, "meaning", meaning(difference));
    replace(sentence, "title", title_of(difference));
    replace(sentence, "key", difference.key);
    replace(sentence, "a", words(difference.a));
    replace(sentence, "b", words(difference.b));
    while (sentence.ends_with(' ')) sentence.pop_back();
    return sentence;
}

/// -1, 0, 1 by the numbers in two versions: "10.9" is below "10.10". Nothing where one is no version.
std::optional<int> compare_versions(std::string_view a, std::string_view b) {
    while (!a.empty() || !b.empty()) {
        const auto number = [](std::string_view& text) -> std::optional<std::uint64_t> {
            if (text.empty()) return 0;
            std::uint64_t value = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (error != std::errc()) return std::nullopt;
            text.remove_prefix(static_cast<std::size_t>(end - text.data()));
            if (!text.empty() && text.front() != '.') return std::nullopt;
            if (!text.empty()) text.remove_prefix(1);
            return value;
        };
        const auto first = number(a), second = number(b);
        if (!first || !second) return std::nullopt;
        if (*first != *second) return *first < *second ? -1 : 1;
    }
    return 0;
}

std::optional<int> version_order(const Difference& difference) {
    const std::string* a = difference.a ? difference.a->string() : nullptr;
    const std::string* b = difference.b ? difference.b->string() : nullptr;
    return a && b ? compare_versions(*a, *b) : std::nullopt;
}

std::optional<int> date_order(const Difference& difference) {
    const Timestamp* a = difference.a ? difference.a->date() : nullptr;
    const Timestamp* b = difference.b ? difference.b->date() : nullptr;
    if (!a || !b) return std::nullopt;
    return *a < *b ? -1 : *a > *b ? 1 : 0;
}

/// Elements of a list; a single value is a list of one, what is absent one of none.
plist::Array elements(const std::optional<plist::Value>& value) {
    if (!value) return {};
    if (const plist::Array* array = value->array()) return *array;
    return {*value};
}

bool has_all(const plist::Array& list, const plist::Array& wanted) {
    return std::ranges::all_of(wanted,
                               [&](const plist::Value& value) { return std::ranges::find(list, value) != list.end(); });
}

bool is_list(const std::optional<plist::Value>& value) {
    return value && value->array();
}

std::vector<std::string> without_suffix(const std::optional<plist::Value>& value) {
    constexpr std::string_view suffix = "-systemextension";
    std::vector<std::string> values;
    for (std::string& text : value ? plist::strings(*value) : std::vector<std::string>()) {
        if (text.ends_with(suffix)) text.resize(text.size() - suffix.size());
        values.push_back(std::move(text));
    }
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

std::string severity_of(const Difference& difference) {
    const auto& finding = difference.b ? difference.b : difference.a;
    const std::string* severity = finding ? finding->find_string("severity") : nullptr;
    return severity ? *severity : "";
}

} // namespace

bool matches(std::string_view pattern, std::string_view text) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, star))) return false;
    text.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    // Each piece between stars is taken where it occurs first; the last one has to end the text.
    for (std::size_t next = pattern.find('*'); next != std::string_view::npos; next = pattern.find('*')) {
        const std::size_t found = text.find(pattern.substr(0, next));
        if (found == std::string_view::npos) return false;
        text.remove_prefix(found + next);
        pattern.remove_prefix(next + 1);
    }
    return text.ends_with(pattern);
}

bool holds(std::string_view condition, const Difference& difference) {
    const plist::Array in_a = elements(difference.a), in_b = elements(difference.b);
    const bool lists = is_list(difference.a) || is_list(difference.b);
    if (condition == "raised") return version_order(difference) == -1;
    if (condition == "lowered") return version_order(difference) == 1;
    if (condition == "later") return date_order(difference) == -1;
    if (condition == "earlier") return date_order(difference) == 1;
    if (condition == "gained") return lists && has_all(in_b, in_a);
    if (condition == "lost") return lists && !has_all(in_b, in_a);
    if (condition == "suffix")
        return difference.a && difference.b && without_suffix(difference.a) == without_suffix(difference.b);
    if (condition == "same") return difference.a == difference.b;
    if (condition == "unsigned") return difference.b && *difference.b == plist::Value("unsigned");
    if (condition == "blocker" || condition == "warning" || condition == "note")
        return severity_of(difference) == condition;
    throw std::logic_error(fmt::format("differences.json names an unknown condition {}", condition));
}

ClassTable::ClassTable() {
    const Json document = Json::parse(nei_data::differences_json());
    for (const Json& row : document.at("classes")) classes_.push_back(read_class(row));
    for (const Json& row : document.at("consequences")) consequences_.push_back(read_consequence(row));
}

const ClassTable& ClassTable::builtin() {
    static const ClassTable table;
    return table;
}

void ClassTable::classify(Difference& difference, const bundle::CodeItem* item, const PairFacts& pair) const {
    const auto rule =
        std::ranges::find_if(classes_, [&](const ClassRule& each) { return applies(each, difference, item, pair); });
    if (rule == classes_.end()) throw std::logic_error("differences.json has no row for everything at its end");
    difference.kind = rule->kind;
    difference.why = reason(rule->why, difference);
}

} // namespace nei::compare
