// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/compare/word_diff.h"
#include "core/report/compare_words.h"
#include "core/report/html.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::report {
namespace {

using compare::Class;
using compare::Comparison;
using compare::Difference;
using html::text;

/// Entries of a value that a cell holds, and bytes of one of them; a page with more cannot be read.
constexpr std::size_t entries_shown = 40;
constexpr std::size_t entry_bytes = 2'000;

enum class Of { a, b };

std::string marked(std::string_view entry, Of side) {
    return fmt::format("<mark class=\"{}\">{}</mark>", side == Of::a ? "a" : "b", text(entry));
}

std::string pieces(const std::vector<compare::Piece>& list, Of side) {
    std::string out;
    for (const compare::Piece& piece : list) out += piece.differs ? marked(piece.text, side) : text(piece.text);
    return out;
}

std::string shortened(const std::string& entry) {
    if (entry.size() <= entry_bytes) return with_short_hashes(entry);
    return fmt::format("a text of {} bytes", grouped(entry.size()));
}

/// The two cells of one difference, with marks on what differs in them.
class Cells {
public:
    explicit Cells(const Difference& difference) {
        const auto list = [](const std::optional<plist::Value>& value) { return value ? value->array() : nullptr; };
        if (difference.aspect == compare::Aspect::findings) {
            a_ = {severity(difference.a, Of::a)};
            b_ = {severity(difference.b, Of::b)};
        } else if (list(difference.a) && list(difference.b)) {
            elements(*list(difference.a), *list(difference.b));
        } else {
            const std::vector<std::string> a = value_entries(difference.a), b = value_entries(difference.b);
            if (a.size() == 1 && b.size() == 1)
                words(shortened(a.front()), shortened(b.front()));
            else
                entries(a, b);
            if (a.empty()) a_ = {absent(difference.aspect)};
            if (b.empty()) b_ = {absent(difference.aspect)};
        }
    }

    std::string a() const { return joined(a_); }
    std::string b() const { return joined(b_); }

private:
    static std::string absent(compare::Aspect aspect) {
        return fmt::format("<span class=\"quiet\">{}</span>", absent_words(aspect));
    }

    static std::string severity(const std::optional<plist::Value>& finding, Of side) {
        const std::string* severity = finding ? finding->find_string("severity") : nullptr;
        return severity ? marked(*severity, side) : absent(compare::Aspect::findings);
    }

    void words(const std::string& a, const std::string& b) {
        const compare::WordDiff diff = compare::word_diff(a, b);
        a_.push_back("<code>" + pieces(diff.a, Of::a) + "</code>");
        b_.push_back("<code>" + pieces(diff.b, Of::b) + "</code>");
    }

    void entries(const std::vector<std::string>& a, const std::vector<std::string>& b) {
        const auto code = [](const std::string& entry, bool same, Of side) {
            return "<code>" + (same ? text(shortened(entry)) : marked(shortened(entry), side)) + "</code>";
        };
        for (const std::string& entry : a) a_.push_back(code(entry, std::ranges::find(b, entry) != b.end(), Of::a));
        for (const std::string& entry : b) b_.push_back(code(entry, std::ranges::find(a, entry) != a.end(), Of::b));
    }

    void elements(const plist::Array& a, const plist::Array& b) {
        const std::vector<compare::ElementPair> pairs = compare::element_diff(a, b);
        for (std::size_t i = 0; i < pairs.size();) {
            if (pairs[i].a && pairs[i].b) {
                const std::string same = "<code>" + text(shortened(plist::one_line(*pairs[i++].a))) + "</code>";
                a_.push_back(same);
                b_.push_back(same);
                continue;
            }
            std::vector<std::string> only_a, only_b;
            for (; i < pairs.size() && !(pairs[i].a && pairs[i].b); ++i)
                (pairs[i].a ? only_a : only_b)
                    .push_back(shortened(plist::one_line(pairs[i].a ? *pairs[i].a : *pairs[i].b)));
            replaced(only_a, only_b);
        }
        if (a.empty()) a_ = {"<span class=\"quiet\">an empty list</span>"};
        if (b.empty()) b_ = {"<span class=\"quiet\">an empty list</span>"};
    }

    /// Elements that stand in the place of others: where there are as many, each is compared with its like.
    void replaced(const std::vector<std::string>& a, const std::vector<std::string>& b) {
        if (a.size() != b.size()) return entries(a, b);
        for (std::size_t i = 0; i < a.size(); ++i) words(a[i], b[i]);
    }

    static std::string joined(const std::vector<std::string>& parts) {
        std::string out;
        for (std::size_t i = 0; i < std::min(parts.size(), entries_shown); ++i)
            out += (i == 0 ? "" : "<br>") + parts[i];
        if (parts.size() > entries_shown) out += fmt::format("<br>… and {} more", parts.size() - entries_shown);
        return out;
    }

