// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/check.h"
#include "core/report/text_parts.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace nei::report {
namespace {

using State = rules::Verdict::State;

struct Look {
    std::string_view mark;
    Tint tint = Tint::plain;
};

Look look_of(State state) {
    switch (state) {
    case State::ok: return {"✓", Tint::good};
    case State::note: return {"i", Tint::faint};
    case State::warning: return {"!", Tint::warning};
    case State::blocker: return {"✗", Tint::bad};
    case State::unknown: return {"?", Tint::warning};
    }
    return {"?", Tint::warning};
}

Look look_of(rules::Severity severity) {
    switch (severity) {
    case rules::Severity::blocker: return look_of(State::blocker);
    case rules::Severity::warning: return look_of(State::warning);
    case rules::Severity::note: return look_of(State::note);
    }
    return look_of(State::unknown);
}

std::string_view name_of(const bundle::CodeItem& item) {
    return item.path == "." || item.name.empty() ? std::string_view(item.name) : std::string_view(item.path);
}

void verdict_line(Page& page, std::string_view prefix, std::string_view name, const rules::Verdict& verdict) {
    const Look look = look_of(verdict.state);
    Spans spans{{fmt::format("{} ", look.mark), look.tint}};
    if (!name.empty()) spans.push_back({fmt::format("{}: ", name), Tint::strong});
    spans.push_back({verdict.sentence, look.tint});
    page.paragraph(prefix, fmt::format("{}  ", prefix), spans);
}

void root_lines(Page& page, const Check& check, const rules::RootJudgement& root) {
    const bool several = check.judgement.roots.size() > 1;
    verdict_line(page, "", several ? name_of(check.bundle.items.at(root.item)) : std::string_view(), root.verdict);
    for (const rules::ProviderJudgement& provider : root.providers)
        if (provider.verdict.sentence != root.verdict.sentence)
            verdict_line(page, "    ", check.bundle.items.at(provider.item).name, provider.verdict);
}

/// "Developer ID, as it is signed", once where all roots are alike.
std::string distribution_words(const Check& check) {
    std::vector<std::string> words;
    for (const rules::RootJudgement& root : check.judgement.roots) {
        const std::string one = !root.distribution ? "nothing in particular"
                                                   : fmt::format("{}{}", display_name(*root.distribution),
                                                                 root.distribution_given ? "" : ", as it is signed");
        if (std::ranges::find(words, one) == words.end()) words.push_back(one);
    }
    return fmt::format("{}", fmt::join(words, "; "));
}

void intent_line(Page& page, const Check& check) {
    if (check.judgement.roots.empty()) return;
    std::string words = fmt::format("{}, on {}", distribution_words(check), day_of(check.intent.date));
    if (check.intent.device) words += fmt::format(", for the device {}", *check.intent.device);
    if (check.intent.macos) words += fmt::format(", for macOS {}", *check.intent.macos);
    page.field("", "Judged for", words);
}

std::string count_words(const Check& check) {
    constexpr std::array<std::array<std::string_view, 2>, 3> words{
        {{"blocker", "blockers"}, {"warning", "warnings"}, {"note", "notes"}}};
    std::array<std::size_t, 3> counts{};
    for (const rules::Finding& finding : check.judgement.findings)
        if (!check.accepted(finding)) ++counts.at(static_cast<std::size_t>(finding.severity));
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts.at(i) > 0) parts.push_back(counted(counts.at(i), words.at(i)[0], words.at(i)[1]));
    return parts.empty() ? "no findings" : fmt::format("{}", fmt::join(parts, ", "));
}

void finding_lines(Page& page, const Check& check, const rules::Finding& finding) {
    const Look look = look_of(finding.severity);
    page.paragraph(
        "", "  ",
        Spans{{fmt::format("{} {}: ", look.mark, slug(finding.severity)), look.tint}, {finding.title, Tint::strong}});
    const std::string architecture = finding.architecture ? fmt::format(" ({})", *finding.architecture) : "";
    page.field("    ", "Item", fmt::format("{}{}", name_of(check.bundle.items.at(finding.item)), architecture));
    if (finding.follows_from) page.field("    ", "Follows from", *finding.follows_from);
    page.field("    ", "Why", finding.why);
    page.field("    ", "What to do", finding.fix);
    for (const std::string& source : finding.sources)
        page.field("    ", &source == &finding.sources.front() ? "Source" : "", source);
    page.field("    ", "Rule", finding.rule);
    page.gap();
}

void accepted_lines(Page& page, const Check& check) {
    bool first = true;
    for (const rules::Finding& finding : check.judgement.findings) {
        const Accepted* accepted = check.accepted(finding);
        if (!accepted) continue;
        if (std::exchange(first, false)) page.paragraph("", "  ", Spans{{"Accepted by the baseline", Tint::strong}});
        Spans spans{{fmt::format("{}: {}", slug(finding.severity), finding.title)}};
        append(spans, accepted->reason.empty() ? "no reason is written down" : accepted->reason, Tint::faint);
        if (accepted->until) append(spans, fmt::format("until {}", day_of(*accepted->until)), Tint::faint);
        page.paragraph("  ", "    ", spans);
    }
    if (!first) page.gap();
}

void baseline_lines(Page& page, const Check& check) {
    const std::vector<const Accepted*> unused = check.unused();
    if (unused.empty()) return;
    page.paragraph("", "  ", Spans{{"In the baseline and not here any more", Tint::strong}});
    for (const Accepted* entry : unused) page.paragraph("  ", "    ", Spans{{entry->fingerprint}});
    page.gap();
}

} // namespace

std::string check_text(const Check& check, const TextStyle& style) {
    Page page(style);
    source_heading(page, check.bundle.source, count_words(check));
    trust_line(page, check.bundle);
    page.gap();
    if (check.judgement.roots.empty()) verdict_line(page, "", "", check.judgement.verdict);
    for (const rules::RootJudgement& root : check.judgement.roots) root_lines(page, check, root);
    page.gap();
    for (const rules::Finding& finding : check.judgement.findings)
        if (!check.accepted(finding)) finding_lines(page, check, finding);
    accepted_lines(page, check);
    baseline_lines(page, check);
    problem_lines(page, check.bundle.problems);
    intent_line(page, check);
    not_checked_line(page, check.judgement.not_checked);
    return page.take();
}

std::string explain_text(std::span<const rules::RuleText> rules, const TextStyle& style) {
    Page page(style);
    for (const rules::RuleText& rule : rules) {
        if (&rule != &rules.front()) page.gap();
        const Look look = look_of(rule.severity);
        Spans heading{{std::string(rule.id), Tint::strong}};
        append(heading, std::string(slug(rule.severity)), look.tint);
        page.paragraph("", "  ", heading);
        page.paragraph("", "", Spans{{std::string(rule.title)}});
        page.field("", "Why", rule.why);
        page.field("", "What to do", rule.fix);
        for (const std::string_view& source : rule.sources)
            page.field("", &source == &rule.sources.front() ? "Source" : "", source);
    }
    return page.take();
}

} // namespace nei::report
