// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/nested_tree.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace nei::source {

std::string inner_folder(std::string_view archive_path) {
    return fmt::format("{}!", archive_path);
}

NestedTree::NestedTree(std::shared_ptr<const FileTree> outer, std::vector<Inner> inner, Problems more,
                       std::vector<PackageSource> packages)
    : FileTree(outer->kind(), outer->name()) {
    bytes_ = outer->bytes();
    packages_ = std::move(packages);
    trees_.push_back(std::move(outer));
    add(0, "");
    for (Inner& archive : inner) {
        const std::string folder = inner_folder(archive.path);
        if (trees_.front()->find(folder)) {
            more.push_back({"entry-duplicate", archive.path,
                            fmt::format("The archive is not opened: what is in it would be shown as `{}`, and there is "
                                        "something else of that name.",
                                        display_text(folder))});
            continue;
        }
        trees_.push_back(std::move(archive.tree));
        Entry entry;
        entry.path = folder;
        entry.kind = EntryKind::directory;
        entries_.push_back(std::move(entry));
        places_.push_back({not_in_any, 0});
        add(trees_.size() - 1, folder);
    }
    problems_.insert(problems_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));

    std::vector<std::size_t> order(entries_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) -> const std::string& { return entries_[i].path; });
    std::vector<Entry> entries;
    std::vector<Place> places;
    entries.reserve(order.size());
    places.reserve(order.size());
    for (const std::size_t i : order) {
        entries.push_back(std::move(entries_[i]));
        places.push_back(places_[i]);
    }
    entries_ = std::move(entries);
    places_ = std::move(places);
}

void NestedTree::add(std::size_t number, const std::string& prefix) {
    const FileTree& tree = *trees_[number];
    for (std::size_t i = 0; i < tree.entries().size(); ++i) {
        entries_.push_back(tree.entries()[i]);
        entries_.back().path = join(prefix, tree.entries()[i].path);
        places_.push_back({number, i});
    }
    for (Problem problem : tree.problems()) {
        problem.path = join(prefix, problem.path);
        problems_.push_back(std::move(problem));
    }
    for (PackageSource package : tree.packages()) {
        package.folder = join(prefix, package.folder);
        packages_.push_back(std::move(package));
    }
}

Result<std::unique_ptr<File>> NestedTree::open(std::size_t entry) const {
    const Place place = places_.at(entry);
    if (place.tree == not_in_any)
        return fail(ErrorCode::unsupported, fmt::format("`{}` is not a file.", display_text(entries_[entry].path)));
    return trees_[place.tree]->open(place.entry);
}

std::shared_ptr<const RandomAccess> NestedTree::in_place(std::size_t entry) const {
    const Place place = places_.at(entry);
    return place.tree == not_in_any ? nullptr : trees_[place.tree]->in_place(place.entry);
}

bool NestedTree::reads_in_place() const {
    return std::ranges::all_of(trees_, [](const auto& tree) { return tree->reads_in_place(); });
}

Result<void> NestedTree::visit(std::span<const std::size_t> entries, const Visitor& visit,
                               const std::stop_token& stop) const {
    struct Wanted {
        std::vector<std::size_t> theirs;                       ///< entries of that tree
        std::vector<std::pair<std::size_t, std::size_t>> ours; ///< theirs and the same here, sorted
    };
    std::vector<Wanted> wanted(trees_.size());
    for (const std::size_t entry : entries) {
        const Place place = places_.at(entry);
        if (place.tree == not_in_any) continue;
        wanted[place.tree].theirs.push_back(place.entry);
        wanted[place.tree].ours.emplace_back(place.entry, entry);
    }
    for (std::size_t number = 0; number < trees_.size(); ++number) {
        auto& [theirs, ours] = wanted[number];
        if (theirs.empty()) continue;
        std::ranges::sort(ours);
        const auto translated = [&](std::size_t entry, Result<std::unique_ptr<File>> file) {
            const auto found = std::ranges::lower_bound(ours, entry, {}, &std::pair<std::size_t, std::size_t>::first);
            visit(found->second, std::move(file));
        };
        if (const auto visited = trees_[number]->visit(theirs, translated, stop); !visited) return visited;
    }
    return {};
}

} // namespace nei::source
