// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/requirement_reader.h"

#include "core/base/limits.h"
#include "core/signature/openssl.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nei::signature {
namespace {

struct Token {
    enum class Kind { word, text, hash, symbol, end } kind = Kind::end;
    std::string value; ///< without quotes; of a hash its bytes

    bool operator==(std::string_view word) const {
        return (kind == Kind::word || kind == Kind::symbol) && value == word;
    }
};

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/// Takes a text apart; what is between tokens (blanks, comments) is passed over.
class Lexer {
public:
    explicit Lexer(std::string_view text) : rest_(text) {}

    Token next() {
        skip();
        if (rest_.empty()) return {};
        if (rest_.starts_with("H\"")) {
            rest_.remove_prefix(1);
            Token token = quoted();
            const auto bytes = from_hex(token.value);
            return {bytes ? Token::Kind::hash : Token::Kind::end, bytes ? std::string(as_text(*bytes)) : std::string()};
        }
        if (rest_.front() == '"') return quoted();
        if (rest_.starts_with("0x") || rest_.starts_with("0X")) return hexadecimal();
        const auto length =
            static_cast<std::size_t>(std::ranges::find_if_not(rest_, is_word_character) - rest_.begin());
        if (length > 0) return take(Token::Kind::word, length);
        const bool two = rest_.size() > 1 && rest_[1] == '=' && std::string_view("<>=").contains(rest_[0]);
        return take(Token::Kind::symbol, two ? 2 : 1);
    }

private:
    Token take(Token::Kind kind, std::size_t length) {
        Token token{kind, std::string(rest_.substr(0, length))};
        rest_.remove_prefix(length);
        return token;
    }

    Token quoted() {
        Token token{Token::Kind::text, {}};
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '"') {
                rest_.remove_prefix(i + 1);
                return token;
            }
            if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
            token.value += rest_[i];
        }
        rest_ = {};
        return {}; // not closed
    }

    Token hexadecimal() {
        rest_.remove_prefix(2);
        const Token digits =
            take(Token::Kind::word,
                 static_cast<std::size_t>(std::ranges::find_if_not(rest_, is_word_character) - rest_.begin()));
        const auto bytes = from_hex(digits.value);
        return bytes ? Token{Token::Kind::text, std::string(as_text(*bytes))} : Token{};
    }

    void skip() {
        for (;;) {
            const auto blanks = rest_.find_first_not_of(" \t\r\n");
            rest_ = blanks == std::string_view::npos ? std::string_view() : rest_.substr(blanks);
            const bool line = rest_.starts_with('#') || rest_.starts_with("//");
            if (!line && !rest_.starts_with("/*")) return;
            const auto end = rest_.find(line ? "\n" : "*/", line ? 0 : 2);
            rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + (line ? 1 : 2));
        }
    }

    std::string_view rest_;
};

RequirementExpression operation(RequirementOperator of) {
    RequirementExpression expression;
    expression.opcode = static_cast<std::uint32_t>(of);
    return expression;
}

Bytes bytes_of(std::string_view text) {
    return to_bytes(as_bytes(text));
}

/// Content bytes of an object identifier in dotted form; none where it is not one.
std::optional<Bytes> object_identifier(std::string_view dotted) {
    const Asn1ObjectPointer object(OBJ_txt2obj(std::string(dotted).c_str(), 1));
    if (!object) return std::nullopt;
    const auto* data = reinterpret_cast<const std::byte*>(OBJ_get0_data(object.get()));
    return Bytes(data, data + OBJ_length(object.get()));
}

class Parser {
public:
    explicit Parser(std::string_view text) : lexer_(text) { advance(); }

    Result<Requirement> run() {
        Requirement requirement;
        requirement.expression = either();
        if (failed_ || token_.kind != Token::Kind::end)
            return fail(ErrorCode::malformed,
                        fmt::format("The requirement cannot be read from \"{}\" on.", token_.value));
        return requirement;
    }

private:
    void advance() { token_ = lexer_.next(); }
    bool accept(std::string_view word) {
        if (!(token_ == word)) return false;
        advance();
        return true;
    }
    RequirementExpression broken() {
        failed_ = true;
        return {};
    }

    /// A chain of equal operators leans to the left, as Apple's compiler builds it.
    RequirementExpression chain(RequirementOperator of, std::string_view word,
                                RequirementExpression (Parser::*operand)()) {
        RequirementExpression left = (this->*operand)();
        for (std::size_t joined = 0; !failed_ && accept(word); ++joined) {
            if (joined >= limits::requirement_depth) return broken();
            RequirementExpression both = operation(of);
            both.operands.push_back(std::move(left));
            both.operands.push_back((this->*operand)());
            left = std::move(both);
        }
        return left;
    }

    RequirementExpression either() { return chain(RequirementOperator::disjunction, "or", &Parser::both_of); }
    RequirementExpression both_of() { return chain(RequirementOperator::conjunction, "and", &Parser::primary); }

    RequirementExpression primary() {
        if (failed_ || ++depth_ > limits::requirement_depth) return broken();
        RequirementExpression expression = any_primary();
        --depth_;
        return expression;
    }

