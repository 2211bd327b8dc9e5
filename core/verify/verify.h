// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/signature/trust.h"
#include "core/source/file_tree.h"
#include "core/verify/integrity.h"

namespace nei::verify {

struct VerifyOptions {
    signature::TrustStore trust = signature::TrustStore::apple();
    TaskControl control; ///< progress in bytes
};

/// A tree to scan and then verify instead of this one: code that has to be unpacked to be scanned is hashed on the way,
/// so that verifying it does not unpack it again. The same tree where that gains nothing.
std::shared_ptr<const source::FileTree> hash_while_read(std::shared_ptr<const source::FileTree> tree);

/// Whether what the signatures of a bundle say is true: what `codesign --verify --deep --strict` checks, for every
/// slice of every code item, and each item in its own right where Apple's tool does not descend (TN3126;
/// StaticCode.cpp, Apple Security). Reads every byte once, on all cores. An error only when cancelled or where the
/// source can no longer be read at all; what cannot be read of one item is that item's error.
Result<Integrity> verify(const source::FileTree& tree, const bundle::Bundle& bundle, const VerifyOptions& options);

} // namespace nei::verify
