// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"

#include <memory>
#include <string>
#include <vector>

namespace nei::test {

/// Markup, shortcuts, overrides, control characters, 10,000 letters, nothing.
const std::vector<std::string>& hostile_texts();

/// The sample, in which everything that is text is hostile: each item, key, value, library, certificate and problem has
/// another of these texts.
std::shared_ptr<const bundle::Bundle> hostile_bundle();

/// Its files.
std::shared_ptr<const source::FileTree> hostile_files();

} // namespace nei::test
