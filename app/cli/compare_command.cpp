// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_command.h"

#include "app/cli/documents.h"
#include "app/cli/help.h"
#include "app/cli/program.h"
#include "core/base/parallel.h"
#include "core/bundle/examples.h"
#include "core/bundle/scan.h"
#include "core/compare/compare.h"
#include "core/report/compare.h"
#include "core/rules/judge.h"
#include "core/signature/trust_file.h"
#include "core/source/open.h"
#include "core/verify/verify.h"

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

namespace nei::cli {
namespace {

using compare::Class;
using compare::Comparison;

/// The options as they stand on the command line.
struct CompareOptions {
    std::vector<std::string> paths, only, trust_roots;
    std::string format = "text", colour = "auto", fail_on = "any", at, example;
    bool all = false, verify = false;
};

enum class PageFormat { text, json, markdown, html };
constexpr std::array<std::pair<std::string_view, PageFormat>, 4> formats{{{"text", PageFormat::text},
                                                                          {"json", PageFormat::json},
                                                                          {"markdown", PageFormat::markdown},
                                                                          {"html", PageFormat::html}}};

/// Which classes make the exit code 1: those up to this one.
constexpr std::array<std::pair<std::string_view, std::optional<Class>>, 4> thresholds{
    {{"breaks", Class::breaks}, {"review", Class::review}, {"any", Class::expected}, {"never", std::nullopt}}};

/// The options after they were checked.
struct CompareSetting {
    PageFormat format = PageFormat::text;
    report::TextStyle style;
    std::vector<compare::Aspect> only; ///< empty: all
    std::optional<Class> fail_on;
    Timestamp date{};
    signature::TrustStore trust = signature::TrustStore::apple();
    bool verify = false, example = false;
};

/// One build with all that is known of it.
struct Build {
    std::shared_ptr<const source::FileTree> tree;
    std::shared_ptr<const bundle::Bundle> bundle;
    std::optional<verify::Integrity> integrity;
    rules::Judgement judgement;

