// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace CLI {
class App;
}

/// Help texts, written by hand: they say what one does with a command, in the words of this program.
namespace nei::cli {

std::string_view program_help();
std::string_view inspect_help();
std::string_view profile_help();
std::string_view verify_help();
std::string_view check_help();
std::string_view compare_help();

/// Makes `--help` of a command print this text.
void use_help(CLI::App& app, std::string_view text);

} // namespace nei::cli
