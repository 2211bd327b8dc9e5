// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/requirement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

namespace nei::signature {
namespace {

constexpr auto keywords = std::to_array<std::string_view>(
    {"absent",     "always",      "anchor",    "and",     "apple",   "cdhash",    "cert", "certificate",
     "designated", "entitlement", "exists",    "false",   "generic", "guest",     "host", "identifier",
     "info",       "leaf",        "legacy",    "library", "never",   "notarized", "or",   "platform",
     "plugin",     "root",        "timestamp", "true",    "trusted"});

// The characters of the C locale, which Apple's printer runs in: other letters than these print as hexadecimal.
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_visible_or_space(char c) {
    return (c >= ' ' && c <= '~') || (c >= '\t' && c <= '\r');
}

enum class Dots { need_quotes, are_bare };

std::string literal(ByteView value, Dots dots) {
    const std::string_view text = as_text(value);
    if (!std::ranges::all_of(text, is_visible_or_space)) return "0x" + to_hex(value);
    const auto is_bare = [&](char c) { return is_alphanumeric(c) || (c == '.' && dots == Dots::are_bare); };
    if (!text.empty() && !is_digit(text.front()) && std::ranges::all_of(text, is_bare) &&
        std::ranges::find(keywords, text) == keywords.end())
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string hash_literal(ByteView value) {
    return fmt::format("H\"{}\"", to_hex(value));
}

/// "1.2.840" of the content bytes of a DER object identifier.
std::string dotted(ByteView oid) {
    std::string text;
    std::uint64_t number = 0;
    bool first = true;
    for (const std::byte byte : oid) {
        const auto bits = std::to_integer<std::uint64_t>(byte);
        number = number << 7 | (bits & 0x7f);
        if (bits & 0x80) continue;
        if (first) {
            const std::uint64_t arc = std::min<std::uint64_t>(number / 40, 2);
            fmt::format_to(std::back_inserter(text), "{}.{}", arc, number - arc * 40);
        } else {
            fmt::format_to(std::back_inserter(text), ".{}", number);
        }
        first = false;
        number = 0;
    }
    return text;
}

/// Apple prints the description of a CFDate: "<2019-04-08 00:00:00 +0000>". Outside four-digit years the seconds since
/// 2001 stand there instead.
std::string date_literal(std::int64_t seconds) {
    using namespace std::chrono;
    constexpr sys_seconds reference = sys_days{January / 1 / 2001};
    constexpr sys_seconds first = sys_days{January / 1 / 1}, last = sys_days{January / 1 / 10000};
    if (seconds < (first - reference).count() || seconds >= (last - reference).count())
        return fmt::format("<{}>", seconds);
    const sys_seconds moment = reference + std::chrono::seconds(seconds);
    const auto day = floor<days>(moment);
    const year_month_day date{day};
    const hh_mm_ss time{moment - day};
    return fmt::format("<{:04}-{:02}-{:02} {:02}:{:02}:{:02} +0000>", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
}

std::string certificate_slot(std::int32_t slot) {
    if (slot == 0) return "certificate leaf";
    if (slot == -1) return "certificate root";
    return fmt::format("certificate {}", slot);
}

std::string match_text(const RequirementMatch& match) {
    const auto value = [&] { return literal(match.value, Dots::need_quotes); };
    switch (static_cast<MatchOperator>(match.operation)) {
    case MatchOperator::exists: return " /* exists */";
    case MatchOperator::equal: return " = " + value();
    case MatchOperator::contains: return " ~ " + value();
    case MatchOperator::begins_with: return " = " + value() + "*";
    case MatchOperator::ends_with: return " = *" + value();
    case MatchOperator::less: return " < " + value();
    case MatchOperator::greater: return " > " + value();
    case MatchOperator::less_or_equal: return " <= " + value();
    case MatchOperator::greater_or_equal: return " >= " + value();
    case MatchOperator::on: return " = " + date_literal(match.date);
    case MatchOperator::before: return " < " + date_literal(match.date);
    case MatchOperator::after: return " > " + date_literal(match.date);
    case MatchOperator::on_or_before: return " <= " + date_literal(match.date);
    case MatchOperator::on_or_after: return " >= " + date_literal(match.date);
    case MatchOperator::absent: return " absent ";
    }
    return fmt::format("MATCH OPCODE {} NOT UNDERSTOOD", match.operation);
}

/// How loosely an expression's surroundings bind: what binds more loosely than they do stands in parentheses.
enum class Level { primary, conjunction, disjunction };

std::string expression_text(const RequirementExpression& expression, Level level);

std::string infix(const RequirementExpression& expression, std::string_view word, Level own, Level level) {
    std::string text;
    for (const RequirementExpression& operand : expression.operands) {
        if (!text.empty()) text += word;
        text += expression_text(operand, own);
    }
    return level < own ? "(" + text + ")" : text;
}

std::string field(const std::string& owner, const std::string& key, const RequirementMatch& match) {
    return owner + "[" + key + "]" + match_text(match);
}

std::string unknown_text(std::uint32_t opcode) {
    const std::uint32_t number = opcode & requirement_opcode_mask;
    if (opcode & requirement_flag_false) return fmt::format(" false /* opcode {} */", number);
    // Apple's printer ends here, although the expression that follows is what counts.
    if (opcode & requirement_flag_skip) return fmt::format(" /* opcode {} */", number);
    return fmt::format("OPCODE {} NOT UNDERSTOOD (ending print)", opcode);
}

std::string expression_text(const RequirementExpression& expression, Level level) {
    const auto value = [&] { return literal(expression.value, Dots::need_quotes); };
    const auto key = [&] { return literal(expression.key, Dots::are_bare); };
    const auto certificate = [&] { return certificate_slot(expression.certificate); };
    switch (expression.operation()) {
    case RequirementOperator::never: return "never";
    case RequirementOperator::always: return "always";
    case RequirementOperator::identifier: return "identifier " + value();
    case RequirementOperator::apple_anchor: return "anchor apple";
    case RequirementOperator::anchor_hash: return certificate() + " = " + hash_literal(expression.value);
    case RequirementOperator::info_key_value: return "info[" + key() + "] = " + value();
    case RequirementOperator::conjunction: return infix(expression, " and ", Level::conjunction, level);
    case RequirementOperator::disjunction: return infix(expression, " or ", Level::disjunction, level);
    case RequirementOperator::cdhash: return "cdhash " + hash_literal(expression.value);
    case RequirementOperator::negation:
        return "! " + (expression.operands.empty() ? "" : expression_text(expression.operands[0], Level::primary));
    case RequirementOperator::info_key_field: return field("info", key(), expression.match);
    case RequirementOperator::certificate_field: return field(certificate(), key(), expression.match);
    case RequirementOperator::trusted_certificate: return certificate() + "trusted"; // Apple's printer puts no space
    case RequirementOperator::trusted_certificates: return "anchor trusted";
    case RequirementOperator::certificate_generic:
        return field(certificate(), "field." + dotted(expression.key), expression.match);
    case RequirementOperator::apple_generic_anchor: return "anchor apple generic";
    case RequirementOperator::entitlement_field: return field("entitlement", key(), expression.match);
    case RequirementOperator::certificate_policy:
        return field(certificate(), "policy." + dotted(expression.key), expression.match);
    case RequirementOperator::named_anchor: return "anchor apple " + value();
    case RequirementOperator::named_code: return "(" + value() + ")";
    case RequirementOperator::platform: return fmt::format("platform = {}", expression.number);
    case RequirementOperator::notarized: return "notarized";
    case RequirementOperator::certificate_field_date:
        return field(certificate(), "timestamp." + dotted(expression.key), expression.match);
    case RequirementOperator::legacy_developer_id: return "legacy";
    }
    return unknown_text(expression.opcode);
}

} // namespace

RequirementOperator RequirementExpression::operation() const {
    return static_cast<RequirementOperator>(opcode & requirement_opcode_mask);
}

std::string to_text(const Requirement& requirement) {
    if (requirement.kind != 1) return fmt::format("/* constraint, {} bytes of DER */", requirement.der.size());
    std::string text = expression_text(requirement.expression, Level::disjunction);
    if (text.starts_with(' ')) text.erase(0, 1);
    return text;
}

std::string requirement_type_text(std::uint32_t type) {
    switch (static_cast<RequirementType>(type)) {
    case RequirementType::host: return "host";
    case RequirementType::guest: return "guest";
    case RequirementType::designated: return "designated";
    case RequirementType::library: return "library";
    case RequirementType::plugin: return "plugin";
    }
    return fmt::format("/*unknown type*/ {}", type);
}

std::string requirement_literal(ByteView value) {
    return literal(value, Dots::need_quotes);
}

} // namespace nei::signature
