// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/tree_model.h"

namespace nei::ui {

QString item_icon(bundle::ItemKind kind);

/// The tree at the left: installer packages, then items, with the folders between an item and its parent as one
/// grouping node. Columns: name, state. Key: int, index of the item in Bundle::items, or package_key; text for folders.
std::vector<Row> code_tree(const bundle::Bundle& bundle);

/// Key of the n-th of Bundle::packages: below those of items.
int package_key(std::size_t package);
/// The reverse; nothing for the key of an item.
std::optional<std::size_t> package_of_key(int key);

/// For each problem of the bundle the item that it is about: the innermost one that holds its path.
std::vector<std::optional<std::size_t>> problem_owners(const bundle::Bundle& bundle);

} // namespace nei::ui
