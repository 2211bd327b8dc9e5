// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/file_lists.h"

#include "core/base/text.h"
#include "core/report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace nei::report {
namespace {

using bundle::FileList;
using bundle::ListedFile;
using bundle::SealState;

constexpr std::size_t state_width = 23, size_width = 11;

struct Total {
    std::size_t files = 0;
    std::uint64_t bytes = 0;

    void add(const ListedFile& file) {
        ++files;
        bytes += file.size;
    }
};

Tint tint_of(SealState state) {
    if (mark_of(state) == Mark::bad) return Tint::bad;
    return state == SealState::not_in_seal ? Tint::warning : Tint::plain;
}

/// "by ^Resources/, weight 20"
std::string rule_words(const signature::SealRule* rule) {
    return rule ? fmt::format("by {}, weight {}", rule->pattern, rule->weight) : "";
}

void line(Page& page, const ListedFile& file, std::string_view size, std::string_view name, std::string more) {
    constexpr std::string_view follow = "      "; // so that long names have room
    Spans spans{{fmt::format("{:<{}}", seal_state_words(file), state_width), tint_of(file.state), true},
                {fmt::format("{:>{}}  ", size, size_width)},
                {std::string(name)}};
    append(spans, std::move(more), Tint::faint);
    page.paragraph("  ", follow, spans);
}

std::string size_of(const ListedFile& file) {
    return file.kind == source::EntryKind::file && file.entry ? size_words(file.size) : "";
}

} // namespace

const FileList* list_of(std::span<const FileList> lists, std::size_t item) {
    const auto found = std::ranges::lower_bound(lists, item, {}, &FileList::item);
    return found == lists.end() || found->item != item ? nullptr : &*found;
}

Problems with_problems_of(std::span<const FileList> lists, const Problems& problems) {
    Problems all = problems;
    for (const FileList& list : lists) all.insert(all.end(), list.problems.begin(), list.problems.end());
    std::ranges::stable_sort(all, {}, &Problem::path);
    return all;
}

void file_lines(Page& page, const bundle::Bundle& bundle, const FileList& list) {
    const bundle::CodeItem& item = bundle.items.at(list.item);
    Total all;
    std::map<std::size_t, Total> nested; ///< by the seal's entry of the code
    for (const ListedFile& file : list.files) {
        if (file.entry) all.add(file);
        if (file.state == SealState::nested_code && file.sealed) nested[*file.sealed].add(file);
    }
    page.paragraph("", "  ",
                   Spans{{fmt::format("Files of {}", item.path == "." ? item.name : item.path), Tint::strong},
                         {fmt::format("  {}, {}", counted(all.files, "file", "files"), size_words(all.bytes))}});
    for (const ListedFile& file : list.files) {
        if (file.state != SealState::nested_code || !file.sealed) {
            line(page, file, size_of(file), file.path_in_seal, rule_words(list.rule(file)));
            continue;
        }
        const auto first = nested.find(*file.sealed); // gone after its first file
        if (first == nested.end()) continue;
        const Total total = first->second;
        line(page, file, size_words(total.bytes), list.sealed(file)->path,
             total.files > 1 ? counted(total.files, "file", "files") : "");
        nested.erase(first);
    }
    page.gap();
}

} // namespace nei::report
