// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/file_tree.h"

#include "core/base/parallel.h"
#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::source {

std::string_view slug(SourceKind kind) {
    switch (kind) {
    case SourceKind::folder: return "folder";
    case SourceKind::zip: return "zip";
    case SourceKind::tar: return "tar";
    case SourceKind::pkg: return "pkg";
    case SourceKind::mach_o: return "mach-o";
    case SourceKind::profile: return "profile";
    case SourceKind::snapshot: return "snapshot";
    case SourceKind::example: return "example";
    }
    return "folder";
}

std::optional<std::size_t> FileTree::find(std::string_view path) const {
    const auto found = std::ranges::lower_bound(entries_, path, {}, &Entry::path);
    if (found == entries_.end() || found->path != path) return std::nullopt;
    return static_cast<std::size_t>(found - entries_.begin());
}

std::pair<std::size_t, std::size_t> FileTree::below(std::string_view path) const {
    if (path.empty()) return {0, entries_.size()};
    // Everything that starts with "path/" stands together, and ends where "path0" would stand: '0' follows '/'.
    const auto index_of = [&](char next) {
        std::string bound(path);
        bound += next;
        return static_cast<std::size_t>(std::ranges::lower_bound(entries_, bound, {}, &Entry::path) - entries_.begin());
    };
    return {index_of('/'), index_of('0')};
}

Result<void> FileTree::visit(std::span<const std::size_t> entries, const Visitor& visit,
                             const std::stop_token& stop) const {
    parallel_for(entries.size(), processor_count(), [&](std::size_t i) {
        if (!stop.stop_requested()) visit(entries[i], open(entries[i]));
    });
    if (stop.stop_requested())
        return fail(ErrorCode::cancelled, fmt::format("Reading `{}` was stopped.", display_text(name_)));
    return {};
}

Result<Bytes> read_all(const FileTree& tree, std::size_t entry, std::size_t limit) {
    const auto file = tree.open(entry);
    if (!file) return std::unexpected(file.error());
    const std::uint64_t size = (*file)->size();
    if (size > limit)
        return fail(ErrorCode::too_large,
                    fmt::format("`{}` has {} bytes. NE Inspector reads files of its kind up to {} bytes.",
                                display_text(tree.entries()[entry].path), grouped(size), grouped(limit)));
    return (*file)->read(0, static_cast<std::size_t>(size));
}

std::string_view file_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string_view parent_path(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string join(std::string_view folder, std::string_view name) {
    const auto is_nothing = [](std::string_view side) { return side.empty() || side == "."; };
    if (is_nothing(folder)) return std::string(is_nothing(name) ? std::string_view() : name);
    if (is_nothing(name)) return std::string(folder);
    std::string joined;
    joined.reserve(folder.size() + 1 + name.size());
    joined += folder;
    joined += '/';
    joined += name;
    return joined;
}

} // namespace nei::source
