// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/seal_rules.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/plist/property_list.h"
#include "core/plist/xml_walk.h"
#include "core/signature/resource_seal.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <map>

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

/// The members of the root dictionary that are dictionaries themselves, as XML.
std::optional<std::map<std::string_view, std::string_view>> root_dictionaries(ByteView bytes) {
    std::map<std::string_view, std::string_view> found;
    plist::XmlWalk walk(bytes);
    const auto member = [&](std::string_view key) {
        const std::string_view before = walk.rest();
        found.erase(key);
        if (!walk.open()) return false;
        const bool is_dictionary = walk.tag().name == "dict";
        if (!walk.value(1)) return false;
        if (is_dictionary) found[key] = before.substr(0, before.size() - walk.rest().size());
        return true;
    };
    if (!plist::XmlWalk::can_walk(as_text(bytes)) || !walk.begin() || !walk.members(1, member) || !walk.end())
        return std::nullopt;
    return found;
}

bool walk_data(plist::XmlWalk& walk, Bytes& data) {
    data.clear();
    if (walk.tag().empty) return true;
    std::string digits(walk.text());
    std::erase_if(digits, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    auto bytes = from_base64(digits);
    if (bytes) data = std::move(*bytes);
    return bytes && walk.close("data");
}

bool walk_member(plist::XmlWalk& walk, std::string_view key, SealEntry& entry) {
    if (!walk.open()) return false;
    const plist::XmlWalk::Tag tag = walk.tag();
    if (tag.name == "data" && key == "hash") return walk_data(walk, entry.hash);
    if (tag.name == "data" && key == "hash2") return walk_data(walk, entry.hash2);
    if (tag.name == "data" && key == "cdhash") return walk_data(walk, entry.cdhash);
    if (tag.name == "string" && (key == "symlink" || key == "requirement")) {
        std::string text(tag.empty ? std::string_view() : walk.text());
        (key == "symlink" ? entry.link_target.emplace() : entry.requirement) = std::move(text);
        return tag.empty || walk.close("string");
    }
    if (key == "optional") entry.optional = tag.name == "true";
    return walk.value(3);
}

/// The entry behind its path.
bool walk_entry(plist::XmlWalk& walk, SealEntry& entry) {
    if (!walk.open()) return false;
    if (walk.tag().name == "data") return walk_data(walk, entry.hash);
    if (walk.tag().name != "dict") return walk.value(2);
    return walk.tag().empty || walk.members(3, [&](std::string_view key) { return walk_member(walk, key, entry); });
}

class SealReader {
public:
    Result<ResourceSeal> read(const plist::Value& document) {
        const auto summary = summarise_seal(document);
        if (!summary) return std::unexpected(summary.error());
        if (const auto read = read_rules(document, *summary); !read) return std::unexpected(read.error());
        seal_.files.reserve(summary->files);
        each(document, summary->version == 2 ? "files2" : "files",
             [&](const std::string& path, const plist::Value& value) {
                 SealEntry entry;
                 if (const Bytes* hash = value.data())
                     entry.hash = *hash;
                 else if (value.dictionary())
                     read_entry(entry, value);
                 add_entry(path, std::move(entry));
             });
        return finish();
    }

    /// Nothing where the bytes are not written as Apple's tools do, or say something twice.
    std::optional<Result<ResourceSeal>> walk(ByteView bytes) {
        auto parts = root_dictionaries(bytes);
        if (!parts) return std::nullopt;
        const bool newer = parts->contains("rules2") && parts->contains("files2");
        const std::string_view files = (*parts)[newer ? "files2" : "files"];
        const std::string rules_name = newer ? "rules2" : "rules";
        const auto rules =
            plist::parse(as_bytes(fmt::format("<plist version=\"1.0\">{}</plist>", (*parts)[rules_name])));
        if (!rules || files.empty()) return std::nullopt;
        const plist::Value document(
            plist::Dictionary{{rules_name, rules->value}, {newer ? "files2" : "files", plist::Dictionary{}}});
        const auto summary = summarise_seal(document);
        if (!summary) return std::nullopt;
        if (const auto read = read_rules(document, *summary); !read) return std::unexpected(read.error());
        plist::XmlWalk walk(files);
        const auto member = [&](std::string_view path) {
            SealEntry entry;
            const bool read = walk_entry(walk, entry);
            add_entry(path, std::move(entry));
            return read;
        };
        if (!walk.open() || (!walk.tag().empty && !walk.members(1, member))) return std::nullopt;
        auto seal = finish();
        if (std::ranges::adjacent_find(seal.files, {}, &SealEntry::path) != seal.files.end()) return std::nullopt;
        return seal;
    }

private:
    template <class Each>
    static void each(const plist::Value& document, std::string_view name, Each call) {
        const plist::Value* value = document.find(name);
        if (!value || !value->dictionary()) return;
        for (const auto& [key, member] : *value->dictionary()) call(key, member);
    }

    Result<void> read_rules(const plist::Value& document, const SealSummary& summary) {
        if (summary.rules > limits::seal_rules)
            return fail(ErrorCode::too_large, fmt::format("CodeResources has {} rules; seals are read with up to {}.",
                                                          grouped(summary.rules), limits::seal_rules));
        seal_.version = summary.version;
        each(document, summary.version == 2 ? "rules2" : "rules",
             [&](const std::string& pattern, const plist::Value& value) { add_rule(pattern, value); });
        std::ranges::stable_sort(seal_.rules, [](const SealRule& a, const SealRule& b) {
            return a.weight != b.weight ? a.weight > b.weight : a.omit && !b.omit;
        });
        return {};
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

    void add_entry(std::string_view path, SealEntry entry) {
        entry.path = name_text(path);
        const bool says_something =
            !entry.hash.empty() || !entry.hash2.empty() || entry.link_target || entry.is_nested_code();
        if (!says_something && unusable_++ == 0) first_unusable_ = entry.path;
        seal_.files.push_back(std::move(entry));
    }

    ResourceSeal finish() {
        // Those of the document are sorted, unless name_text changed one or another tool wrote it.
        if (!std::ranges::is_sorted(seal_.files, {}, &SealEntry::path))
            std::ranges::stable_sort(seal_.files, {}, &SealEntry::path);
        report_entries();
        return std::move(seal_);
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

Result<ResourceSeal> read_seal(ByteView code_resources) {
    if (auto seal = SealReader().walk(code_resources)) return std::move(*seal);
    const auto document = plist::parse(code_resources);
    if (!document) return std::unexpected(document.error());
    return parse_seal(document->value);
}

Result<ResourceSeal> parse_seal(const plist::Value& code_resources) {
    return SealReader().read(code_resources);
}

} // namespace nei::signature
