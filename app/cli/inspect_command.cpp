// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inspect_command.h"

#include "app/cli/documents.h"
#include "app/cli/example_option.h"
#include "app/cli/help.h"
#include "core/bundle/files.h"
#include "core/bundle/scan.h"
#include "core/bundle/search.h"
#include "core/report/codesign_text.h"
#include "core/report/find.h"
#include "core/report/selection.h"
#include "core/source/open.h"

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace nei::cli {
namespace {

/// Hits that --find shows. Nobody reads more; a longer text finds fewer.
constexpr std::size_t most_hits = 1'000;

struct InspectOptions : DocumentOptions {
    std::string item, architecture, example;
    std::optional<std::string> find;
    bool files = false;
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

/// What codesign prints of the item that was named; of the only outermost one where none was.
Outcome<std::string> codesign(const bundle::Bundle& bundle, const report::Selection& selection) {
    const auto usage = [](std::string sentence) {
        return std::unexpected(Failure{{ErrorCode::unsupported, std::move(sentence)}, exit_usage});
    };
    const auto is_outermost = [](const bundle::CodeItem& item) { return !item.parent; };
    const bundle::CodeItem* item = bundle.find(selection.item);
    if (selection.item.empty() && std::ranges::count_if(bundle.items, is_outermost) == 1) item = &bundle.items.front();
    if (!item)
        return usage(fmt::format("--format codesign shows one code item, and {} has several: name one with --item.",
                                 bundle.source.name));
    if (selection.architecture.empty()) return report::codesign_text(bundle, *item);
    const auto slice = std::ranges::find(item->slices, selection.architecture,
                                         [](const auto& each) { return each.code.architecture; });
    if (slice == item->slices.end())
        return usage(fmt::format("{} has no code for {}.", item->name, selection.architecture));
    return report::codesign_text(bundle, *item, static_cast<std::size_t>(slice - item->slices.begin()));
}

Outcome<std::string> inspect(const InspectOptions& options, const std::string& path, const Setting& setting,
                             const TaskControl& control) {
    const auto tree = source::open(path, control);
    if (!tree) return std::unexpected(Failure{tree.error()});
    const auto bundle =
        bundle::scan(**tree, {.trust = setting.trust, .control = control, .example = !options.example.empty()});
    if (!bundle) return std::unexpected(Failure{bundle.error()});
    if (options.find) {
        const auto hits = bundle::search(tree->get(), **bundle, *options.find, most_hits, control);
        if (setting.format == Format::text) return report::find_text(**bundle, *options.find, hits, setting.style);
        return report::find_json(**bundle, *options.find, hits, setting.layout());
    }
    const auto selection = select(**bundle, options);
    if (!selection) return std::unexpected(selection.error());
    if (setting.format == Format::codesign) return codesign(**bundle, *selection);
    std::vector<bundle::FileList> files;
    if (options.files) {
        auto listed = bundle::list_files(**tree, **bundle, report::selected_items(**bundle, *selection), control);
        if (!listed) return std::unexpected(Failure{listed.error()});
        files = std::move(*listed);
    }
    if (setting.format == Format::text) return report::inspect_text(**bundle, *selection, setting.style, files);
    return report::inspect_json(**bundle, *selection, setting.layout(), files);
}

int run(InspectOptions options) {
    if (options.format == "codesign" && (options.files || options.all))
        return wrong_usage("--format codesign prints what codesign does, so it goes without --files and --all.",
                           "inspect");
    if (options.find && options.find->empty()) return wrong_usage("--find takes a text to look for.", "inspect");
    if (options.find &&
        (options.files || options.format == "codesign" || !options.item.empty() || !options.architecture.empty()))
        return wrong_usage("--find looks through all that was opened, so it goes without --item, --arch, --files and "
                           "--format codesign.",
                           "inspect");
    if (const auto failed = take_example(options, options.example, "inspect")) return *failed;
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
    options->own_formats = {Format::codesign};
    add_document_options(*command, "PATH", *options);
    command->add_option("--item", options->item);
    command->add_option("--arch", options->architecture);
    command->add_option("--example", options->example);
    command->add_option("--find", options->find);
    command->add_flag("--files", options->files);
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace nei::cli
