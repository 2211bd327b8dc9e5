// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/libraries.h"

#include "core/source/symlinks.h"

#include <algorithm>

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

    std::string target(const std::string& library, const macho::Slice& slice) const {
        constexpr std::string_view rpath = "@rpath/";
        if (!library.starts_with(rpath)) return existing(library, loader_folder_);
        const std::string rest = library.substr(rpath.size());
        for (const std::string& run_path : slice.rpaths)
            if (std::string found = existing(run_path + "/" + rest, loader_folder_); !found.empty()) return found;
        // Run paths of the executable count for all that it loads; their @loader_path is the executable's folder.
        for (const std::string& run_path : process_rpaths_)
            if (std::string found = existing(run_path + "/" + rest, executable_folder_); !found.empty()) return found;
        return {};
    }

private:
    std::string existing(std::string_view library, std::string_view loader_folder) const {
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
    std::vector<std::string> process_rpaths_;
};

} // namespace

void resolve_libraries(const source::FileTree& tree, std::vector<CodeItem>& items) {
    for (CodeItem& item : items) {
        if (item.slices.empty()) continue;
        const Resolver resolver(tree, item, process_of(items, item));
        for (CodeSlice& slice : item.slices)
            for (const macho::Library& library : slice.code.libraries)
                slice.library_targets.push_back(resolver.target(library.path, slice.code));
    }
}

} // namespace nei::bundle
