// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/compare_words.h"
#include "core/report/markdown.h"

#include <fmt/format.h>

namespace nei::report {
namespace {

using compare::Class;
using compare::Difference;
using markdown::code;

/// Entries of a value that a cell holds.
constexpr std::size_t entries_shown = 12;

/// Bytes of one entry in a cell; a table with longer ones cannot be read.
constexpr std::size_t entry_bytes = 300;

std::string shortened(const std::string& entry) {
    if (entry.size() <= entry_bytes) return code(with_short_hashes(entry));
    return fmt::format("a text of {} bytes", grouped(entry.size()));
}

std::string cell(const std::optional<plist::Value>& value, compare::Aspect aspect) {
    const std::vector<std::string> entries = value_entries(value);
    if (entries.empty()) return fmt::format("*{}*", absent_words(aspect));
    std::string cell;
    for (std::size_t i = 0; i < std::min(entries.size(), entries_shown); ++i)
        cell += (i == 0 ? "" : "<br>") + shortened(entries[i]);
    if (entries.size() > entries_shown) cell += fmt::format("<br>… and {} more", entries.size() - entries_shown);
    return cell;
}

std::string title_cell(const std::optional<plist::Value>& finding) {
    const std::string* severity = finding ? finding->find_string("severity") : nullptr;
    return severity ? markdown::text(*severity) : "*not found*";
}

std::string row(const Difference& difference, const std::string& with_it) {
    const bool finding = difference.aspect == compare::Aspect::findings;
    std::string why = markdown::text(difference.why);
    if (!with_it.empty()) why += fmt::format("<br>*With it:* {}", markdown::text(with_it));
    return fmt::format("| {} | {} | {} | {} | {} |\n", aspect_words(difference.aspect), code(key_words(difference)),
                       finding ? title_cell(difference.a) : cell(difference.a, difference.aspect),
                       finding ? title_cell(difference.b) : cell(difference.b, difference.aspect), why);
}

constexpr std::string_view table_head = "| | What | A | B | Why |\n|---|---|---|---|---|\n";

} // namespace

std::string compare_markdown(const Compared& compared, bool all) {
    const compare::Comparison& comparison = compared.comparison;
    const auto effects = consequences(comparison);
    std::string page = fmt::format("# {} against {}\n\n{}\n\n", code(compared.a.source.name),
                                   code(compared.b.source.name), markdown::text(comparison.pair.sentence));
    page += "| " + count_words(comparison, Class::breaks);
    for (const Class kind : {Class::review, Class::expected, Class::noise})
        page += " | " + count_words(comparison, kind);
    page += " |\n|---|---|---|---|\n";
    std::optional<Class> shown;
    for (DifferenceGroup& group : groups(comparison, all)) {
        if (shown != group.kind) {
            std::string title(class_words(group.kind));
            title.front() = static_cast<char>(title.front() - 'a' + 'A');
            page += fmt::format("\n## {}\n", title);
        }
        shown = group.kind;
        const std::string item = item_words(compared, *group.differences.front());
        page +=
            fmt::format("\n### {}\n\n{}", item.empty() ? "Files outside of all code items" : code(item), table_head);
        const std::size_t left_out = all ? 0 : leave_out_files(group);
        for (const Difference* difference : group.differences) {
            const auto index = static_cast<std::size_t>(difference - comparison.differences.data());
            page += row(*difference, consequence_words(*difference, effects[index]));
        }
        if (left_out > 0) page += fmt::format("\n… and {}.\n", counted(left_out, "file more", "files more"));
    }
    if (const std::string noise = noise_words(comparison); !all && !noise.empty())
        page += fmt::format("\nFolded, differs in every build: {}.\n", markdown::text(noise));
    for (const verify::NotChecked& each : comparison.not_checked)
        page += fmt::format("\nNot checked: {} ({}).\n", markdown::text(each.what), markdown::text(each.why));
    return page;
}

std::string difference_markdown(const Compared& compared, const Difference& difference) {
    const auto effects = consequences(compared.comparison);
    const auto index = static_cast<std::size_t>(&difference - compared.comparison.differences.data());
    const std::string item = item_words(compared, difference);
    return fmt::format("**{}**{}\n\n{}{}", class_words(difference.kind), item.empty() ? "" : " in " + code(item),
                       table_head, row(difference, consequence_words(difference, effects.at(index))));
}

} // namespace nei::report
