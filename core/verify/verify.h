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

/// Whether what the signatures of a bundle say is true: what `codesign --verify --deep --strict` checks, for every
/// slice of every code item, and each item in its own right where Apple's tool does not descend (TN3126;
/// StaticCode.cpp, Apple Security). Reads every byte once, on all cores. An error only when cancelled or where the
/// source can no longer be read at all; what cannot be read of one item is that item's error.
Result<Integrity> verify(const source::FileTree& tree, const bundle::Bundle& bundle, const VerifyOptions& options);

} // namespace nei::verify
