// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/compare/word_diff.h"
#include "core/report/compare_words.h"
#include "core/report/text_parts.h"

#include <fmt/format.h>

namespace nei::report {
namespace {

using compare::Class;
using compare::Difference;
using Consequences = std::vector<std::vector<const Difference*>>;

/// Elements of a list that are shown before the rest is only counted; --all shows them.
constexpr std::size_t elements_shown = 12;

Tint tint_of(Class kind) {
    switch (kind) {
    case Class::breaks: return Tint::bad;
    case Class::review: return Tint::warning;
    case Class::expected: return Tint::plain;
    case Class::noise: return Tint::faint;
    }
    return Tint::plain;
}

std::string_view sign_of(Class kind) {
    switch (kind) {
    case Class::breaks: return "✗";
    case Class::review: return "!";
    case Class::expected: return "·";
    case Class::noise: return "=";
    }
    return "";
}

class CompareText {
public:
    CompareText(Page& page, const Compared& compared)
        : page_(page), compared_(compared), comparison_(compared.comparison), consequences_(consequences(comparison_)) {
    }

    void print() {
        heading();
        for (DifferenceGroup& group : groups(comparison_, page_.style().all)) show(group);
        footer();
    }

private:
    void heading() {
        for (const auto& [side, bundle] : {std::pair("A", &compared_.a), std::pair("B", &compared_.b)}) {
            page_.paragraph("", "   ",
                            Spans{{fmt::format("{}  ", side), Tint::strong},
                                  {bundle->source.name, Tint::strong},
                                  {fmt::format("  {}, {}", counted(bundle->items.size(), "code item", "code items"),
                                               size_words(bundle->source.bytes)),
                                   Tint::faint}});
        }
        if (compared_.a.given_roots || compared_.b.given_roots)
            page_.paragraph(
                "", "  ",
                Spans{{"! Chains are judged with a root certificate that was given, beside Apple's.", Tint::warning}});
        page_.paragraph("", "", Spans{{comparison_.pair.sentence, Tint::strong}});
        Spans counts;
        for (const Class kind : compare::all_classes)
            if (comparison_.count(kind) > 0)
                append(counts, fmt::format("{} {}", sign_of(kind), count_words(comparison_, kind)), tint_of(kind));
        if (!counts.empty()) page_.paragraph("", "", counts);
        page_.gap();
    }

    void show(DifferenceGroup& group) {
        Spans title{{fmt::format("{} {}", sign_of(group.kind), class_words(group.kind)), tint_of(group.kind)}};
        const std::string item = item_words(compared_, *group.differences.front());
        append(title, item.empty() ? "files outside of all code items" : item, Tint::strong);
        page_.paragraph("", "    ", title);
        const std::size_t left_out = page_.style().all ? 0 : leave_out_files(group);
        for (const Difference* difference : group.differences) show(*difference);
        if (left_out > 0)
            page_.paragraph(
                "    ", "      ",
                Spans{{fmt::format("… and {}; --all shows them.", counted(left_out, "file more", "files more")),
                       Tint::faint}});
        page_.gap();
    }

    void show(const Difference& difference) {
        Spans title{{std::string(aspect_words(difference.aspect)), Tint::faint}, {"  "}};
        title.push_back({key_words(difference), Tint::strong});
        append(title, std::string(slug(difference.change)), Tint::faint);
        page_.paragraph("    ", "      ", title);
        if (difference.aspect != compare::Aspect::findings) values(difference);
        if (!difference.why.empty()) page_.paragraph("      ", "      ", Spans{{difference.why}});
        const auto index = static_cast<std::size_t>(&difference - comparison_.differences.data());
        if (consequences_[index].empty()) return;
        if (page_.style().all) {
            for (const Difference* each : consequences_[index]) consequence(difference, *each);
        } else {
            page_.paragraph("      ", "        ",
                            Spans{{"With it: " + consequence_words(difference, consequences_[index]), Tint::faint}});
        }
    }

    void consequence(const Difference& cause, const Difference& effect) {
        Spans spans{{"with it: ", Tint::faint}};
        if (effect.match != cause.match) spans.push_back({item_words(compared_, effect) + "  ", Tint::faint});
        spans.push_back({fmt::format("{}  {}", aspect_words(effect.aspect), key_words(effect)), Tint::faint});
        page_.paragraph("      ", "        ", spans);
        if (effect.aspect != compare::Aspect::findings) values(effect);
    }

    /// Both values; of two lists what only one of them has.
    void values(const Difference& difference) {
        const bool lists = difference.a && difference.b && difference.a->array() && difference.b->array();
        if (!lists) {
            value("A", difference.a, difference.aspect);
            value("B", difference.b, difference.aspect);
            return;
        }
        std::size_t same = 0;
        std::vector<std::pair<std::string_view, std::string>> lines;
        for (const compare::ElementPair& pair : compare::element_diff(*difference.a->array(), *difference.b->array())) {
            if (pair.a && pair.b)
                ++same;
            else
                lines.emplace_back(pair.a ? "A" : "B", plist::one_line(pair.a ? *pair.a : *pair.b));
        }
        const bool nothing_else = same == 0 && (difference.a->array()->empty() || difference.b->array()->empty());
        if (nothing_else) {
            if (difference.a->array()->empty()) line("A", "an empty list");
            if (difference.b->array()->empty()) line("B", "an empty list");
        }
        for_shown(lines.size(), [&](std::size_t i) { line(lines[i].first, lines[i].second); });
        if (same > 0)
            page_.paragraph(
                "      ", "         ",
                Spans{{fmt::format("   and {} in both", counted(same, "element", "elements")), Tint::faint}});
    }

    void value(std::string_view side, const std::optional<plist::Value>& value, compare::Aspect aspect) {
        const std::vector<std::string> entries = value_entries(value);
        if (entries.empty()) return line(side, absent_words(aspect), Tint::faint);
        for_shown(entries.size(), [&](std::size_t i) { line(i == 0 ? side : " ", entries[i]); });
    }

    template <class Show>
    void for_shown(std::size_t count, Show show) {
        const std::size_t shown = page_.style().all ? count : std::min(count, elements_shown);
        for (std::size_t i = 0; i < shown; ++i) show(i);
        if (shown < count)
            page_.paragraph("         ", "         ",
                            Spans{{fmt::format("… and {} more; --all shows them.", count - shown), Tint::faint}});
    }

    void line(std::string_view side, std::string_view text, Tint tint = Tint::plain) {
        page_.paragraph(fmt::format("      {}  ", side), "         ",
                        Spans{{page_.style().all ? std::string(text) : with_short_hashes(text), tint}});
    }

    void footer() {
        if (const std::string noise = noise_words(comparison_); !page_.style().all && !noise.empty()) {
            page_.paragraph(
                "", "  ",
                Spans{
                    {fmt::format("{} {}", sign_of(Class::noise), count_words(comparison_, Class::noise)), Tint::faint},
                    {fmt::format("  folded, differs in every build: {}. --all shows it.", noise), Tint::faint}});
            page_.gap();
        }
        problem_lines(page_, compared_.a.problems);
        problem_lines(page_, compared_.b.problems);
        for (const verify::NotChecked& each : comparison_.not_checked)
            page_.field("", "Not checked", Spans{{fmt::format("{} ({})", each.what, each.why), Tint::faint}});
    }

    Page& page_;
    const Compared& compared_;
    const compare::Comparison& comparison_;
    Consequences consequences_;
};

} // namespace

std::string compare_text(const Compared& compared, const TextStyle& style) {
    Page page(style);
    CompareText(page, compared).print();
    return page.take();
}

} // namespace nei::report
