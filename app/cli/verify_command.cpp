// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verify_command.h"

#include "app/cli/documents.h"
#include "app/cli/help.h"
#include "core/bundle/scan.h"
#include "core/report/verify.h"
#include "core/source/open.h"
#include "core/verify/verify.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <memory>

namespace nei::cli {
namespace {

struct VerifyOptions : DocumentOptions {
    std::string at;
};

Outcome<Document> verify(Timestamp at, const std::string& path, const Setting& setting, const TaskControl& control) {
    const auto tree = source::open(path, control);
    if (!tree) return std::unexpected(Failure{tree.error()});
    const auto bundle = bundle::scan(**tree, {.trust = setting.trust, .control = control});
    if (!bundle) return std::unexpected(Failure{bundle.error()});
    const auto integrity = verify::verify(**tree, **bundle, {.trust = setting.trust, .at = at, .control = control});
    if (!integrity) return std::unexpected(Failure{integrity.error()});
    return Document{setting.format == Format::text ? report::verify_text(**bundle, *integrity, setting.style)
                                                   : report::verify_json(**bundle, *integrity, setting.layout()),
                    integrity->valid ? exit_done : exit_not_passed};
}

int run(const VerifyOptions& options) {
    auto at = std::optional(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    if (!options.at.empty()) at = from_rfc3339(options.at);
    if (!at)
        return wrong_usage(fmt::format("--at takes a date like 2026-11-21T09:30:00Z, not {}.", options.at), "verify");
    return run_documents("verify", options,
                         [&](const std::string& path, const Setting& setting, const TaskControl& control) {
                             return verify(*at, path, setting, control);
                         });
}

} // namespace

void add_verify_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<VerifyOptions>();
    CLI::App* command = app.add_subcommand("verify");
    use_help(*command, verify_help());
    add_document_options(*command, "PATH", *options);
    command->add_option("--at", options->at);
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace nei::cli
