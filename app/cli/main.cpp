// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/check_command.h"
#include "app/cli/compare_command.h"
#include "app/cli/documents.h"
#include "app/cli/help.h"
#include "app/cli/inspect_command.h"
#include "app/cli/profile_command.h"
#include "app/cli/verify_command.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <csignal>

namespace {

/// CLI11's words for what is wrong with the arguments, as one sentence.
std::string sentence_of(const CLI::ParseError& error) {
    std::string sentence = error.what();
    for (char& c : sentence)
        if (c == '\n') c = ' ';
    while (sentence.ends_with(' ')) sentence.pop_back();
    if (!sentence.ends_with('.')) sentence += '.';
    return sentence;
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN); // a reader that leaves (`| head`) ends the output, not the program

    int exit_code = nei::cli::exit_done;
    CLI::App app;
    nei::cli::use_help(app, nei::cli::program_help());
    app.set_version_flag("--version", fmt::format("neinspect {}", nei::report::tool_version()));
    app.require_subcommand(0, 1);
    nei::cli::add_inspect_command(app, exit_code);
    nei::cli::add_profile_command(app, exit_code);
    nei::cli::add_verify_command(app, exit_code);
    nei::cli::add_check_command(app, exit_code);
    nei::cli::add_compare_command(app, exit_code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) { // --help, --version
        return app.exit(asked);
    } catch (const CLI::ParseError& error) {
        const auto commands = app.get_subcommands();
        return nei::cli::wrong_usage(sentence_of(error), commands.empty() ? "" : commands.front()->get_name());
    }
    if (app.get_subcommands().empty())
        return nei::cli::wrong_usage("Name a command: inspect, profile, verify, check or compare.", "");
    return exit_code;
}
