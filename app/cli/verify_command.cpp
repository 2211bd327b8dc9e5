// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verify_command.h"

#include "app/cli/documents.h"
#include "app/cli/example_option.h"
#include "app/cli/help.h"
#include "core/bundle/scan.h"
#include "core/report/verify.h"
#include "core/source/open.h"
#include "core/verify/verify.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace nei::cli {
namespace {

struct VerifyOptions : DocumentOptions {
    std::string example;
};

Outcome<Document> verify(const VerifyOptions& options, const std::string& path, const Setting& setting,
                         const TaskControl& control) {
    const auto opened = source::open(path, control);
    if (!opened) return std::unexpected(Failure{opened.error()});
    const auto tree = verify::hash_while_read(*opened);
    const auto bundle =
        bundle::scan(*tree, {.trust = setting.trust, .control = control, .example = !options.example.empty()});
    if (!bundle) return std::unexpected(Failure{bundle.error()});
    const auto integrity = verify::verify(*tree, **bundle, {.trust = setting.trust, .control = control});
    if (!integrity) return std::unexpected(Failure{integrity.error()});
    return Document{setting.format == Format::text ? report::verify_text(**bundle, *integrity, setting.style)
                                                   : report::verify_json(**bundle, *integrity, setting.layout()),
                    integrity->valid ? exit_done : exit_not_passed};
}

int run(VerifyOptions options) {
    if (const auto failed = take_example(options, options.example, "verify")) return *failed;
    return run_documents("verify", options,
                         [&](const std::string& path, const Setting& setting, const TaskControl& control) {
                             return verify(options, path, setting, control);
                         });
}

} // namespace

void add_verify_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<VerifyOptions>();
    CLI::App* command = app.add_subcommand("verify");
    use_help(*command, verify_help());
    add_document_options(*command, "PATH", *options);
    command->add_option("--example", options->example);
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace nei::cli
