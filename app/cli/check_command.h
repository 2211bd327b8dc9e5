// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace CLI {
class App;
}

namespace nei::cli {

/// Adds `check` to the program; `exit_code` receives what it ends with when it was run.
void add_check_command(CLI::App& app, int& exit_code);

} // namespace nei::cli
