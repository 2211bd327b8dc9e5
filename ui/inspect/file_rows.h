// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/files.h"
#include "core/verify/integrity.h"
#include "ui/common/row_set.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// What the list of files can be narrowed to; tags of its rows.
enum FileTag : unsigned {
    tag_sealed = 1,
    tag_nested = 2,
    tag_not_sealed = 4,  ///< left out by a rule, or never sealed
    tag_not_in_seal = 8, ///< would be sealed, and is not listed
    tag_missing = 16,    ///< listed, and not there
    tag_changed = 32,    ///< is not what was signed
};

namespace file_column {
enum { name, kind, size, seal, rule, count };
}
QStringList file_columns();

/// The files of an item as a tree of folders: name, kind, size, what the seal says and, where that was verified,
/// whether it is true; which rule decides. Key of a row: the path in the source.
std::vector<Row> file_rows(const bundle::Bundle& bundle, const bundle::FileList& list,
                           const verify::Integrity* integrity = nullptr);

/// The listed file that a row stands for; null for folders.
const bundle::ListedFile* listed_file(const bundle::FileList& list, std::string_view path);

/// What is known of one file.
std::vector<Fact> file_facts(const bundle::FileList& list, const bundle::ListedFile& file);

/// What its state in the seal means, in a sentence or two.
QString seal_state_meaning(bundle::SealState state);

} // namespace nei::ui
