// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/bundle/bundle.h"
#include "core/source/file_tree.h"

#include <map>
#include <string>
#include <vector>

namespace nei::rules {

/// What one slice defines and refers to by name: classes, and the methods and symbols that some rules ask for.
struct SliceNames {
    std::vector<std::string>
        objective_c_classes;             ///< defined here, sorted: "FilterDataProvider", "_TtC6Tunnel8Provider"
    std::vector<std::string> references; ///< imported symbols and selectors, sorted
    bool complete = false;               ///< false: encrypted, stripped beyond reading or too large

    bool defines_class(std::string_view name) const;
    bool refers_to(std::string_view name) const;
};

/// Names in the code of apps and providers and of the libraries inside them: those that rules ask about. Keyed by
/// index of the item in Bundle::items, then of the slice.
struct CodeNames {
    std::map<std::pair<std::size_t, std::size_t>, SliceNames> slices;

    const SliceNames* find(std::size_t item, std::size_t slice) const;
};

/// Reads the symbol table and the Objective-C and Swift sections of those slices. Takes longer than judging, so it is
/// done once for a bundle. What cannot be read has no entry; an error only when cancelled.
Result<CodeNames> read_code_names(const source::FileTree& tree, const bundle::Bundle& bundle,
                                  const TaskControl& control = {});

} // namespace nei::rules
