// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace nei::report {
namespace {

using profile::Authorisation;
using profile::Verdict;

/// Keys that a short list names before it only counts.
constexpr std::size_t keys_named = 6;
/// Columns for the verdict in front of a key: "not allowed" is the longest that is common.
constexpr std::size_t verdict_width = 13;
/// The same where rows that are not claimed are among them.
constexpr std::size_t verdict_width_all = 22;
/// Allowed claims that get a line each; of more, only those of networking do and the others are named together.
constexpr std::size_t allowed_lines = 8;

Tint tint_of(Mark mark) {
    switch (mark) {
    case Mark::good: return Tint::good;
    case Mark::bad: return Tint::bad;
    case Mark::neutral: return Tint::faint;
    }
    return Tint::plain;
}

/// What macOS judges of a row: the DER claim where there is one.
const plist::Value* claim_of(const Authorisation& row) {
    if (row.claimed_der) return &*row.claimed_der;
    return row.claimed_xml ? &*row.claimed_xml : nullptr;
}

/// A boolean that is true needs no value beside its key.
bool is_plain_true(const plist::Value& value) {
    return value.boolean() && *value.boolean();
}

void verdict_line(Page& page, std::string_view prefix, const Authorisation& row, bool with_values) {
    const Mark mark = mark_of(row.verdict);
    std::string verdict = fmt::format("{} {}", mark_text(mark), verdict_words(row.verdict));
    const std::size_t width = display_width(verdict), column = with_values ? verdict_width_all : verdict_width;
    Spans spans{
        {std::move(verdict), tint_of(mark), true}, {std::string(std::max(column, width) - width + 2, ' ')}, {row.key}};
    const plist::Value* claim = claim_of(row);
    if (claim && !is_plain_true(*claim)) {
        spans.push_back({" "});
        spans.push_back({fmt::format("= {}", value_words(*claim)), Tint::plain, true});
    }
    if (!claim && row.allowed)
        spans.push_back({fmt::format(": {}", value_words(*row.allowed))});
    else if (row.verdict != Verdict::not_allowed && with_values && row.allowed && *claim != *row.allowed)
        spans.push_back({fmt::format("; the profile allows {}", value_words(*row.allowed))});
    else if (row.by_wildcard && row.allowed)
        spans.push_back({fmt::format("; by {}", value_words(*row.allowed)), Tint::faint});
    const std::string lead(prefix), follow = lead + std::string(column + 4, ' ');
    page.paragraph(lead, follow, spans);
    if (row.verdict != Verdict::not_allowed) return;
    const plist::Array* elements = claim ? claim->array() : nullptr;
    if (elements && !row.not_permitted.empty() && row.not_permitted.size() < elements->size())
        page.paragraph(follow, follow, Spans{{fmt::format("not permitted: {}", fmt::join(row.not_permitted, ", "))}});
    const std::string allowed = row.allowed ? "the profile allows " + value_words(*row.allowed)
                                            : std::string("the profile does not name this key");
    page.paragraph(follow, follow, Spans{{allowed}});
}

/// "7 need no profile: a, b, c and 4 more"
void counted_keys(Page& page, std::string_view prefix, Mark mark, std::string_view what,
                  const std::vector<std::string>& keys) {
    if (keys.empty()) return;
    std::string names;
    for (std::size_t i = 0; i < keys.size() && i < keys_named; ++i) names += (i == 0 ? "" : ", ") + keys[i];
    if (keys.size() > keys_named) names += fmt::format(" and {} more", keys.size() - keys_named);
    const std::string lead(prefix);
    page.paragraph(lead, lead + "  ",
                   Spans{{fmt::format("{} {}: ", mark_text(mark), what), tint_of(mark)}, {std::move(names)}});
}

/// Claims that are the point of a Network Extension: they are shown however many others there are.
bool is_networking(std::string_view key) {
    return key.starts_with("com.apple.developer.networking.") || key == "com.apple.developer.system-extension.install";
}

/// Keys by what there is to say of them.
struct Sorted {
    std::vector<const Authorisation*> lines; ///< claims that get a line each
    std::vector<std::string> allowed, unrestricted, unused;
    std::size_t claimed = 0, bad = 0;
    bool forms_differ = false;
};

Sorted sorted(const std::vector<Authorisation>& rows, bool all) {
    Sorted result;
    std::size_t good = 0;
    bool has_der = false, differ = false;
    for (const Authorisation& row : rows) {
        const Mark mark = mark_of(row.verdict);
        result.claimed += claim_of(row) ? 1 : 0;
        result.bad += mark == Mark::bad ? 1 : 0;
        good += row.restricted && mark == Mark::good ? 1 : 0;
        has_der = has_der || row.claimed_der;
        differ = differ || row.claimed_xml != row.claimed_der;
    }
    result.forms_differ = has_der && differ;
    for (const Authorisation& row : rows) {
        const plist::Value* claim = claim_of(row);
        const bool is_false = claim && claim->boolean() && !*claim->boolean();
        if (all)
            result.lines.push_back(&row);
        else if (row.verdict == Verdict::allowed_but_unused)
            result.unused.push_back(row.key);
        else if (!row.restricted)
            result.unrestricted.push_back(is_false ? row.key + " = false" : row.key);
        else if (mark_of(row.verdict) != Mark::good || good <= allowed_lines || is_networking(row.key))
            result.lines.push_back(&row);
        else
            result.allowed.push_back(row.key);
    }
    return result;
}

} // namespace

void entitlement_lines(Page& page, std::string_view prefix, const std::vector<Authorisation>& rows) {
    if (rows.empty()) return;
    const Sorted keys = sorted(rows, page.style().all);
    Spans summary;
    append(summary, keys.claimed == 0 ? "none claimed" : fmt::format("{} claimed", keys.claimed));
    if (keys.bad > 0) append(summary, fmt::format("{} without permission", keys.bad), Tint::bad);
    if (keys.forms_differ) append(summary, "XML and DER differ; macOS uses DER", Tint::warning);
    page.field(prefix, "Entitlements", summary);

    const std::string inner = std::string(prefix) + "  ";
    for (const Authorisation* row : keys.lines) verdict_line(page, inner, *row, page.style().all);
    counted_keys(page, inner, Mark::good, fmt::format("{} more allowed", keys.allowed.size()), keys.allowed);
    counted_keys(page, inner, Mark::neutral, counted(keys.unrestricted.size(), "needs", "need") + " no profile",
                 keys.unrestricted);
    counted_keys(page, inner, Mark::neutral, fmt::format("{} allowed, not claimed", keys.unused.size()), keys.unused);
}

} // namespace nei::report
