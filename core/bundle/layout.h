// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

#include <optional>
#include <string>

namespace nei::bundle {

/// Where the parts of a bundle lie (Apple's "Placing content in a bundle"). Paths are those of the source; "" is its
/// root.
struct Layout {
    enum class Shape {
        deep,      ///< macOS: everything below `Contents`
        flat,      ///< iOS and DriverKit: everything in the bundle's folder
        versioned, ///< macOS framework: `Versions/A`
    } shape = Shape::flat;
    std::string folder;     ///< the bundle itself
    std::string contents;   ///< "X.app/Contents", "X.framework/Versions/A", or the folder itself
    std::string info_plist; ///< where Info.plist is or ought to be

    /// Where the main executable of this name lies.
    std::string executable(std::string_view name) const;
};

/// The bundle that the folder at `path` is, judged by what lies in it and then by its name. `name` is the folder's own
/// name: that of the source where `path` is "". Nothing for ordinary folders.
std::optional<Layout> layout_of(const source::FileTree& tree, std::string_view path, std::string_view name);

/// "app", "systemextension", ...: in lower case, "" where there is none.
std::string extension_of(std::string_view name);

} // namespace nei::bundle
