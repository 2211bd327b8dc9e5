// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/documents.h"

#include "core/base/text.h"
#include "core/signature/trust_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace nei::cli {
namespace {

/// The path that stands for a list of paths.
constexpr std::string_view listed_on_input = "-";

Failure usage(std::string sentence) {
    return {{ErrorCode::unsupported, std::move(sentence)}, exit_usage};
}

/// What was named, without the path that led to it: as the document's own source would be called.
std::string name_of(const std::string& path) {
    const std::filesystem::path named(path);
    return name_text((named.has_filename() ? named : named.parent_path()).filename().string());
}

std::vector<Format> formats_of(const DocumentOptions& options) {
    std::vector<Format> formats{Format::text, Format::json, Format::jsonl};
    formats.insert(formats.end(), options.own_formats.begin(), options.own_formats.end());
    return formats;
}

std::optional<Format> format_of(const DocumentOptions& options) {
    const std::vector<Format> formats = formats_of(options);
    const auto found = std::ranges::find(formats, options.format, slug);
    return found == formats.end() ? std::nullopt : std::optional(*found);
}

/// "text, json or jsonl"
std::string format_names(const DocumentOptions& options) {
    std::string names;
    const std::vector<Format> formats = formats_of(options);
    for (const Format& format : formats)
        names += fmt::format("{}{}",
                             &format == &formats.front()  ? ""
                             : &format == &formats.back() ? " or "
                                                          : ", ",
                             slug(format));
    return names;
}

Outcome<Setting> check(const DocumentOptions& options) {
    Setting setting;
    setting.paths = options.paths;
    if (options.paths.empty()) return std::unexpected(usage("Name what to open."));

    const std::optional<Format> format = format_of(options);
    if (!format)
        return std::unexpected(usage(fmt::format("--format is {}, not `{}`.", format_names(options), options.format)));
    setting.format = *format;
    const bool several = setting.paths.size() > 1 || setting.paths.front() == listed_on_input;
    if (several && (*format == Format::json || *format == Format::sarif))
        return std::unexpected(usage(fmt::format("--format {} prints one document, so it takes one path; with several "
                                                 "use --format jsonl, one document a line.",
                                                 slug(*format))));

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

/// The paths of a command, those that are listed on standard input among them, one after the other.
class Paths {
public:
    explicit Paths(const std::vector<std::string>& named) : named_(named) {}

    std::optional<std::string> next() {
        while (at_ < named_.size()) {
            if (named_[at_] != listed_on_input) return named_[at_++];
            if (auto path = read(); !path.empty()) return path;
            ++at_;
        }
        return std::nullopt;
    }

private:
    /// The next name on standard input: ended by a zero byte or, as long as none was seen, by the end of a line. Empty
    /// at the end.
    std::string read() {
        std::string name;
        for (int c = std::getchar(); c != EOF; c = std::getchar()) {
            if (c == 0) zero_ends_ = true;
            const bool ends = c == 0 || (c == '\n' && !zero_ends_);
            if (!ends)
                name += static_cast<char>(c);
            else if (!name.empty())
                return name;
        }
        return name;
    }

    const std::vector<std::string>& named_;
    std::size_t at_ = 0;
    bool zero_ends_ = false;
};

/// The worst code counts.
int print_documents(const Setting& setting, const DocumentMaker& make) {
    Interrupt interrupt;
    int worst = exit_done;
    bool first = true;
    const bool several = setting.paths.size() > 1 || setting.paths.front() == listed_on_input;
    Paths paths(setting.paths);
    for (auto next = paths.next(); next; next = paths.next()) {
        const std::string& path = *next;
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
        if (setting.format == Format::text && several)
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

std::string_view slug(Format format) {
    switch (format) {
    case Format::text: return "text";
    case Format::json: return "json";
    case Format::jsonl: return "jsonl";
    case Format::codesign: return "codesign";
    case Format::sarif: return "sarif";
    }
    return "";
}

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