    compare::Side side() const { return {*bundle, tree.get(), integrity ? &*integrity : nullptr, &judgement}; }
};

Failure usage(std::string sentence) {
    return {{ErrorCode::unsupported, std::move(sentence)}, exit_usage};
}

template <class Value, std::size_t count>
const Value* find(const std::array<std::pair<std::string_view, Value>, count>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name, [](const auto& each) { return each.first; });
    return found == names.end() ? nullptr : &found->second;
}

/// Turns `--example NAME` into the two builds that lie in it, and the root that they are signed under.
Outcome<void> take_example(CompareOptions& options) {
    if (!options.paths.empty()) return std::unexpected(usage("--example NAME stands in place of A and B."));
    const bundle::Example* example = bundle::find_example(options.example);
    if (!example || example->name != "debug-and-release")
        return std::unexpected(usage("The example with two builds to compare is debug-and-release."));
    const auto library = bundle::ExampleLibrary::find(bundle::example_folders(program_folder(), named_examples()));
    if (!library)
        return std::unexpected(
            Failure{{ErrorCode::not_found,
                     "The examples were not found beside this program; NEI_EXAMPLES may name their folder."},
                    exit_unreadable});
    options.paths = {(library->path(*example) / "Debug").string(), (library->path(*example) / "Release").string()};
    options.trust_roots.push_back(library->root_certificates().string());
    return {};
}

Outcome<void> check_words(const CompareOptions& options, CompareSetting& setting) {
    const PageFormat* format = find(formats, options.format);
    if (!format)
        return std::unexpected(
            usage(fmt::format("--format is text, json, markdown or html, not `{}`.", options.format)));
    setting.format = *format;
    const auto* threshold = find(thresholds, options.fail_on);
    if (!threshold)
        return std::unexpected(
            usage(fmt::format("--fail-on is breaks, review, any or never, not `{}`.", options.fail_on)));
    setting.fail_on = *threshold;
    for (const std::string& name : options.only) {
        const auto aspect = compare::aspect_from(name);
        if (!aspect) {
            std::vector<std::string_view> known;
            for (const compare::Aspect each : compare::all_aspects) known.push_back(slug(each));
            return std::unexpected(usage(fmt::format("--only takes {}, not `{}`.", fmt::join(known, ", "), name)));
        }
        setting.only.push_back(*aspect);
    }
    if (options.colour == "always")
        setting.style.colour = true;
    else if (options.colour == "auto")
        setting.style.colour = output_wants_colour();
    else if (options.colour != "never")
        return std::unexpected(usage(fmt::format("--color is auto, always or never, not `{}`.", options.colour)));
    return {};
}

Outcome<CompareSetting> check(const CompareOptions& options) {
    if (options.paths.size() != 2) return std::unexpected(usage("Name two builds to compare."));
    CompareSetting setting;
    if (auto checked = check_words(options, setting); !checked) return std::unexpected(checked.error());
    setting.style.all = options.all;
    setting.style.width = output_width();
    setting.verify = options.verify;
    setting.example = !options.example.empty();
    setting.date = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    if (!options.at.empty()) {
        const auto date = from_rfc3339(options.at);
        if (!date)
            return std::unexpected(usage(
                fmt::format("--at takes a date such as 2026-11-21 or 2026-11-21T09:30:00Z, not `{}`.", options.at)));
        setting.date = *date;
    }
    for (const std::string& path : options.trust_roots)
        if (const auto added = signature::add_trust_file(setting.trust, path); !added)
            return std::unexpected(
                Failure{{added.error().code, fmt::format("--trust-root {}: {}", path, added.error().message)},
                        exit_unreadable});
    return setting;
}

Outcome<Build> open(const std::string& path, const CompareSetting& setting, const TaskControl& control) {
    const auto failed = [&](const Error& error) { return std::unexpected(Failure{error, exit_unreadable}); };
    Build build;
    auto tree = source::open(path, control);
    if (!tree) return failed(tree.error());
    build.tree = setting.verify ? verify::hash_while_read(*std::move(tree)) : *std::move(tree);
    auto bundle = bundle::scan(*build.tree, {.trust = setting.trust, .control = control, .example = setting.example});
    if (!bundle) return failed(bundle.error());
    build.bundle = *std::move(bundle);
    const auto names = rules::read_code_names(*build.tree, *build.bundle, control);
    if (!names) return failed(names.error());
    if (setting.verify) {
        auto integrity = verify::verify(*build.tree, *build.bundle, {.trust = setting.trust, .control = control});
        if (!integrity) return failed(integrity.error());
        build.integrity = *std::move(integrity);
    }
    rules::Intent intent;
    intent.date = setting.date;
    build.judgement = rules::judge({*build.bundle, build.integrity ? &*build.integrity : nullptr, &*names}, intent);
    return build;
}

/// At once: where one build keeps one thread busy, the other has the rest of the processors. The first tells how far it
/// is.
std::array<Outcome<Build>, 2> open_both(const CompareOptions& options, const CompareSetting& setting,
                                        const TaskControl& control) {
    std::array<Outcome<Build>, 2> builds;
    const TaskControl silent{control.stop, nullptr};
    parallel_for(2, 2,
                 [&](std::size_t i) { builds.at(i) = open(options.paths.at(i), setting, i == 0 ? control : silent); });
    return builds;
}

std::string page_of(const report::Compared& compared, const CompareSetting& setting) {
    switch (setting.format) {
    case PageFormat::text: return report::compare_text(compared, setting.style);
    case PageFormat::json: return report::compare_json(compared);
    case PageFormat::markdown: return report::compare_markdown(compared, setting.style.all);
    case PageFormat::html: return report::compare_html(compared, setting.style.all);
    }
    return "";
}

bool fails(const Comparison& comparison, const std::optional<Class>& fail_on) {
    return std::ranges::any_of(compare::all_classes,
                               [&](Class kind) { return fail_on && kind <= *fail_on && comparison.count(kind) > 0; });
}

Outcome<Document> compare_paths(const CompareOptions& options, const CompareSetting& setting,
                                const TaskControl& control) {
    const auto [a, b] = open_both(options, setting, control);
    if (!a) return std::unexpected(a.error());
    if (!b) return std::unexpected(b.error());
    auto comparison = compare::compare(a->side(), b->side(), {.control = control});
    if (!comparison) return std::unexpected(Failure{comparison.error(), exit_unreadable});
    if (!setting.only.empty()) comparison = compare::restricted_to(*std::move(comparison), setting.only);
    return Document{page_of({*a->bundle, *b->bundle, *comparison}, setting),
                    fails(*comparison, setting.fail_on) ? exit_not_passed : exit_done};
}

int failed(const Failure& failure) {
    if (failure.exit_code == exit_usage) return wrong_usage(failure.error.message, "compare");
    write_error(failure.error.message);
    return failure.exit_code;
}

int run(CompareOptions options) {
    if (!options.example.empty())
        if (const auto taken = take_example(options); !taken) return failed(taken.error());
    const auto setting = check(options);
    if (!setting) return failed(setting.error());
    Interrupt interrupt;
    const auto document = [&] {
        ProgressLine line;
        const TaskControl control{interrupt.token(), [&](const Progress& progress) { line.show(progress); }};
        return compare_paths(options, *setting, control);
    }();
    if (interrupt.token().stop_requested()) {
        write_error("Interrupted.");
        return exit_interrupted;
    }
    if (!document) return failed(document.error());
    if (!write_output(document->text)) {
        write_error("Standard output could not be written; is the disk full?");
        return exit_unreadable;
    }
    return document->exit_code;
}

} // namespace

void add_compare_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<CompareOptions>();
    CLI::App* command = app.add_subcommand("compare");
    use_help(*command, compare_help());
    command->add_option("A B", options->paths);
    command->add_option("--only", options->only)->delimiter(',')->expected(1)->allow_extra_args(false)->take_all();
    command->add_option("--format", options->format);
    command->add_option("--color", options->colour);
    command->add_option("--fail-on", options->fail_on);
    command->add_option("--at", options->at);
    command->add_option("--example", options->example);
    command->add_option("--trust-root", options->trust_roots)->expected(1)->allow_extra_args(false)->take_all();
    command->add_flag("--all", options->all);
    command->add_flag("--verify", options->verify);
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace nei::cli