    std::vector<std::string> a_, b_;
};

class ComparePage {
public:
    ComparePage(const Compared& compared, bool all)
        : compared_(compared), comparison_(compared.comparison), effects_(consequences(comparison_)), all_(all) {}

    std::string take() {
        const std::string title = fmt::format("{} against {}", compared_.a.source.name, compared_.b.source.name);
        page_ = html::page_start(title);
        page_ += fmt::format("<h1>{}</h1>\n", text(title));
        heading();
        std::vector<DifferenceGroup> shown = groups(comparison_, true);
        for (const Class kind : compare::all_classes) section(kind, shown);
        footer();
        page_ += html::page_end();
        return std::move(page_);
    }

private:
    void heading() {
        const auto worst =
            std::ranges::find_if(compare::all_classes, [&](Class k) { return comparison_.count(k) > 0; });
        page_ +=
            fmt::format("<p class=\"verdict {}\">{}</p>\n",
                        worst == compare::all_classes.end() ? "noise" : slug(*worst), text(comparison_.pair.sentence));
        page_ += "<ul class=\"counts\">";
        for (const Class kind : compare::all_classes)
            page_ += fmt::format("<li class=\"{}\">{}</li>", slug(kind), count_words(comparison_, kind));
        page_ += "</ul>\n<table class=\"sides\"><tbody>\n";
        for (const auto& [side, bundle] : {std::pair("A", &compared_.a), std::pair("B", &compared_.b)})
            page_ += fmt::format("<tr><th>{}</th><td><b>{}</b> <span class=\"quiet\">{}, {}</span></td></tr>\n", side,
                                 text(bundle->source.name), counted(bundle->items.size(), "code item", "code items"),
                                 size_words(bundle->source.bytes));
        page_ += "</tbody></table>\n";
        if (compared_.a.given_roots || compared_.b.given_roots)
            page_ +=
                "<p class=\"quiet\">Chains are judged with a root certificate that was given, beside Apple's.</p>\n";
    }

    void section(Class kind, std::vector<DifferenceGroup>& shown) {
        if (comparison_.count(kind) == 0) return;
        const bool folded = kind == Class::noise && !all_;
        if (folded)
            page_ += fmt::format("<details><summary class=\"noise\">{}, differs in every build: {}</summary>\n",
                                 count_words(comparison_, kind), text(noise_words(comparison_)));
        else
            page_ += fmt::format("<h2 class=\"{}\">{}</h2>\n", slug(kind), count_words(comparison_, kind));
        for (DifferenceGroup& group : shown)
            if (group.kind == kind) table(group);
        if (folded) page_ += "</details>\n";
    }

    void table(DifferenceGroup& group) {
        const std::string item = item_words(compared_, *group.differences.front());
        page_ += fmt::format("<h3>{}</h3>\n<table>\n<thead><tr><th>What</th><th>A</th><th>B</th></tr></thead>\n",
                             item.empty() ? "Files outside of all code items" : text(item));
        const std::size_t left_out = all_ ? 0 : leave_out_files(group);
        for (const Difference* difference : group.differences) rows(*difference);
        page_ += "</table>\n";
        if (left_out > 0)
            page_ += fmt::format("<p class=\"quiet\">… and {}.</p>\n", counted(left_out, "file more", "files more"));
    }

    void rows(const Difference& difference) {
        const Cells cells(difference);
        const auto index = static_cast<std::size_t>(&difference - comparison_.differences.data());
        std::string why = text(difference.why);
        if (const std::string with_it = consequence_words(difference, effects_[index]); !with_it.empty())
            why += fmt::format("<br>With it: {}", text(with_it));
        page_ += fmt::format(
            "<tbody class=\"difference\"><tr><td><span class=\"quiet\">{}, {}</span><br><code>{}</code></td><td>{}</td>"
            "<td>{}</td></tr>\n<tr><td class=\"why\" colspan=\"3\">{}</td></tr></tbody>\n",
            aspect_words(difference.aspect), slug(difference.change), text(key_words(difference)), cells.a(), cells.b(),
            why);
    }

    void footer() {
        page_ += fmt::format("<footer>\n<p>neinspect {}</p>\n", text(tool_version()));
        for (const verify::NotChecked& each : comparison_.not_checked)
            page_ += fmt::format("<p>Not checked: {} ({}).</p>\n", text(each.what), text(each.why));
        for (const auto& [side, bundle] : {std::pair("A", &compared_.a), std::pair("B", &compared_.b)})
            for (const Problem& problem : bundle->problems)
                page_ += fmt::format("<p>{} could not be read wholly: {}</p>\n", side, text(problem.message));
        page_ += "</footer>\n";
    }

    const Compared& compared_;
    const Comparison& comparison_;
    std::vector<std::vector<const Difference*>> effects_;
    bool all_;
    std::string page_;
};

} // namespace

std::string compare_html(const Compared& compared, bool all) {
    return ComparePage(compared, all).take();
}

} // namespace nei::report
