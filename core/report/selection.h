// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/inspect.h"

namespace nei::report {

/// Indices of the items that a selection names: the item and everything below it, in the bundle's order.
std::vector<std::size_t> selected_items(const bundle::Bundle& bundle, const Selection& selection);

/// The item that a person named by its path, by the path of its executable, or, where only one fits, by its path in
/// its root or its name; "./" in front and "/" behind do not matter.
const bundle::CodeItem* find_item(const bundle::Bundle& bundle, std::string_view named);

/// Paths that are nearly what was named, best first: for the sentence that says that there is no such item.
std::vector<std::string> close_items(const bundle::Bundle& bundle, std::string_view named, std::size_t most = 3);

/// Architectures of all slices, each once, in order of appearance.
std::vector<std::string> architectures(const bundle::Bundle& bundle);

} // namespace nei::report
