// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/source/file_tree.h"
#include "core/source/random_access.h"

namespace nei::source {

/// Opens a flat installer package (a xar archive): its members, and below `Payload!` and `Scripts!` of each component
/// what these hold. `raw_name` names it in errors. Its scripts are files like others: nothing is run.
Result<std::shared_ptr<const FileTree>> open_package(std::shared_ptr<const RandomAccess> bytes,
                                                     const std::string& raw_name, const TaskControl& control);

} // namespace nei::source
