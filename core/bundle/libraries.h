// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"

namespace nei::bundle {

/// Fills CodeSlice::library_targets of every item: where each linked library lies in this source, as dyld would look
/// for it (@rpath with the run paths of the code and of the process's executable, @loader_path, @executable_path). What
/// was left out, because an item names very many, is a problem.
Problems resolve_libraries(const source::FileTree& tree, std::vector<CodeItem>& items);

} // namespace nei::bundle
