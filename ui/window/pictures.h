// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/window/main_window.h"

namespace nei::ui {

/// Writes every view as PNG into `folder`, light and dark, wide and narrow: the welcome page, then for each path and
/// example the views of its main item and, where there is one, of its first provider or first item with a profile.
/// Returns how many pictures were written.
Result<int> write_pictures(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& paths,
                           const std::vector<std::string>& examples, const Services& services);

} // namespace nei::ui
