// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/check_command.h"

#include "app/cli/documents.h"
#include "app/cli/example_option.h"
#include "app/cli/help.h"
#include "core/bundle/scan.h"
#include "core/report/check.h"
#include "core/source/open.h"
#include "core/verify/verify.h"

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <memory>

namespace nei::cli {
namespace {

struct CheckOptions : DocumentOptions {
    std::string example, distribution, device, macos, at, fail_on = "blocker", baseline, new_baseline;
    std::vector<std::string> explain;
};

/// The options of this command after they were checked.
struct CheckSetting {
    rules::Intent intent;
    std::optional<rules::Severity> fail_on; ///< nothing: never
    std::optional<report::Baseline> baseline;
};

Failure usage(std::string sentence) {
    return {{ErrorCode::unsupported, std::move(sentence)}, exit_usage};
}

Outcome<rules::Intent> intent_of(const CheckOptions& options) {
    rules::Intent intent;
    if (!options.distribution.empty()) {
        intent.distribution = rules::distribution_from(options.distribution);
        if (!intent.distribution)
            return std::unexpected(usage(fmt::format("--for is developer-id, app-store, testflight, development, "
                                                     "ad-hoc or enterprise, not `{}`.",
                                                     options.distribution)));
    }
    if (!options.device.empty() && !rules::is_device(options.device))
        return std::unexpected(usage(fmt::format("--device takes a provisioning UDID such as "
                                                 "00008030-001A2B3C4D5E6F70, and `{}` is none.",
                                                 options.device)));
    if (!options.macos.empty() && !rules::is_version(options.macos))
        return std::unexpected(
            usage(fmt::format("--macos takes a version such as 15.1, and `{}` is none.", options.macos)));
    if (!options.device.empty()) intent.device = options.device;
    if (!options.macos.empty()) intent.macos = options.macos;
    intent.date = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (options.at.empty()) return intent;
    const auto date = from_rfc3339(options.at);
    if (!date)
        return std::unexpected(usage(fmt::format(
            "--at takes a date such as 2026-11-21 or 2026-11-21T09:30:00Z, and `{}` is none.", options.at)));
    intent.date = *date;
    return intent;
}

Outcome<std::optional<rules::Severity>> fail_on(const CheckOptions& options) {
    using enum rules::Severity;
    for (const rules::Severity severity : {blocker, warning, note})
        if (options.fail_on == slug(severity)) return std::optional(severity);
    if (options.fail_on == "never") return std::optional<rules::Severity>();
    return std::unexpected(
        usage(fmt::format("--fail-on is blocker, warning, note or never, not `{}`.", options.fail_on)));
}

Outcome<CheckSetting> check(const CheckOptions& options) {
    CheckSetting setting;
    const auto intent = intent_of(options);
    if (!intent) return std::unexpected(intent.error());
    setting.intent = *intent;
    const auto severity = fail_on(options);
    if (!severity) return std::unexpected(severity.error());
    setting.fail_on = *severity;
    if (options.baseline.empty()) return setting;
    auto baseline = report::read_baseline(options.baseline);
    if (!baseline) return std::unexpected(Failure{baseline.error()});
    setting.baseline = *std::move(baseline);
    return setting;
}

/// What is known of a bundle beside what it says itself.
struct Evidence {
    std::optional<verify::Integrity> integrity;
    std::optional<rules::CodeNames> names;
};

/// Where one of the two cannot be made the rules say less, and the document says so.
Evidence gather(const source::FileTree& tree, const bundle::Bundle& bundle, const Setting& setting,
                const TaskControl& control) {
    Evidence evidence;
    if (auto integrity = verify::verify(tree, bundle, {.trust = setting.trust, .control = control}))
        evidence.integrity = *std::move(integrity);
    if (auto names = rules::read_code_names(tree, bundle, control)) evidence.names = *std::move(names);
    return evidence;
}

std::string printed(const report::Check& check, const Setting& setting) {
    switch (setting.format) {
    case Format::json:
    case Format::jsonl: return report::check_json(check, setting.layout());
    case Format::sarif: return report::check_sarif(check);
    default: return report::check_text(check, setting.style);
    }
}

/// Checks one path; `present` takes its findings for a new baseline.
Outcome<Document> check_path(const CheckOptions& options, const CheckSetting& own, const std::string& path,
                             const Setting& setting, const TaskControl& control,
                             std::vector<report::Accepted>& present) {
    const auto opened = source::open(path, control);
    if (!opened) return std::unexpected(Failure{opened.error()});
    const auto tree = verify::hash_while_read(*opened);
    const auto bundle =
        bundle::scan(*tree, {.trust = setting.trust, .control = control, .example = !options.example.empty()});
    if (!bundle) return std::unexpected(Failure{bundle.error()});
    const Evidence evidence = gather(*tree, **bundle, setting, control);
    const rules::Judgement judgement = rules::judge(
        {**bundle, evidence.integrity ? &*evidence.integrity : nullptr, evidence.names ? &*evidence.names : nullptr},
        own.intent);
    const report::Check check{**bundle, judgement, own.intent, own.baseline ? &*own.baseline : nullptr};
    std::ranges::move(report::to_accept(**bundle, judgement), std::back_inserter(present));
    return Document{printed(check, setting), own.fail_on && check.has(*own.fail_on) ? exit_not_passed : exit_done};
}

int write_baseline(const CheckOptions& options, const CheckSetting& setting,
                   const std::vector<report::Accepted>& present) {
    report::Baseline previous = setting.baseline.value_or(report::Baseline());
    std::error_code error;
    if (!setting.baseline && std::filesystem::exists(options.new_baseline, error)) {
        auto known = report::read_baseline(options.new_baseline);
        if (!known) return write_error(known.error().message), exit_unreadable;
        previous = *std::move(known);
    }
    std::ofstream stream(options.new_baseline, std::ios::binary);
    stream << report::baseline_json(present, previous);
    if (stream.flush()) return exit_done;
    write_error(fmt::format("The baseline {} cannot be written.", options.new_baseline));
    return exit_unreadable;
}

/// Ids of rules that may be meant: those that begin as the name does, or share words with it.
std::vector<std::string> similar_rules(std::string_view name) {
    std::vector<std::pair<std::size_t, std::string>> found;
    for (const rules::RuleText& rule : rules::rule_texts()) {
        const auto [end, unused] = std::ranges::mismatch(name, rule.id);
        std::size_t alike = static_cast<std::size_t>(end - name.begin());
        for (std::string_view rest = name; !rest.empty();) {
            const std::string_view word = rest.substr(0, rest.find('-'));
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            if (rule.id.contains(word)) alike += word.size();
        }
        constexpr std::size_t least = 4; // letters
        if (alike >= least) found.emplace_back(alike, std::string(rule.id));
    }
    std::ranges::stable_sort(found, std::greater(), &std::pair<std::size_t, std::string>::first);
    constexpr std::size_t most = 3;
    std::vector<std::string> names;
    for (const auto& [alike, id] : found)
        if (names.size() < most) names.push_back(id);
    return names;
}

int explain(const CheckOptions& options) {
    if (!options.paths.empty()) return wrong_usage("--explain RULE goes without a path.", "check");
    std::vector<rules::RuleText> texts;
    for (const std::string& name : options.explain) {
        if (name == "all") {
            texts = rules::rule_texts();
            break;
        }
        const auto text = rules::rule_text(name);
        if (text) {
            texts.push_back(*text);
            continue;
        }
        const std::vector<std::string> similar = similar_rules(name);
        return wrong_usage(fmt::format("There is no rule {}{}; --explain all prints every one.", name,
                                       similar.empty() ? "" : fmt::format(", but {}", fmt::join(similar, ", "))),
                           "check");
    }
    report::TextStyle style;
    style.colour = options.colour == "always" || (options.colour == "auto" && output_wants_colour());
    style.width = output_width();
    return write_output(report::explain_text(texts, style)) ? exit_done : exit_unreadable;
}

int run(CheckOptions options) {
    if (!options.explain.empty()) return explain(options);
    if (const auto failed = take_example(options, options.example, "check")) return *failed;
    const auto setting = check(options);
    if (!setting) {
        if (setting.error().exit_code == exit_usage) return wrong_usage(setting.error().error.message, "check");
        write_error(setting.error().error.message);
        return setting.error().exit_code;
    }
    std::vector<report::Accepted> present;
    const int code = run_documents("check", options,
                                   [&](const std::string& path, const Setting& shared, const TaskControl& control) {
                                       return check_path(options, *setting, path, shared, control, present);
                                   });
    if (options.new_baseline.empty() || code > exit_not_passed) return code;
    return write_baseline(options, *setting, present);
}

} // namespace

void add_check_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<CheckOptions>();
    CLI::App* command = app.add_subcommand("check");
    use_help(*command, check_help());
    options->own_formats = {Format::sarif};
    add_document_options(*command, "PATH", *options);
    command->add_option("--example", options->example);
    command->add_option("--for", options->distribution);
    command->add_option("--device", options->device);
    command->add_option("--macos", options->macos);
    command->add_option("--at", options->at);
    command->add_option("--fail-on", options->fail_on);
    command->add_option("--baseline", options->baseline);
    command->add_option("--write-baseline", options->new_baseline);
    command->add_option("--explain", options->explain)->expected(1)->allow_extra_args(false)->take_all();
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace nei::cli
