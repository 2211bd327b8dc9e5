// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::report {
namespace {

using profile::Authorisation;
using profile::Verdict;

/// Keys that a short list names before it only counts.
constexpr std::size_t keys_named = 6;
/// Columns for the verdict in front of a key: "not allowed" is the longest that is common.
constexpr std::size_t verdict_width = 12;

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

bool forms_differ(const Authorisation& row) {
    return row.claimed_xml != row.claimed_der;
}

/// A boolean that is true needs no value beside its key.
bool is_plain_true(const plist::Value& value) {
    return value.boolean() && *value.boolean();
}

void verdict_line(Page& page, std::string_view prefix, const Authorisation& row, bool with_values) {
    const Mark mark = mark_of(row.verdict);
    std::string verdict = fmt::format("{} {}", mark_text(mark), verdict_words(row.verdict));
    const std::size_t width = display_width(verdict);
    const std::string lead(prefix);
    Spans spans{{std::move(verdict), tint_of(mark)},
                {std::string(width < verdict_width + 2 ? verdict_width + 2 - width : 0, ' ')}};
    spans.push_back({"  " + row.key});
    const plist::Value* claim = claim_of(row);
    if (claim && !is_plain_true(*claim)) spans.push_back({fmt::format(" = {}", plist::one_line(*claim))});
    if (with_values && row.allowed && (!claim || *claim != *row.allowed))
        spans.push_back({fmt::format("; the profile allows {}", plist::one_line(*row.allowed)), Tint::faint});
    else if (row.verdict == Verdict::not_allowed)
        spans.push_back({row.allowed ? fmt::format("; the profile allows {}", plist::one_line(*row.allowed))
                                     : std::string("; the profile does not name it")});
    page.paragraph(lead, lead + std::string(verdict_width + 6, ' '), spans);
}

/// "7 need no profile: a, b, c and 4 more"
void counted_keys(Page& page, std::string_view prefix, std::string_view what, const std::vector<std::string>& keys) {
    if (keys.empty()) return;
    std::string names;
    for (std::size_t i = 0; i < keys.size() && i < keys_named; ++i) names += (i == 0 ? "" : ", ") + keys[i];
    if (keys.size() > keys_named) names += fmt::format(" and {} more", keys.size() - keys_named);
    const std::string lead(prefix);
    page.paragraph(lead, lead + "  ", Spans{{fmt::format("· {}: ", what), Tint::faint}, {names}});
}

/// Claims that need a profile, or that would if the store had not signed.
bool is_named(const Authorisation& row) {
    return row.restricted && row.verdict != Verdict::allowed_but_unused;
}

} // namespace

void entitlement_lines(Page& page, std::string_view prefix, const std::vector<Authorisation>& rows) {
    if (rows.empty()) return;
    const bool all = page.style().all;
    const std::string inner = std::string(prefix) + "  ";
    bool claims = false, differ = false, has_der = false;
    std::vector<std::string> unrestricted, unused;
    for (const Authorisation& row : rows) {
        const plist::Value* claim = claim_of(row);
        claims = claims || claim;
        has_der = has_der || row.claimed_der;
        if (row.verdict == Verdict::allowed_but_unused)
            unused.push_back(row.key);
        else if (!is_named(row))
            unrestricted.push_back(claim && claim->boolean() && !*claim->boolean() ? row.key + " = false" : row.key);
    }
    if (has_der) differ = std::ranges::any_of(rows, forms_differ);

    page.paragraph(prefix, prefix,
                   Spans{{"Entitlements", Tint::faint},
                         {claims ? "" : "  none claimed", Tint::faint},
                         {differ ? "  XML and DER differ; macOS uses the DER form" : "", Tint::warning}});
    for (const Authorisation& row : rows)
        if (all || is_named(row)) verdict_line(page, inner, row, all);
    if (all) return;
    counted_keys(page, inner, counted(unrestricted.size(), "needs", "need") + " no profile", unrestricted);
    counted_keys(page, inner, fmt::format("{} allowed, not claimed", unused.size()), unused);
}

} // namespace nei::report
