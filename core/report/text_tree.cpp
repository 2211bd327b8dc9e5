// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/file_lists.h"
#include "core/report/plain_items.h"
#include "core/report/selection.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <fmt/ranges.h>

#include <map>

namespace nei::report {
namespace {

using bundle::CodeItem;

/// Names that a group of like items lists before it only counts.
constexpr std::size_t names_listed = 24;

class Tree {
public:
    Tree(Page& page, const bundle::Bundle& bundle, const Selection& selection)
        : page_(page), bundle_(bundle), architecture_(selection.architecture), children_(bundle.items.size()) {
        const std::vector<std::size_t> selected = selected_items(bundle, selection);
        std::vector<bool> shown(bundle.items.size(), false);
        for (const std::size_t index : selected) {
            shown[index] = true;
            const auto parent = bundle.items[index].parent;
            if (parent && *parent < index && shown[*parent])
                children_[*parent].push_back(index);
            else
                tops_.push_back(index);
        }
    }

    void print() {
        for (const std::size_t top : tops_) {
            page_.gap();
            const std::string body = children_[top].empty() ? "   " : "│  ";
            heading(top, "", body, "");
            full_lines(top, body);
            children(top, "");
        }
    }

private:
    /// What a row of the tree shows: one item, or several leaves alike.
    using Row = std::vector<std::size_t>;

    void heading(std::size_t index, const std::string& lead, const std::string& follow, std::string_view within) {
        const CodeItem& item = bundle_.items[index];
        std::string_view path = item.path == "." ? std::string_view(item.name) : std::string_view(item.path);
        if (!within.empty() && path.starts_with(within)) path.remove_prefix(within.size());
        const std::string_view name = source::file_name(path);
        page_.paragraph(lead, follow,
                        Spans{{std::string(path.substr(0, path.size() - name.size())), Tint::faint},
                              {std::string(name), Tint::strong},
                              {"  "},
                              {item_description(item), Tint::plain, true},
                              {"  "},
                              {is_plain(item) ? identity_words(item) : "", Tint::plain, true}});
    }

    void full_lines(std::size_t index, const std::string& prefix) {
        item_lines(page_, prefix, bundle_.items[index], architecture_);
        if (page_.style().all) item_details(page_, prefix, bundle_.items[index], architecture_);
    }

    bool is_plain(const CodeItem& item) const {
        return !page_.style().all && item.parent && needs_no_more_than_two_lines(item, architecture_);
    }

    /// Children as rows: leaves that say the same, in the same folder, share one.
    std::vector<Row> rows(std::size_t parent) const {
        std::vector<Row> rows;
        std::map<std::string, std::size_t> row_of;
        for (const std::size_t index : children_[parent]) {
            const CodeItem& item = bundle_.items[index];
            if (!is_plain(item) || !children_[index].empty()) {
                rows.push_back({index});
                continue;
            }
            const auto [at, added] = row_of.emplace(likeness(item, architecture_), rows.size());
            if (added)
                rows.push_back({index});
            else
                rows[at->second].push_back(index);
        }
        return rows;
    }

    void children(std::size_t parent, const std::string& base) {
        const CodeItem& holder = bundle_.items[parent];
        const std::string within = holder.path == "." ? "" : holder.path + "/";
        const std::vector<Row> all = rows(parent);
        bool spacious = true; ///< the row before took more than two lines
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::size_t first = all[i].front();
            const bool last = i + 1 == all.size(), plain = is_plain(bundle_.items[first]);
            const std::string lead = base + (last ? "└─ " : "├─ "), inner = base + (last ? "   " : "│  ");
            if (spacious || !plain) page_.gap(base + "│");
            spacious = !plain || !children_[first].empty();
            const std::string body = inner + (children_[first].empty() ? "   " : "│  ");
            if (all[i].size() > 1) {
                group(all[i], lead, body, within);
                continue;
            }
            heading(first, lead, body, within);
            if (plain)
                plain_lines(page_, body, bundle_, bundle_.items[first], architecture_);
            else
                full_lines(first, body);
            children(first, inner);
        }
    }

