// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace CLI {
class App;
}

namespace nei::cli {

/// `neinspect compare A B`: what two builds differ in.
void add_compare_command(CLI::App& app, int& exit_code);

} // namespace nei::cli