    RequirementExpression any_primary() {
        using enum RequirementOperator;
        if (accept("(")) {
            RequirementExpression inner = either();
            return accept(")") ? inner : broken();
        }
        if (accept("!")) {
            RequirementExpression negated = operation(negation);
            negated.operands.push_back(primary());
            return negated;
        }
        if (accept("always") || accept("true")) return operation(always);
        if (accept("never") || accept("false")) return operation(never);
        if (accept("notarized")) return operation(RequirementOperator::notarized);
        if (accept("legacy")) return operation(legacy_developer_id);
        if (accept("identifier")) return with_value(identifier);
        if (accept("cdhash")) return with_value(RequirementOperator::cdhash);
        if (accept("platform")) return platform_number();
        if (accept("anchor")) return anchor();
        if (accept("certificate") || accept("cert")) return certificate();
        if (accept("info")) return keyed(info_key_field);
        if (accept("entitlement")) return keyed(entitlement_field);
        return broken();
    }

    RequirementExpression with_value(RequirementOperator of) {
        if (!accept("=")) accept("==");
        if (token_.kind == Token::Kind::symbol || token_.kind == Token::Kind::end) return broken();
        RequirementExpression expression = operation(of);
        expression.value = bytes_of(token_.value);
        advance();
        return expression;
    }

    RequirementExpression platform_number() {
        if (!accept("=")) accept("==");
        RequirementExpression expression = operation(RequirementOperator::platform);
        if (!number(expression.number)) return broken();
        return expression;
    }

    bool number(std::int32_t& value) {
        const std::string& text = token_.value;
        const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
        if (token_.kind != Token::Kind::word || end.ec != std::errc() || end.ptr != text.data() + text.size())
            return false;
        advance();
        return true;
    }

    RequirementExpression anchor() {
        using enum RequirementOperator;
        if (accept("apple")) {
            if (accept("generic")) return operation(apple_generic_anchor);
            if (token_.kind == Token::Kind::text) return with_value(named_anchor);
            return operation(apple_anchor);
        }
        if (accept("trusted")) return operation(trusted_certificates);
        return of_certificate(-1);
    }

    RequirementExpression certificate() {
        std::int32_t slot = 0;
        if (accept("leaf")) return of_certificate(0);
        if (accept("root")) return of_certificate(-1);
        return number(slot) ? of_certificate(slot) : broken();
    }

    RequirementExpression of_certificate(std::int32_t slot) {
        using enum RequirementOperator;
        RequirementExpression expression;
        if (accept("trusted")) {
            expression = operation(trusted_certificate);
        } else if (token_ == "[") {
            expression = certificate_key();
        } else {
            expression = with_value(anchor_hash);
        }
        expression.certificate = slot;
        return expression;
    }

    RequirementExpression certificate_key() {
        using enum RequirementOperator;
        RequirementExpression expression = keyed(certificate_field);
        const std::string key(as_text(expression.key));
        const auto take = [&](std::string_view prefix, RequirementOperator of) {
            if (!key.starts_with(prefix)) return;
            const auto oid = object_identifier(std::string_view(key).substr(prefix.size()));
            if (!oid) return void(broken());
            expression.opcode = static_cast<std::uint32_t>(of);
            expression.key = *oid;
        };
        take("field.", certificate_generic);
        take("extension.", certificate_generic);
        take("policy.", certificate_policy);
        return expression;
    }

    /// [key] and how its value is to match.
    RequirementExpression keyed(RequirementOperator of) {
        RequirementExpression expression = operation(of);
        if (!accept("[") || (token_.kind != Token::Kind::word && token_.kind != Token::Kind::text)) return broken();
        expression.key = bytes_of(token_.value);
        advance();
        if (!accept("]")) return broken();
        expression.match = match();
        return expression;
    }

    RequirementMatch match() {
        const auto with = [&](MatchOperator of) {
            RequirementMatch match{static_cast<std::uint32_t>(of), {}, 0};
            if (token_.kind == Token::Kind::symbol || token_.kind == Token::Kind::end) failed_ = true;
            match.value = bytes_of(token_.value);
            advance();
            return match;
        };
        using enum MatchOperator;
        if (accept("=") || accept("==")) {
            const bool ends = accept("*");
            RequirementMatch match = with(ends ? ends_with : equal);
            if (accept("*")) match.operation = static_cast<std::uint32_t>(ends ? contains : begins_with);
            return match;
        }
        if (accept("~")) return with(contains);
        if (accept("<=")) return with(less_or_equal);
        if (accept(">=")) return with(greater_or_equal);
        if (accept("<")) return with(less);
        if (accept(">")) return with(greater);
        if (accept("absent")) return {static_cast<std::uint32_t>(absent), {}, 0};
        accept("exists");
        return {static_cast<std::uint32_t>(exists), {}, 0};
    }

    Lexer lexer_;
    Token token_;
    std::size_t depth_ = 0;
    bool failed_ = false;
};

} // namespace

Result<Requirement> parse_requirement_text(std::string_view text) {
    if (text.size() > limits::requirement_bytes)
        return fail(ErrorCode::too_large, "The requirement is longer than any that is known.");
    return Parser(text).run();
}

} // namespace nei::signature
