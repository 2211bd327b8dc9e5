// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/bundle/bundle.h"
#include "core/signature/trust.h"

namespace nei::bundle {

struct ScanOptions {
    signature::TrustStore trust = signature::TrustStore::apple();
    TaskControl control;
    /// The source is an example that comes with the program (core/bundle/examples.h): SourceInfo::kind says so.
    bool example = false;

    /// Called once, before the code is read, with the tree of bundles, their property lists and profiles
    /// (Bundle::structure_only): from an archive, code and signatures take a hundred times as long. Not called for
    /// sources that can only be streamed, where all of it comes in one pass.
    std::function<void(std::shared_ptr<const Bundle>)> structure = nullptr;
};

/// Finds every code item of a source and reads what it says of itself. Items that cannot be read stay in the tree,
/// with a problem; an error only where nothing in the source is a bundle, a Mach-O or a profile, or when cancelled.
Result<std::shared_ptr<const Bundle>> scan(const source::FileTree& tree, const ScanOptions& options);

} // namespace nei::bundle
