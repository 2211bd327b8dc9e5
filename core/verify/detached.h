// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/source/file_tree.h"

namespace nei::verify {

/// One file of such a signature, and the slot that its bytes take.
struct DetachedPart {
    std::uint32_t slot = 0;
    std::size_t entry = 0; ///< index in FileTree::entries()
    Bytes bytes{};         ///< for the caller to read
};

/// The signature files of a bundle without Mach-O. None where there is no code directory.
std::vector<DetachedPart> detached_parts(const source::FileTree& tree, const bundle::CodeItem& item);

/// These files put together as they would be embedded in a Mach-O, so that both are checked by the same code.
Bytes assembled(std::vector<DetachedPart> parts);

} // namespace nei::verify
