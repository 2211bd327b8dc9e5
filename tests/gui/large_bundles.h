// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace nei::test {

/// Writes a signed app of 300 code items into `folder`, each small: frameworks, libraries, programs, app extensions
/// with profiles; the app itself has 200 entitlements, a large Info.plist and 600 libraries. Returns the app.
std::filesystem::path write_app_of_300_items(const std::filesystem::path& folder);

/// Writes an app of 5,000 code items and 50,000 files, half of them sealed, into `folder`. Returns the app.
std::filesystem::path write_app_of_50000_files(const std::filesystem::path& folder);

} // namespace nei::test
