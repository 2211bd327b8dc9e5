// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/bundle/bundle.h"
#include "core/compare/comparison.h"
#include "core/rules/finding.h"
#include "core/source/file_tree.h"

namespace nei::compare {

/// One build, with as much as is known of it.
struct Side {
    const bundle::Bundle& bundle;
    const source::FileTree* files = nullptr;      ///< without it files are not compared
    const verify::Integrity* integrity = nullptr; ///< without it signatures and seals are taken at their word
    const rules::Judgement* judgement = nullptr;  ///< without it findings are not compared
};

struct CompareOptions {
    TaskControl control; ///< progress in files
};

/// What differs between two builds, by meaning. Items are matched by what they are; files by their sealed hashes where
/// both builds have these, so that what is unchanged is not read. An error only when cancelled, or where a source can
/// no longer be read at all.
Result<Comparison> compare(const Side& a, const Side& b, const CompareOptions& options = {});

} // namespace nei::compare
