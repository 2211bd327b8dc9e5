// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/seal_rules.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/signature/resource_seal.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>

namespace nei::signature {
namespace {

/// As regcomp takes patterns with REG_EXTENDED alone: `.` is any character, `^` and `$` are the ends of the path.
re2::RE2::Options pattern_options() {
    re2::RE2::Options options;
    options.set_posix_syntax(true);
    options.set_one_line(true);
    options.set_dot_nl(true);
    options.set_never_capture(true);
    options.set_log_errors(false);
    options.set_max_mem(limits::seal_pattern_memory);
    return options;
}

bool is_true(const plist::Value& dictionary, std::string_view key) {
    const plist::Value* value = dictionary.find(key);
    return value && value->boolean() && *value->boolean();
}

/// Written as an integer by some tools, as a real by others; nothing where it is neither.
std::optional<double> number(const plist::Value& value) {
    if (const std::int64_t* integer = value.integer()) return static_cast<double>(*integer);
    if (const double* real = value.real(); real && std::isfinite(*real)) return *real;
    return std::nullopt;
}

Bytes data_of(const plist::Value& dictionary, std::string_view key) {
    const plist::Value* value = dictionary.find(key);
    return value && value->data() ? *value->data() : Bytes();
}

class SealReader {
public:
    Result<ResourceSeal> read(const plist::Value& document) {
        const auto summary = summarise_seal(document);
        if (!summary) return std::unexpected(summary.error());
        if (summary->rules > limits::seal_rules)
            return fail(ErrorCode::too_large, fmt::format("CodeResources has {} rules; seals are read with up to {}.",
                                                          grouped(summary->rules), limits::seal_rules));
        seal_.version = summary->version;
        const bool newer = summary->version == 2;
        each(document, newer ? "rules2" : "rules",
             [&](const std::string& pattern, const plist::Value& value) { add_rule(pattern, value); });
        seal_.files.reserve(summary->files);
        each(document, newer ? "files2" : "files",
             [&](const std::string& path, const plist::Value& value) { add_entry(path, value); });
        std::ranges::stable_sort(seal_.rules, [](const SealRule& a, const SealRule& b) {
            return a.weight != b.weight ? a.weight > b.weight : a.omit && !b.omit;
        });
        // Those of the document are sorted, unless name_text changed one.
        if (!std::ranges::is_sorted(seal_.files, {}, &SealEntry::path))
            std::ranges::sort(seal_.files, {}, &SealEntry::path);
        report_entries();
        return std::move(seal_);
    }

private:
    template <class Each>
    static void each(const plist::Value& document, std::string_view name, Each call) {
        const plist::Value* value = document.find(name);
        if (!value || !value->dictionary()) return;
        for (const auto& [key, member] : *value->dictionary()) call(key, member);
    }

    void problem(std::string code, std::string message) {
        seal_.problems.push_back({std::move(code), "", std::move(message), ProblemSeverity::warning});
    }

    void add_rule(const std::string& pattern, const plist::Value& value) {
        SealRule rule;
        rule.pattern = pattern;
        if (const std::string fault = read_rule(rule, value); !fault.empty())
            problem("seal-rule-unusable",
                    fmt::format("The rule \"{}\" of CodeResources {}; it was taken to match nothing.",
                                display_text(pattern.substr(0, shown_pattern_bytes)), fault));
        else
            rule.expression = compile(pattern);
        seal_.rules.push_back(std::move(rule));
    }

    /// What is wrong with the rule; empty where it is right.
    static std::string read_rule(SealRule& rule, const plist::Value& value) {
        if (const bool* included = value.boolean()) {
            rule.omit = !*included;
            return {};
        }
        if (!value.dictionary()) return fmt::format("is a {}, neither yes, no nor a dictionary", value.type_name());
        rule.omit = is_true(value, "omit");
        rule.optional = is_true(value, "optional");
        rule.nested = is_true(value, "nested");
        const plist::Value* weight = value.find("weight");
        if (!weight) return {};
        const auto given = number(*weight);
        if (!given) return "has a weight that is no number";
        rule.weight = *given;
        return {};
    }

    /// Null, and a problem, where it cannot be compiled.
    std::shared_ptr<const re2::RE2> compile(const std::string& pattern) {
        if (pattern.size() > limits::seal_pattern_bytes) {
            problem(
                "seal-pattern-unusable",
                fmt::format("A pattern of CodeResources has {} bytes; they are read up to {}. It was taken to match "
                            "nothing: \"{}…\".",
                            grouped(pattern.size()), grouped(limits::seal_pattern_bytes),
                            display_text(pattern.substr(0, shown_pattern_bytes))));
            return nullptr;
        }
        auto expression = std::make_shared<const re2::RE2>(pattern, pattern_options());
        if (expression->ok()) return expression;
        problem("seal-pattern-unusable",
                fmt::format("The pattern \"{}\" of CodeResources cannot be used ({}); it was taken to match nothing.",
                            display_text(pattern.substr(0, shown_pattern_bytes)), display_text(expression->error())));
        return nullptr;
    }

    void add_entry(const std::string& path, const plist::Value& value) {
        SealEntry entry;
        entry.path = name_text(path);
        if (const Bytes* hash = value.data())
            entry.hash = *hash;
        else if (value.dictionary())
            read_entry(entry, value);
        const bool says_something =
            !entry.hash.empty() || !entry.hash2.empty() || entry.link_target || entry.is_nested_code();
        if (!says_something && unusable_++ == 0) first_unusable_ = entry.path;
        seal_.files.push_back(std::move(entry));
    }

    static void read_entry(SealEntry& entry, const plist::Value& value) {
        entry.hash = data_of(value, "hash");
        entry.hash2 = data_of(value, "hash2");
        entry.cdhash = data_of(value, "cdhash");
        if (const std::string* requirement = value.find_string("requirement")) entry.requirement = *requirement;
        if (const plist::Value* target = value.find("symlink"); target && target->string())
            entry.link_target = *target->string();
        entry.optional = is_true(value, "optional");
    }

    /// One sentence for all, so that a seal of nonsense does not fill the report.
    void report_entries() {
        if (unusable_ == 0) return;
        problem("seal-entry-unusable",
                fmt::format("CodeResources lists {} without a hash, a link target or an identity of code that this "
                            "program knows; the first is {}.",
                            counted(unusable_, "path", "paths"), display_text(first_unusable_)));
    }

    static constexpr std::size_t shown_pattern_bytes = 120;

    ResourceSeal seal_;
    std::size_t unusable_ = 0;
    std::string first_unusable_;
};

} // namespace

bool SealRule::matches(std::string_view path) const {
    return expression && expression->Match(path, 0, path.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

const SealRule* ResourceSeal::rule_for(std::string_view path) const {
    const auto found = std::ranges::find_if(rules, [&](const SealRule& rule) { return rule.matches(path); });
    return found == rules.end() ? nullptr : &*found;
}

const SealEntry* ResourceSeal::find(std::string_view path) const {
    const auto found = std::ranges::lower_bound(files, path, {}, &SealEntry::path);
    return found == files.end() || found->path != path ? nullptr : &*found;
}

Result<ResourceSeal> parse_seal(const plist::Value& code_resources) {
    return SealReader().read(code_resources);
}

} // namespace nei::signature
