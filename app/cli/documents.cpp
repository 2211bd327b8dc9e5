// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/documents.h"

#include "core/base/text.h"
#include "core/signature/trust_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace nei::cli {
namespace {

Failure usage(std::string sentence) {
    return {{ErrorCode::unsupported, std::move(sentence)}, exit_usage};
}

/// What was named, without the path that led to it: as the document's own source would be called.
std::string name_of(const std::string& path) {
    const std::filesystem::path named(path);
    return name_text((named.has_filename() ? named : named.parent_path()).filename().string());
}

Outcome<Setting> check(const DocumentOptions& options) {
    Setting setting;
    setting.paths = options.paths;
    if (options.paths.empty()) return std::unexpected(usage("Name what to open."));

    if (options.format == "json")
        setting.format = Format::json;
    else if (options.format == "jsonl")
        setting.format = Format::jsonl;
    else if (options.format == "codesign" && options.has_codesign_format)
        setting.format = Format::codesign;
    else if (options.format != "text")
        return std::unexpected(usage(fmt::format(
            "--format is {}, not `{}`.",
            options.has_codesign_format ? "text, json, jsonl or codesign" : "text, json or jsonl", options.format)));
    if (setting.format == Format::json && setting.paths.size() > 1)
        return std::unexpected(usage("--format json prints one document, so it takes one path; with several use "
                                     "--format jsonl, one document a line."));

    if (options.colour == "always")
        setting.style.colour = true;
    else if (options.colour == "auto")
        setting.style.colour = output_wants_colour();
    else if (options.colour != "never")
        return std::unexpected(usage(fmt::format("--color is auto, always or never, not `{}`.", options.colour)));
    setting.style.all = options.all;
    setting.style.width = output_width();

    for (const std::string& path : options.trust_roots)
        if (const auto added = signature::add_trust_file(setting.trust, path); !added)
            return std::unexpected(
                Failure{{added.error().code, fmt::format("--trust-root {}: {}", path, added.error().message)},
                        exit_unreadable});
    return setting;
}

/// The worst code counts.
int print_documents(const Setting& setting, const DocumentMaker& make) {
    Interrupt interrupt;
    int worst = exit_done;
    bool first = true;
    for (const std::string& path : setting.paths) {
        const auto document = [&] {
            ProgressLine line;
            TaskControl control{interrupt.token(), [&](const Progress& progress) { line.show(progress); }};
            return make(path, setting, control);
        }();
        if (interrupt.token().stop_requested()) {
            write_error("Interrupted.");
            return exit_interrupted;
        }
        std::string output;
        if (document) {
            output = document->text;
            worst = std::max(worst, document->exit_code);
        } else {
            write_error(document.error().error.message);
            worst = std::max(worst, document.error().exit_code);
            if (setting.format != Format::jsonl) continue;
            output = report::error_json_line(name_of(path), document.error().error);
        }
        if (setting.format == Format::text && setting.paths.size() > 1)
            output = fmt::format("{}==> {} <==\n{}", first ? "" : "\n", display_text(path), output);
        first = false;
        if (!write_output(output)) {
            write_error("Standard output could not be written; is the disk full?");
            return exit_unreadable;
        }
    }
    return worst;
}

} // namespace

int wrong_usage(std::string_view sentence, std::string_view command) {
    const std::string sub = command.empty() ? "" : fmt::format(" {}", command);
    write_error(fmt::format("{} `neinspect{} --help` says more.", sentence, sub));
    return exit_usage;
}

void add_document_options(CLI::App& command, const std::string& paths_name, DocumentOptions& options) {
    command.add_option(paths_name, options.paths);
    command.add_option("--format", options.format);
    command.add_option("--color", options.colour);
    command.add_option("--trust-root", options.trust_roots)->expected(1)->allow_extra_args(false)->take_all();
    command.add_flag("--all", options.all);
}

int run_documents(std::string_view name, const DocumentOptions& options, const DocumentMaker& make) {
    const auto setting = check(options);
    if (setting) return print_documents(*setting, make);
    const Failure& failure = setting.error();
    if (failure.exit_code == exit_usage) return wrong_usage(failure.error.message, name);
    write_error(failure.error.message);
    return failure.exit_code;
}

} // namespace nei::cli
