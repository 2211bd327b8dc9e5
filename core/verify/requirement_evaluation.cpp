// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/requirement_evaluation.h"

#include "core/base/text.h"
#include "core/signature/certificate_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nei::verify {
namespace {

using signature::Certificate;
using signature::MatchOperator;
using signature::RequirementExpression;
using signature::RequirementMatch;
using signature::RequirementOperator;

constexpr std::uint32_t kind_expression = 1;

/// Seconds from 1970-01-01 to 2001-01-01, where Apple counts from.
constexpr std::int64_t apple_epoch = 978'307'200;

/// Apple's own code: signed through this intermediate (CN, O) by a leaf with this extension, 1.2.840.113635.100.6.22.
constexpr std::string_view apple_intermediate = "Apple Code Signing Certification Authority";
constexpr std::string_view apple_organization = "Apple Inc.";
constexpr std::string_view apple_leaf_marker = "1.2.840.113635.100.6.22";

Truth truth(bool value) {
    return value ? Truth::yes : Truth::no;
}

Truth all_of(Truth left, Truth right) {
    if (left == Truth::no || right == Truth::no) return Truth::no;
    return left == Truth::yes && right == Truth::yes ? Truth::yes : Truth::unknown;
}

Truth any_of(Truth left, Truth right) {
    if (left == Truth::yes || right == Truth::yes) return Truth::yes;
    return left == Truth::no && right == Truth::no ? Truth::no : Truth::unknown;
}

Truth not_of(Truth value) {
    return value == Truth::unknown ? value : truth(value == Truth::no);
}

/// Less, equal or greater, with runs of digits compared as numbers: "10.9" is less than "10.10".
int compare_numerically(std::string_view left, std::string_view right) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < left.size() && j < right.size()) {
        if (!is_digit(left[i]) || !is_digit(right[j])) {
            if (left[i] != right[j]) return left[i] < right[j] ? -1 : 1;
            ++i, ++j;
            continue;
        }
        const auto number = [&](std::string_view text, std::size_t& at) {
            while (at < text.size() && text[at] == '0') ++at;
            const std::size_t start = at;
            while (at < text.size() && is_digit(text[at])) ++at;
            return text.substr(start, at - start);
        };
        const std::string_view a = number(left, i);
        const std::string_view b = number(right, j);
        if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
        if (a != b) return a < b ? -1 : 1;
    }
    if (i == left.size() && j == right.size()) return 0;
    return i == left.size() ? -1 : 1;
}

bool text_matches(std::string_view text, const RequirementMatch& match) {
    const std::string_view wanted = as_text(match.value);
    switch (static_cast<MatchOperator>(match.operation)) {
    case MatchOperator::exists: return true;
    case MatchOperator::equal: return text == wanted;
    case MatchOperator::contains: return text.find(wanted) != std::string_view::npos;
    case MatchOperator::begins_with: return text.starts_with(wanted);
    case MatchOperator::ends_with: return text.ends_with(wanted);
    case MatchOperator::less: return compare_numerically(text, wanted) < 0;
    case MatchOperator::greater: return compare_numerically(text, wanted) > 0;
    case MatchOperator::less_or_equal: return compare_numerically(text, wanted) <= 0;
    case MatchOperator::greater_or_equal: return compare_numerically(text, wanted) >= 0;
    default: return false; // absent is false of what is there; dates are no texts
    }
}

bool time_matches(Timestamp time, const RequirementMatch& match) {
    const std::int64_t seconds = time.time_since_epoch().count() - apple_epoch;
    switch (static_cast<MatchOperator>(match.operation)) {
    case MatchOperator::exists: return true;
    case MatchOperator::on: return seconds == match.date;
    case MatchOperator::before: return seconds < match.date;
    case MatchOperator::after: return seconds > match.date;
    case MatchOperator::on_or_before: return seconds <= match.date;
    case MatchOperator::on_or_after: return seconds >= match.date;
    default: return false;
    }
}

bool is_absent(const RequirementMatch& match) {
    return static_cast<MatchOperator>(match.operation) == MatchOperator::absent;
}

/// A value of Info.plist or of the entitlements. An array matches where one of its elements does.
bool value_matches(const plist::Value* value, const RequirementMatch& match) {
    if (value == nullptr) return is_absent(match);
    if (const plist::Array* array = value->array())
        return std::ranges::any_of(*array, [&](const plist::Value& one) { return value_matches(&one, match); });
    if (static_cast<MatchOperator>(match.operation) == MatchOperator::exists) {
        const bool* boolean = value->boolean();
        return boolean == nullptr || *boolean;
    }
    if (const Timestamp* date = value->date()) return time_matches(*date, match);
    const std::string* text = value->string();
    return text != nullptr && text_matches(*text, match);
}

class Evaluator {
public:
    explicit Evaluator(const RequirementSubject& subject) : subject_(subject) {}

