// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/libraries.h"

#include <algorithm>

namespace nei::bundle {
namespace {

using source::EntryKind;
using source::parent_path;

/// `base` and `relative` joined, "." and ".." worked out; nothing where the result leaves the source.
std::optional<std::string> normalised(std::string_view base, std::string_view relative) {
    std::vector<std::string_view> parts;
    for (std::string_view rest : {base, relative}) {
        while (!rest.empty()) {
            const std::string_view part = rest.substr(0, rest.find('/'));
            rest.remove_prefix(std::min(part.size() + 1, rest.size()));
            if (part.empty() || part == ".") continue;
            if (part != "..")
                parts.push_back(part);
            else if (parts.empty())
                return std::nullopt;
            else
                parts.pop_back();
        }
    }
    std::string path;
    for (const std::string_view part : parts) path = source::join(path, part);
    return path;
}

/// The file that `path` names when symlinks inside the source are followed; nothing where there is none.
std::optional<std::string> file_at(const source::FileTree& tree, std::string path) {
    constexpr int most_links = 32; // as the kernel's MAXSYMLINKS
    for (int links = 0; links <= most_links; ++links) {
        bool followed = false;
        for (std::size_t end = path.find('/'); !followed; end = path.find('/', end + 1)) {
            const std::string prefix = path.substr(0, end);
            const auto found = tree.find(prefix);
            if (!found) return std::nullopt;
            const source::Entry& entry = tree.entries()[*found];
            if (entry.kind == EntryKind::symlink) {
                if (entry.link_target.starts_with('/')) return std::nullopt;
                auto target = normalised(parent_path(prefix), entry.link_target);
                if (!target) return std::nullopt;
                path = source::join(*target, end == std::string::npos ? "" : std::string_view(path).substr(end + 1));
                followed = true;
            } else if (end == std::string::npos) {
                if (entry.kind == EntryKind::file) return path;
                return std::nullopt;
            }
        }
    }
    return std::nullopt;
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
            path = normalised(loader_folder, library.substr(loader.size()));
        else if (library.starts_with(executable))
            path = normalised(executable_folder_, library.substr(executable.size()));
        return path ? file_at(tree_, *path).value_or("") : "";
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
