// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/check.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

/// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
namespace nei::report {
namespace {

using Json = nlohmann::json;

std::string_view level_of(rules::Severity severity) {
    switch (severity) {
    case rules::Severity::blocker: return "error";
    case rules::Severity::warning: return "warning";
    case rules::Severity::note: return "note";
    }
    return "none";
}

/// A path as a relative reference (RFC 3986): everything but letters, digits and a few marks is escaped, so that a
/// colon in a name makes no scheme of it.
std::string uri_of(std::string_view path) {
    constexpr std::string_view plain = "-._~/!$&'()*+,;=@";
    std::string uri;
    for (const char c : path) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || plain.find(c) != std::string_view::npos)
            uri += c;
        else
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

Json message(std::string_view text) {
    return {{"text", display_text(text)}};
}

Json rule_of(const rules::RuleText& rule) {
    std::string help = fmt::format("{}\n\n{}", rule.why, rule.fix);
    for (const std::string_view source : rule.sources) help += fmt::format("\n{}", source);
    return {{"id", rule.id},
            {"shortDescription", message(rule.title)},
            {"fullDescription", message(rule.why)},
            {"help", {{"text", help}}},
            {"helpUri", rule.sources.front()},
            {"defaultConfiguration", {{"level", level_of(rule.severity)}}}};
}

Json location_of(const Check& check, const rules::Finding& finding) {
    const bundle::CodeItem& item = check.bundle.items.at(finding.item);
    const std::string path = item.path == "." ? check.bundle.source.name : item.path;
    const std::string name =
        finding.architecture ? fmt::format("{} ({})", item.name, *finding.architecture) : item.name;
    return {{"physicalLocation", {{"artifactLocation", {{"uri", uri_of(path)}}}}},
            {"logicalLocations",
             Json::array(
                 {{{"name", display_text(name)}, {"fullyQualifiedName", display_text(path)}, {"kind", "module"}}})}};
}

Json result_of(const Check& check, const rules::Finding& finding, std::size_t rule_index) {
    Json result{{"ruleId", finding.rule},
                {"ruleIndex", rule_index},
                {"level", level_of(finding.severity)},
                {"message", message(fmt::format("{} {} {}", finding.title, finding.why, finding.fix))},
                {"locations", Json::array({location_of(check, finding)})},
                {"partialFingerprints", {{"neinspect/1", rules::fingerprint(finding, check.bundle)}}}};
    if (finding.follows_from) result["properties"] = {{"followsFrom", *finding.follows_from}};
    if (!check.baseline) return result;
    result["suppressions"] = Json::array();
    if (const Accepted* accepted = check.accepted(finding)) {
        Json suppression{{"kind", "external"}, {"status", "accepted"}};
        if (!accepted->reason.empty()) suppression["justification"] = display_text(accepted->reason);
        result["suppressions"].push_back(std::move(suppression));
    }
    return result;
}

} // namespace

std::string check_sarif(const Check& check) {
    const std::vector<rules::RuleText> texts = rules::rule_texts();
    Json rules = Json::array(), results = Json::array(), not_checked = Json::array();
    for (const rules::RuleText& text : texts) rules.push_back(rule_of(text));
    for (const rules::Finding& finding : check.judgement.findings) {
        const auto rule = std::ranges::find(texts, finding.rule, &rules::RuleText::id);
        results.push_back(result_of(check, finding, static_cast<std::size_t>(rule - texts.begin())));
    }
    for (const verify::NotChecked& left : check.judgement.not_checked)
        not_checked.push_back(
            {{"level", "note"}, {"message", message(fmt::format("Not checked: {} ({})", left.what, left.why))}});
    const Json driver{{"name", "NE Inspector"}, {"semanticVersion", tool_version()}, {"rules", std::move(rules)}};
    const Json run{{"tool", {{"driver", driver}}},
                   {"columnKind", "utf16CodeUnits"},
                   {"invocations", Json::array({{{"executionSuccessful", true},
                                                 {"toolExecutionNotifications", std::move(not_checked)}}})},
                   {"results", std::move(results)},
                   {"properties", {{"verdict", display_text(check.judgement.verdict.sentence)}}}};
    const Json log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({run})}};
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace nei::report
