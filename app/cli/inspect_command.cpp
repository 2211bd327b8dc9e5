// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inspect_command.h"

#include "app/cli/documents.h"
#include "app/cli/help.h"
#include "app/cli/program.h"
#include "core/bundle/examples.h"
#include "core/bundle/scan.h"
#include "core/report/selection.h"
#include "core/source/open.h"

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

namespace nei::cli {
namespace {

struct InspectOptions : DocumentOptions {
    std::string item, architecture, example;
};

Failure no_such_item(const bundle::Bundle& bundle, const std::string& named) {
    const std::vector<std::string> close = report::close_items(bundle, named);
    std::string sentence = fmt::format("{} has no code item {}", bundle.source.name, named);
    if (close.empty())
        sentence += "; without --item all of them are listed.";
    else
        sentence += fmt::format("; close to it: {}.", fmt::join(close, ", "));
    return {{ErrorCode::not_found, std::move(sentence)}, exit_usage};
}

Outcome<report::Selection> select(const bundle::Bundle& bundle, const InspectOptions& options) {
    report::Selection selection;
    if (!options.item.empty()) {
        const bundle::CodeItem* item = report::find_item(bundle, options.item);
        if (!item) return std::unexpected(no_such_item(bundle, options.item));
        selection.item = item->path;
    }
    const std::vector<std::string> known = report::architectures(bundle);
    if (!options.architecture.empty() && std::ranges::find(known, options.architecture) == known.end())
        return std::unexpected(
            Failure{{ErrorCode::not_found,
                     fmt::format("{} has no code for {}; it has {}.", bundle.source.name, options.architecture,
                                 known.empty() ? "none at all" : fmt::format("{}", fmt::join(known, ", ")))},
                    exit_usage});
    selection.architecture = options.architecture;
    return selection;
}

Outcome<std::string> inspect(const InspectOptions& options, const std::string& path, const Setting& setting,
                             const TaskControl& control) {
    const auto tree = source::open(path, control);
    if (!tree) return std::unexpected(Failure{tree.error()});
    const auto bundle =
        bundle::scan(**tree, {.trust = setting.trust, .control = control, .example = !options.example.empty()});
    if (!bundle) return std::unexpected(Failure{bundle.error()});
    const auto selection = select(**bundle, options);
    if (!selection) return std::unexpected(selection.error());
    if (setting.format == Format::text) return report::inspect_text(**bundle, *selection, setting.style);
    return report::inspect_json(**bundle, *selection, setting.layout());
}

/// Turns `--example NAME` into its path and the root that it is signed under; an exit code where that fails.
std::optional<int> take_example(InspectOptions& options) {
    if (!options.paths.empty()) return wrong_usage("--example NAME stands in place of a path.", "inspect");
    const bundle::Example* example = bundle::find_example(options.example);
    if (!example) {
        std::vector<std::string> names;
        for (const bundle::Example& known : bundle::examples()) names.push_back(known.name);
        return wrong_usage(
            fmt::format("There is no example {}; there are {}.", options.example, fmt::join(names, ", ")), "inspect");
    }
    const auto library = bundle::ExampleLibrary::find(bundle::example_folders(program_folder(), named_examples()));
    if (!library) {
        write_error("The examples were not found beside this program; NEI_EXAMPLES may name their folder.");
        return exit_unreadable;
    }
    options.paths = {library->path(*example).string()};
    options.trust_roots.push_back(library->root_certificates().string());
    return std::nullopt;
}

int run(InspectOptions options) {
    if (!options.example.empty())
        if (const auto failed = take_example(options)) return *failed;
    return run_documents("inspect", options,
                         [&](const std::string& path, const Setting& setting, const TaskControl& control) {
                             return inspect(options, path, setting, control);
                         });
}

} // namespace

void add_inspect_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<InspectOptions>();
    CLI::App* command = app.add_subcommand("inspect");
    use_help(*command, inspect_help());
    add_document_options(*command, "PATH", *options);
    command->add_option("--item", options->item);
    command->add_option("--arch", options->architecture);
    command->add_option("--example", options->example);
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace nei::cli