    /// Depth is bounded by the parser (limits::requirement_depth).
    Result<Truth> evaluate(const RequirementExpression& expression) const {
        switch (expression.operation()) {
        case RequirementOperator::conjunction: return both(expression, all_of);
        case RequirementOperator::disjunction: return both(expression, any_of);
        case RequirementOperator::negation: {
            const auto inner = evaluate(expression.operands.front());
            return inner ? Result<Truth>(not_of(*inner)) : inner;
        }
        case RequirementOperator::never: return Truth::no;
        case RequirementOperator::always: return Truth::yes;
        case RequirementOperator::identifier: return truth(subject_.identifier == as_text(expression.value));
        case RequirementOperator::cdhash:
            return truth(std::ranges::find(subject_.cdhashes, expression.value) != subject_.cdhashes.end());
        case RequirementOperator::platform:
            return truth(static_cast<std::int64_t>(subject_.platform) == expression.number);
        case RequirementOperator::notarized: return subject_.notarized ? truth(*subject_.notarized) : Truth::unknown;
        case RequirementOperator::info_key_value:
            return truth(value_matches(member(subject_.info_plist, expression.key),
                                       {std::to_underlying(MatchOperator::equal), expression.value, 0}));
        case RequirementOperator::info_key_field:
            return truth(value_matches(member(subject_.info_plist, expression.key), expression.match));
        case RequirementOperator::entitlement_field:
            return truth(value_matches(member(subject_.entitlements, expression.key), expression.match));
        default: return of_certificates(expression);
        }
    }

private:
    template <class Join>
    Result<Truth> both(const RequirementExpression& expression, Join join) const {
        const auto left = evaluate(expression.operands.at(0));
        if (!left) return left;
        const auto right = evaluate(expression.operands.at(1));
        if (!right) return right;
        return join(*left, *right);
    }

    static const plist::Value* member(const plist::Value* dictionary, const Bytes& key) {
        return dictionary != nullptr ? dictionary->find(as_text(key)) : nullptr;
    }

    /// 0 is the leaf, -1 the root; null where the chain has no such certificate.
    const Certificate* certificate(std::int32_t slot) const {
        const auto count = static_cast<std::int64_t>(subject_.chain.size());
        const std::int64_t at = slot >= 0 ? slot : count + slot;
        return at >= 0 && at < count ? subject_.chain[static_cast<std::size_t>(at)].get() : nullptr;
    }

    Result<Truth> of_certificates(const RequirementExpression& expression) const {
        const Certificate* at = certificate(expression.certificate);
        switch (expression.operation()) {
        case RequirementOperator::apple_generic_anchor: return truth(subject_.apple_anchor);
        case RequirementOperator::apple_anchor: return truth(is_apples_own());
        case RequirementOperator::anchor_hash: return truth(at != nullptr && at->sha1 == to_hex(expression.value));
        case RequirementOperator::certificate_field: return truth(subject_matches(at, expression));
        case RequirementOperator::certificate_generic: {
            const auto value = at != nullptr ? signature::extension_value(*at, expression.key) : std::nullopt;
            if (!value || is_absent(expression.match))
                return truth(at != nullptr && !value && is_absent(expression.match));
            const auto text = signature::text_of_extension(*value);
            return truth(text_matches(text.value_or(std::string(as_text(*value))), expression.match));
        }
        case RequirementOperator::certificate_policy: {
            const bool has = at != nullptr && signature::has_policy(*at, expression.key);
            return truth(is_absent(expression.match) ? at != nullptr && !has : has);
        }
        case RequirementOperator::certificate_field_date: {
            const auto value = at != nullptr ? signature::extension_value(*at, expression.key) : std::nullopt;
            const auto time = value ? signature::time_of_extension(*value) : std::nullopt;
            if (!time) return truth(at != nullptr && !value && is_absent(expression.match));
            return truth(time_matches(*time, expression.match));
        }
        // Trust settings, Apple's lists and its old Developer IDs: a Mac has them, a file does not.
        case RequirementOperator::trusted_certificate:
        case RequirementOperator::trusted_certificates:
        case RequirementOperator::named_anchor:
        case RequirementOperator::named_code:
        case RequirementOperator::legacy_developer_id: return Truth::unknown;
        default: return of_unknown(expression);
        }
    }

    Result<Truth> of_unknown(const RequirementExpression& expression) const {
        if ((expression.opcode & signature::requirement_flag_false) != 0) return Truth::no;
        if ((expression.opcode & signature::requirement_flag_skip) != 0 && !expression.operands.empty())
            return evaluate(expression.operands.front());
        return fail(ErrorCode::unsupported,
                    fmt::format("The requirement uses operation {}, which NE Inspector does not know.",
                                expression.opcode & signature::requirement_opcode_mask));
    }

    bool is_apples_own() const {
        if (!subject_.apple_anchor || subject_.chain.size() < 3) return false;
        const Certificate& intermediate = *certificate(-2);
        return intermediate.common_name == apple_intermediate && intermediate.organization == apple_organization &&
               certificate(0)->has_marker(apple_leaf_marker);
    }

    static bool subject_matches(const Certificate* at, const RequirementExpression& expression) {
        if (at == nullptr) return false;
        const auto values = signature::subject_values(*at, as_text(expression.key));
        if (values.empty()) return is_absent(expression.match);
        return std::ranges::any_of(values,
                                   [&](const std::string& value) { return text_matches(value, expression.match); });
    }

    const RequirementSubject& subject_;
};

} // namespace

Result<Truth> evaluate(const signature::Requirement& requirement, const RequirementSubject& subject) {
    if (requirement.kind != kind_expression)
        return fail(ErrorCode::unsupported, "The requirement is a constraint, which NE Inspector does not evaluate.");
    return Evaluator(subject).evaluate(requirement.expression);
}

} // namespace nei::verify
