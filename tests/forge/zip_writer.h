// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "tests/forge/tree.h"

#include <filesystem>

namespace nei::forge {

struct ZipOptions {
    bool folders = true;       ///< write entries for folders, as most tools do
    bool lose_modes = false;   ///< no Unix modes: programs lose their x bit
    bool store = false;        ///< do not compress
    bool dot_prefix = false;   ///< "./Contents/…", as `zip -r x.zip .` writes from inside a bundle
    bool apple_double = false; ///< a `__MACOSX/._name` beside every file, as the Finder writes
    Timestamp date{};
};

/// Writes all of `tree` as a zip archive; names are written as the bytes they are.
void write_zip(const Tree& tree, const std::filesystem::path& path, const ZipOptions& options);

/// AppleDouble file with one extended attribute (com.apple.quarantine).
Bytes apple_double();

} // namespace nei::forge
