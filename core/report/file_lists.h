// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/files.h"
#include "core/report/text_layout.h"

#include <span>

/// Lists of files in documents about a whole bundle.
namespace nei::report {

/// The list of one item, by its index in Bundle::items; null where there is none. Lists come in the order of items.
const bundle::FileList* list_of(std::span<const bundle::FileList> lists, std::size_t item);

/// These problems and those of the lists, by path.
Problems with_problems_of(std::span<const bundle::FileList> lists, const Problems& problems);

/// A heading and one line a file; all files of one piece of nested code in one line.
void file_lines(Page& page, const bundle::Bundle& bundle, const bundle::FileList& list);

} // namespace nei::report
