// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

/// What the command line needs to know of where it was started from.
namespace nei::cli {

/// The folder that this program lies in; empty where the system does not say.
std::filesystem::path program_folder();

/// The folder of examples that NEI_EXAMPLES names; empty without it.
std::filesystem::path named_examples();

} // namespace nei::cli
