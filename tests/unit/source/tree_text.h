// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

#include <string>
#include <vector>

namespace nei::source {

/// The entries as a test compares them: "folder/", "file 12", "link -> target", "other ?", "._x 4 apple-double".
inline std::vector<std::string> listing(const FileTree& tree) {
    std::vector<std::string> lines;
    for (const Entry& entry : tree.entries()) {
        std::string line = entry.path;
        switch (entry.kind) {
        case EntryKind::directory: line += "/"; break;
        case EntryKind::file: line += " " + std::to_string(entry.size); break;
        case EntryKind::symlink: line += " -> " + entry.link_target; break;
        case EntryKind::other: line += " ?"; break;
        }
        if (entry.apple_double) line += " apple-double";
        lines.push_back(line);
    }
    return lines;
}

/// Content of the file at `path`, or the sentence that says why not.
inline std::string content(const FileTree& tree, std::string_view path) {
    const auto entry = tree.find(path);
    if (!entry) return "no entry";
    const auto bytes = read_all(tree, *entry, 100'000'000);
    return bytes ? std::string(as_text(*bytes)) : bytes.error().message;
}

} // namespace nei::source