    void group(const Row& row, const std::string& lead, const std::string& body, std::string_view within) {
        const CodeItem& first = bundle_.items[row.front()];
        std::string_view folder = source::parent_path(first.path);
        if (folder.size() + 1 == within.size()) folder = "";
        if (folder.starts_with(within)) folder.remove_prefix(within.size());
        page_.paragraph(lead, body,
                        Spans{{folder.empty() ? "" : std::string(folder) + "/", Tint::faint},
                              {folder.empty() ? "" : "  "},
                              {fmt::format("{} {} alike", row.size(), plural_words(first.kind)), Tint::strong}});
        std::vector<std::string> names;
        for (const std::size_t index : row)
            if (names.size() < names_listed) names.push_back(bundle_.items[index].name);
        std::string listed = fmt::format("{}", fmt::join(names, ", "));
        if (row.size() > names.size()) listed += fmt::format(" and {} more", row.size() - names.size());
        page_.paragraph(body, body, Spans{{std::move(listed)}});
        plain_lines(page_, body, bundle_, first, architecture_);
    }

    Page& page_;
    const bundle::Bundle& bundle_;
    std::string architecture_;
    std::vector<std::vector<std::size_t>> children_;
    std::vector<std::size_t> tops_;
};

} // namespace

void source_heading(Page& page, const bundle::SourceInfo& source, std::string_view rest) {
    Spans spans{{source.name, Tint::strong}};
    std::string facts(source_kind_words(source.kind));
    if (source.files > 1) facts += ", " + counted(source.files, "file", "files");
    facts += ", " + size_words(source.bytes);
    if (!rest.empty()) facts += fmt::format(", {}", rest);
    append(spans, std::move(facts), Tint::faint);
    page.paragraph("", "  ", spans);
}

void trust_line(Page& page, const bundle::Bundle& bundle) {
    if (bundle.source.kind == source::SourceKind::example)
        page.paragraph("", "  ",
                       Spans{{"! An example with forged certificates; their root is trusted for it.", Tint::warning}});
    else if (bundle.given_roots)
        page.paragraph(
            "", "  ",
            Spans{{"! Chains are judged with a root certificate that you named, beside Apple's.", Tint::warning}});
}

void not_checked_line(Page& page, const std::vector<verify::NotChecked>& not_checked) {
    std::vector<std::string> words;
    for (const verify::NotChecked& left : not_checked) words.push_back(fmt::format("{} ({})", left.what, left.why));
    if (!words.empty()) page.field("", "Not checked", fmt::format("{}", fmt::join(words, "; ")));
}

void problem_lines(Page& page, const Problems& problems) {
    if (problems.empty()) return;
    page.paragraph("", "  ", Spans{{counted(problems.size(), "problem", "problems") + " while reading", Tint::strong}});
    for (const Problem& problem : problems) {
        const bool error = problem.severity == ProblemSeverity::error;
        Spans spans{{error ? "✗ " : "! ", error ? Tint::bad : Tint::warning}};
        const std::string_view name = source::file_name(problem.path);
        const bool named = name.empty() || name == "." || problem.message.find(name) != std::string::npos;
        if (!named) spans.push_back({problem.path + ": "});
        spans.push_back({problem.message});
        page.paragraph("  ", "    ", spans);
    }
    page.gap();
}

std::string inspect_text(const bundle::Bundle& bundle, const Selection& selection, const TextStyle& style,
                         std::span<const bundle::FileList> files) {
    Page page(style);
    std::string count = counted(bundle.items.size(), "code item", "code items");
    if (const std::size_t shown = selected_items(bundle, selection).size(); shown < bundle.items.size())
        count += fmt::format(", {} shown", shown);
    source_heading(page, bundle.source, count);
    trust_line(page, bundle);
    if (selection.item.empty())
        for (const bundle::InstallerPackage& package : bundle.packages) package_lines(page, package);
    Tree(page, bundle, selection).print();
    page.gap();
    for (const bundle::FileList& list : files)
        if (bundle::is_bundle(bundle.items.at(list.item))) file_lines(page, bundle, list);
    problem_lines(page, with_problems_of(files, bundle.problems));
    page.paragraph(
        "", "  ",
        Spans{{bundle.packages.empty()
                   ? ""
                   : "Checked: the signatures of installer packages, which are over their tables of contents. ",
               Tint::faint},
              {"Shown as they stand, not verified: ", Tint::faint},
              {bundle.packages.empty() ? "signatures" : "signatures of code", Tint::faint},
              {", seals and tickets; `neinspect verify` checks them. Not asked for: revocation. Dates are not compared "
               "with today's.",
               Tint::faint}});
    return page.take();
}

} // namespace nei::report
