// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plist/value.h"
#include "tests/forge/tree.h"

namespace nei::forge {

/// Nested code, as its container seals it.
struct SealedCode {
    Bytes cdhash;            ///< truncated, of the slice that was native where it was sealed
    std::string requirement; ///< text of its designated requirement
};

struct SealOptions {
    bool resources_folder = true;             ///< rules of bundles with a Resources folder; off: those of flat ones
    std::vector<std::string> excluded;        ///< paths that no seal has: the main executable
    std::map<std::string, SealedCode> nested; ///< by path: bundles and Mach-O files that were signed before
    bool version1 = true, version2 = true;    ///< files and rules; files2 and rules2
    bool sha1 = false;                        ///< `hash` beside `hash2`, as for old systems
};

/// Default rules as Apple's tools write them.
plist::Dictionary default_rules1(bool resources_folder);
plist::Dictionary default_rules2(bool resources_folder);

/// Contents of `_CodeSignature/CodeResources` for everything below `root` (the folder that paths are relative to).
plist::Dictionary make_seal(const Tree& tree, const std::string& root, const SealOptions& options);

} // namespace nei::forge
