// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

namespace nei::source {

enum class LinkEnd {
    found,   ///< an entry that is no symlink
    missing, ///< nothing of that name in the source
    outside, ///< a place outside the source; nobody looks there
    loop,    ///< links that lead to each other
};

struct Followed {
    LinkEnd end = LinkEnd::missing;
    std::string path; ///< where it ended, or was left
};

/// Where `path` leads when the symlinks on its way are followed, inside these entries (sorted by path) alone.
Followed follow(std::span<const Entry> entries, std::string path);

/// `relative` seen from the folder `base`, "." and ".." worked out; nothing where that leaves the source.
std::optional<std::string> normalised_path(std::string_view base, std::string_view relative);

} // namespace nei::source
