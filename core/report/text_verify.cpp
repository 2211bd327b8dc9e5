// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/text_parts.h"
#include "core/report/verify.h"
#include "core/report/words.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace nei::report {
namespace {

using bundle::Bundle;
using bundle::CodeItem;
using verify::Integrity;
using verify::SliceIntegrity;
using verify::VerifyError;

/// Errors listed of one item; a bundle that lost a folder has thousands alike.
constexpr std::size_t most_errors_shown = 20;

/// Items as people know them: what was opened has a name.
std::string_view shown_path(const CodeItem& item) {
    return item.path == "." ? std::string_view(item.name) : std::string_view(item.path);
}

std::string_view chain_words(verify::ChainState chain) {
    switch (chain) {
    case verify::ChainState::apple: return "Apple";
    case verify::ChainState::given_root: return "a root given with it, not Apple";
    case verify::ChainState::self_signed: return "self-signed, not trusted";
    case verify::ChainState::untrusted: return "not trusted";
    case verify::ChainState::none: return "";
    }
    return "";
}

std::string_view ticket_words(verify::TicketState ticket) {
    switch (ticket) {
    case verify::TicketState::none: return "";
    case verify::TicketState::covers: return "covered by the stapled ticket";
    case verify::TicketState::does_not_cover: return "not in the stapled ticket";
    case verify::TicketState::invalid: return "stapled ticket invalid";
    }
    return "";
}

/// The lines of `codesign --verify`: the error with what it is about, or that all is well.
void root_lines(Page& page, const Bundle& bundle, const Integrity& integrity, const verify::RootIntegrity& root) {
    const CodeItem& item = bundle.items.at(root.item);
    const auto line = [&](std::string_view words, Tint tint) {
        page.paragraph("", "  ",
                       Spans{{fmt::format("{}: ", shown_path(item)), Tint::strong}, {std::string(words), tint}});
    };
    if (root.codesign_valid) {
        line("valid on disk", Tint::good);
    } else if (root.errors.empty()) {
        line("not valid; the errors are below", Tint::bad);
    } else {
        line(describe(root.errors.front().failure).text, Tint::bad);
        if (const std::string detail = error_detail_words(root.errors.front()); !detail.empty())
            page.paragraph("  ", "    ", Spans{{detail}});
    }
    const auto of_root = [&](const SliceIntegrity& slice) { return slice.item == root.item; };
    const auto says = [&](verify::Truth truth) {
        return std::ranges::any_of(integrity.slices, [&](const SliceIntegrity& slice) {
            return of_root(slice) && slice.designated_requirement_satisfied == truth;
        });
    };
    if (says(verify::Truth::no))
        line("does not satisfy its Designated Requirement", Tint::bad);
    else if (says(verify::Truth::unknown))
        line("whether it satisfies its Designated Requirement can only be told on a Mac", Tint::warning);
    else if (says(verify::Truth::yes))
        line("satisfies its Designated Requirement", Tint::good);
}

struct ItemResult {
    std::size_t item = 0;
    std::vector<const SliceIntegrity*> slices;

    bool valid() const {
        return std::ranges::all_of(slices, [](const SliceIntegrity* slice) { return slice->valid; });
    }
};

std::vector<ItemResult> by_item(const Integrity& integrity) {
    std::vector<ItemResult> results;
    for (const SliceIntegrity& slice : integrity.slices) {
        if (results.empty() || results.back().item != slice.item) results.push_back({slice.item, {}});
        results.back().slices.push_back(&slice);
    }
    return results;
}

Spans heading(const CodeItem& item, const ItemResult& result) {
    const bool valid = result.valid();
    Spans spans{{valid ? "✓ " : "✗ ", valid ? Tint::good : Tint::bad}, {std::string(shown_path(item)), Tint::strong}};
    append(spans, item_description(item), Tint::faint);
    const SliceIntegrity& first = *result.slices.front();
    if (const auto words = chain_words(first.chain); !words.empty()) append(spans, fmt::format("chain: {}", words));
    if (first.signed_at)
        append(spans, fmt::format("{} {}", first.timestamp_trusted.value_or(false) ? "time stamp" : "signed",
                                  to_display(*first.signed_at)));
    append(spans, std::string(ticket_words(first.ticket)));
    return spans;
}

/// Slices that have this error; empty where all have it.
std::string architectures_with(const CodeItem& item, const ItemResult& result, const VerifyError& error) {
    std::vector<std::string> names;
    for (const SliceIntegrity* slice : result.slices)
        if (slice->slice && std::ranges::find(slice->errors, error) != slice->errors.end())
            names.push_back(item.slices.at(*slice->slice).code.architecture);
    return names.size() == result.slices.size() ? std::string() : fmt::format("{}", fmt::join(names, ", "));
}

void error_lines(Page& page, const CodeItem& item, const ItemResult& result) {
    std::vector<VerifyError> said;
    for (const SliceIntegrity* slice : result.slices)
        for (const VerifyError& error : slice->errors) {
            if (std::ranges::find(said, error) != said.end()) continue;
            said.push_back(error);
            if (said.size() > most_errors_shown) continue;
            const verify::FailureText failure = describe(error.failure);
            Spans spans{{std::string(failure.name), Tint::bad}};
            append(spans, std::string(failure.text));
            if (const auto where = architectures_with(item, result, error); !where.empty())
                append(spans, fmt::format("in {}", where), Tint::faint);
            page.paragraph("    ", "      ", spans);
            if (const std::string detail = error_detail_words(error); !detail.empty())
                page.paragraph("      ", "        ", Spans{{detail}});
        }
    if (said.size() > most_errors_shown)
        page.paragraph(
            "    ", "      ",
            Spans{{fmt::format("… and {} more; --format json lists all.", grouped(said.size() - most_errors_shown)),
                   Tint::faint}});
}

void summary_lines(Page& page, const Integrity& integrity) {
    const auto line = [&](std::string_view label, bool good, std::string_view yes, std::string_view no) {
        page.field("", label, Spans{{std::string(good ? yes : no), good ? Tint::good : Tint::bad}});
    };
    line("codesign", integrity.codesign_valid, "would call it valid", "would not call it valid");
    line("Integrity", integrity.integrity_valid, "nothing was changed after signing",
         "something was changed after signing, or was never signed");
    line("In all", integrity.valid, "every code item is unchanged and its signer trusted",
         "not every code item is unchanged and its signer trusted");
    not_checked_line(page, integrity.not_checked);
}

} // namespace

std::string error_detail_words(const VerifyError& error) {
    if (error.detail.empty()) return error.file;
    return error.file.empty() ? error.detail : fmt::format("{}: {}", error.detail, error.file);
}

std::string verify_text(const Bundle& bundle, const Integrity& integrity, const TextStyle& style) {
    Page page(style);
    const std::vector<ItemResult> results = by_item(integrity);
    source_heading(page, bundle.source, counted(results.size(), "code item", "code items") + " verified");
    trust_line(page, bundle);
    for (const verify::RootIntegrity& root : integrity.roots) root_lines(page, bundle, integrity, root);
    page.gap();
    bool listed = false;
    for (const ItemResult& result : results) {
        if (result.valid() && !style.all) continue;
        const CodeItem& item = bundle.items.at(result.item);
        page.paragraph("", "    ", heading(item, result));
        error_lines(page, item, result);
        listed = true;
    }
    if (listed) page.gap();
    problem_lines(page, bundle.problems);
    summary_lines(page, integrity);
    return page.take();
}

} // namespace nei::report
