// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/verify/integrity.h"
#include "ui/common/tree_model.h"

namespace nei::ui {

/// A code directory of an item: which slice (none: the detached signature) and which of its directories.
struct DirectoryAddress {
    std::optional<std::size_t> slice;
    std::size_t directory = 0;
};

/// Every slice with each of its code directories, in the order of slice_rows.
std::vector<DirectoryAddress> directories_of(const bundle::CodeItem& item);
const signature::Signature* signature_at(const bundle::CodeItem& item, const DirectoryAddress& address);
/// Null where the slice is unsigned or its code directory could not be read.
const signature::CodeDirectory* directory_at(const bundle::CodeItem& item, const DirectoryAddress& address);

QStringList slice_columns();
/// Key of a row: int, index in directories_of. The last column is empty until the slices were verified.
std::vector<Row> slice_rows(const bundle::CodeItem& item);
/// What verification found of each, for the last column.
std::vector<Cell> slice_states(const bundle::CodeItem& item, std::size_t index, const verify::Integrity& integrity);

/// The result for a slice of an item; null where there is none.
const verify::SliceIntegrity* integrity_of(const verify::Integrity& integrity, std::size_t item,
                                           std::optional<std::size_t> slice);
/// What was found of a slice in a sentence or two.
QString integrity_words(const verify::SliceIntegrity& slice);

QStringList slot_columns();
std::vector<Row> slot_rows(const signature::CodeDirectory& directory);

/// Certificates with their roles, each below its issuer's subject. Columns: name, expiry.
std::vector<Row> chain_rows(const std::vector<signature::CertificatePointer>& certificates, Timestamp now);

std::vector<Row> constraint_rows(const signature::Constraints& constraints);

/// Every requirement as codesign prints it, laid out to be read, the designated one first.
QString requirement_text(const signature::Signature& signature);

/// The designated requirement in one line: it can be pasted after `codesign -R=` as it is. Empty where there is none.
QString copied_requirement(const signature::Signature& signature);

} // namespace nei::ui
