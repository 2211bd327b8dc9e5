// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/libraries.h"

#include "core/base/limits.h"
#include "core/source/symlinks.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace nei::bundle {
namespace {

using source::EntryKind;
using source::parent_path;

/// The file that `path` names when symlinks inside the source are followed; empty where there is none.
std::string file_at(const source::FileTree& tree, std::string path) {
    source::Followed followed = source::follow(tree.entries(), std::move(path));
    const auto found = followed.end == source::LinkEnd::found ? tree.find(followed.path) : std::nullopt;
    if (!found || tree.entries()[*found].kind != EntryKind::file) return {};
    return std::move(followed.path);
}

/// The item whose executable is the process that loads this code: the nearest one that runs by itself.
const CodeItem* process_of(const std::vector<CodeItem>& items, const CodeItem& item) {
    for (const CodeItem* at = &item; at; at = at->parent ? &items[*at->parent] : nullptr)
        if (std::ranges::any_of(at->slices,
                                [](const CodeSlice& s) { return s.code.file_type == macho::FileType::execute; }))
            return at;
    return nullptr;
}

class Resolver {
public:
    Resolver(const source::FileTree& tree, const CodeItem& item, const CodeItem* process)
        : tree_(tree), loader_folder_(parent_path(item.executable)),
          executable_folder_(process ? parent_path(process->executable) : loader_folder_) {
        if (process && process != &item && process->main_slice()) process_rpaths_ = process->main_slice()->code.rpaths;
    }

    std::string target(const std::string& library, const macho::Slice& slice) {
        constexpr std::string_view rpath = "@rpath/";
        if (!library.starts_with(rpath)) return existing(library, loader_folder_);
        if (library.size() > limits::path_bytes) return {};
        const std::string rest = library.substr(rpath.size());
        for (const std::string& run_path : slice.rpaths)
            if (std::string found = below(run_path, rest, loader_folder_); !found.empty() || gave_up()) return found;
        // Run paths of the executable count for all that it loads; their @loader_path is the executable's folder.
        for (const std::string& run_path : process_rpaths_)
            if (std::string found = below(run_path, rest, executable_folder_); !found.empty() || gave_up())
                return found;
        return {};
    }

    /// Whether there were more run paths and libraries than are tried with one another.
    bool gave_up() const { return lookups_ > limits::library_lookups; }

private:
    std::string below(const std::string& run_path, const std::string& library, std::string_view loader_folder) {
        if (++lookups_ > limits::library_lookups || run_path.size() > limits::path_bytes) return {};
        return existing(run_path + "/" + library, loader_folder);
    }

    std::string existing(std::string_view library, std::string_view loader_folder) const {
        if (library.size() > limits::path_bytes) return {};
        constexpr std::string_view loader = "@loader_path", executable = "@executable_path";
        std::optional<std::string> path;
        if (library.starts_with(loader))
            path = source::normalised_path(loader_folder, library.substr(loader.size()));
        else if (library.starts_with(executable))
            path = source::normalised_path(executable_folder_, library.substr(executable.size()));
        return path ? file_at(tree_, *std::move(path)) : std::string();
    }

    const source::FileTree& tree_;
    std::string_view loader_folder_, executable_folder_;
    std::span<const std::string> process_rpaths_;
    std::size_t lookups_ = 0;
};

} // namespace

Problems resolve_libraries(const source::FileTree& tree, std::vector<CodeItem>& items) {
    Problems problems;
    for (CodeItem& item : items) {
        if (item.slices.empty()) continue;
        Resolver resolver(tree, item, process_of(items, item));
        for (CodeSlice& slice : item.slices)
            for (const macho::Library& library : slice.code.libraries)
                slice.library_targets.push_back(resolver.target(library.path, slice.code));
        if (resolver.gave_up())
            problems.push_back({"too-many-libraries", item.path,
                                fmt::format("{} names more libraries and run paths than are tried with one another; "
                                            "where some of its libraries lie was not looked up.",
                                            item.name),
                                ProblemSeverity::warning});
    }
    return problems;
}

} // namespace nei::bundle
