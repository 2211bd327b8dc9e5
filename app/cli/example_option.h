// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/documents.h"

namespace nei::cli {

/// Turns `--example NAME` of the command called `command` into its path and the root that it is signed under; an exit
/// code where that fails. Nothing to do where no name was given.
std::optional<int> take_example(DocumentOptions& options, const std::string& name, std::string_view command);

} // namespace nei::cli
