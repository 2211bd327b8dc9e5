// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/files.h"
#include "core/source/file_tree.h"
#include "core/verify/file_pass.h"
#include "core/verify/integrity.h"

#include <functional>

/// The resource seal against the files that are there.
namespace nei::verify {

/// Digests that a seal's entries ask of these files: SHA-256, or SHA-1 where it has no other.
void ask_for_sealed_files(const bundle::FileList& list, std::map<std::size_t, FileJob>& jobs);

/// Files added, modified and missing, links that lead elsewhere, rules that leave out what they must not (resources.cpp
/// and StaticCode.cpp, Apple Security), and a seal that could not be read. Nested code is for its own check.
/// `job_of`: what was read of a file, null where nothing was.
std::vector<VerifyError> check_seal(const source::FileTree& tree, const bundle::Bundle& bundle,
                                    const bundle::FileList& list,
                                    const std::function<const FileJob*(std::size_t entry)>& job_of);

} // namespace nei::verify
