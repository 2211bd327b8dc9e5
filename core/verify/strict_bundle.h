// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/source/file_tree.h"
#include "core/verify/integrity.h"

/// What strict validation wants of a bundle's folders beside its seal (bundlediskrep.cpp and dirscanner.cpp, Apple
/// Security).
namespace nei::verify {

/// Unsealed contents in the root of a bundle or a framework, guests in `_CodeSignature`, a main executable or
/// Info.plist that is no plain file, a framework that says nowhere which version is used. None of a single file.
std::vector<VerifyError> check_structure(const source::FileTree& tree, const bundle::CodeItem& item);

/// Folders of the versions of a framework that are not the one it uses: Apple's tool verifies these too.
std::vector<std::string> other_versions(const source::FileTree& tree, const bundle::CodeItem& item);

} // namespace nei::verify
