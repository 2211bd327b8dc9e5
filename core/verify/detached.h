// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/source/file_tree.h"

namespace nei::verify {

/// The signature files of a bundle without Mach-O put together as they would be embedded in one, so that both are
/// checked by the same code. Empty where there is no code directory that can be read.
Bytes detached_signature(const source::FileTree& tree, const bundle::CodeItem& item);

} // namespace nei::verify
