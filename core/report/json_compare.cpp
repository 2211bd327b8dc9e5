// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/compare.h"
#include "core/report/json_parts.h"

#include <algorithm>

/// JSON of what core/compare found. Its types are written where they are declared, so that the writer finds how.
namespace nei::verify {
void write(report::JsonWriter& json, const NotChecked& not_checked); // json_verify.cpp
}

namespace nei::report {
namespace {

using compare::Comparison;
using compare::Difference;

void write_source(JsonWriter& json, const bundle::Bundle& bundle) {
    json.object([&] {
        json.object("source", [&] {
            json.member("bytes", bundle.source.bytes);
            json.member("files", bundle.source.files);
            json.member("kind", slug(bundle.source.kind));
            json.member("name", bundle.source.name);
        });
    });
}

/// Of both builds, each with the side that it is of.
void write_problems(JsonWriter& json, const Compared& compared) {
    std::vector<std::pair<std::string_view, const Problem*>> all;
    for (const Problem& problem : compared.a.problems) all.emplace_back("a", &problem);
    for (const Problem& problem : compared.b.problems) all.emplace_back("b", &problem);
    json.array(all, [&](const auto& each) {
        const auto& [side, problem] = each;
        json.object([&] {
            json.member("code", problem->code);
            json.member("message", problem->message);
            json.member("path", or_null(problem->path));
            json.member("severity", problem->severity == ProblemSeverity::error ? "error" : "warning");
            json.member("side", side);
        });
    });
}

void write_paths(JsonWriter& json, const Compared& compared, const std::optional<std::size_t>& match) {
    const auto path = [&](const bundle::Bundle& bundle,
                          std::optional<std::size_t> item) -> std::optional<std::string_view> {
        return item ? std::optional<std::string_view>(bundle.items.at(*item).path) : std::nullopt;
    };
    const compare::ItemMatch items = match ? compared.comparison.items.at(*match) : compare::ItemMatch{};
    json.object([&] {
        json.member("a", path(compared.a, items.a));
        json.member("b", path(compared.b, items.b));
    });
}

void write_difference(JsonWriter& json, const Compared& compared, const Difference& difference) {
    json.object([&] {
        json.member("a", difference.a);
        json.member("architecture", or_null(difference.architecture));
        json.member("aspect", slug(difference.aspect));
        json.member("b", difference.b);
        json.member("cause", difference.cause);
        json.member("change", slug(difference.change));
        json.member("class", slug(difference.kind));
        json.member("follows_from", compared.comparison.follows_from(difference));
        json.key("item");
        write_paths(json, compared, difference.match);
        json.member("key", difference.key);
        json.member("why", difference.why);
    });
}

void write_match(JsonWriter& json, const Compared& compared, std::size_t match) {
    const Comparison& comparison = compared.comparison;
    json.object([&] {
        json.member("differences", static_cast<std::size_t>(std::ranges::count_if(
                                       comparison.differences, [&](const Difference& d) { return d.match == match; })));
        json.key("item");
        write_paths(json, compared, match);
        json.member("matched_by", or_null(comparison.items[match].by));
    });
}

} // namespace

std::string compare_json(const Compared& compared, JsonLayout layout) {
    const Comparison& comparison = compared.comparison;
    JsonWriter json(layout);
    json.object([&] {
        json.key("a");
        write_source(json, compared.a);
        json.key("b");
        write_source(json, compared.b);
        json.object("counts", [&] {
            for (const compare::Class kind :
                 {compare::Class::breaks, compare::Class::expected, compare::Class::noise, compare::Class::review})
                json.member(slug(kind), comparison.count(kind));
        });
        json.array("differences", comparison.differences,
                   [&](const Difference& difference) { write_difference(json, compared, difference); });
        json.key("items");
        std::vector<std::size_t> matches(comparison.items.size());
        for (std::size_t i = 0; i < matches.size(); ++i) matches[i] = i;
        json.array(matches, [&](std::size_t match) { write_match(json, compared, match); });
        json.member("not_checked", comparison.not_checked);
        json.object("pair", [&] {
            json.member("kind", slug(comparison.pair.kind));
            json.member("sentence", comparison.pair.sentence);
        });
        json.key("problems");
        write_problems(json, compared);
        json.object("sameness", [&] {
            json.member("by_cdhash", comparison.sameness.by_cdhash);
            json.member("by_content", comparison.sameness.by_content);
            json.member("by_sealed_hash", comparison.sameness.by_sealed_hash);
            json.member("unread", comparison.sameness.unread);
            json.member("verified", comparison.sameness.verified);
        });
        json.member("schema", "neinspect/compare/1");
        json.object("tool", [&] {
            json.member("name", "neinspect");
            json.member("version", tool_version());
        });
        json.object("trust", [&] { json.member("given_roots", compared.a.given_roots || compared.b.given_roots); });
    });
    return json.take();
}

} // namespace nei::report
