// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/requirement_lexer.h"

#include <fmt/format.h>

#include <cctype>
#include <optional>

namespace nei::forge {
namespace {

using Kind = RequirementToken::Kind;

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Result<std::vector<RequirementToken>> run() {
        std::vector<RequirementToken> tokens;
        while (skip_blank()) {
            auto token = next();
            if (!token) return std::unexpected(token.error());
            tokens.push_back(std::move(*token));
        }
        tokens.push_back({.kind = Kind::end, .text = {}, .bytes = {}, .offset = text_.size()});
        return tokens;
    }

private:
    bool starts(std::string_view prefix) const { return text_.substr(position_).starts_with(prefix); }

    /// Goes past white space and comments; false at the end.
    bool skip_blank() {
        while (position_ < text_.size()) {
            if (std::isspace(static_cast<unsigned char>(text_[position_])) != 0) {
                ++position_;
            } else if (starts("#") || starts("//")) {
                position_ = std::min(text_.find('\n', position_), text_.size());
            } else if (starts("/*")) {
                const std::size_t end = text_.find("*/", position_ + 2);
                position_ = end == std::string_view::npos ? text_.size() : end + 2;
            } else {
                return true;
            }
        }
        return false;
    }

    Result<RequirementToken> next() {
        const std::size_t start = position_;
        if (starts("H\"")) {
            ++position_;
            const auto digits = quoted();
            const auto bytes = digits ? from_hex(*digits) : std::nullopt;
            if (!bytes) return fail(ErrorCode::malformed, fmt::format("bad hash literal at character {}", start + 1));
            return RequirementToken{.kind = Kind::hash, .text = {}, .bytes = *bytes, .offset = start};
        }
        if (text_[start] == '"') {
            auto value = quoted();
            if (!value)
                return fail(ErrorCode::malformed, fmt::format("no closing quote after character {}", start + 1));
            return RequirementToken{.kind = Kind::text, .text = std::move(*value), .bytes = {}, .offset = start};
        }
        if (is_word(text_[start])) {
            while (position_ < text_.size() && is_word(text_[position_])) ++position_;
            const std::string_view word = text_.substr(start, position_ - start);
            if (word.starts_with("0x"))
                if (auto bytes = from_hex(word.substr(2)))
                    return RequirementToken{.kind = Kind::hex, .text = {}, .bytes = *bytes, .offset = start};
            return RequirementToken{.kind = Kind::word, .text = std::string(word), .bytes = {}, .offset = start};
        }
        for (const std::string_view symbol :
             {"=>", "==", "<=", ">=", "=", "<", ">", "~", "!", "(", ")", "[", "]", "*"}) {
            if (!starts(symbol)) continue;
            position_ += symbol.size();
            return RequirementToken{.kind = Kind::symbol, .text = std::string(symbol), .bytes = {}, .offset = start};
        }
        return fail(ErrorCode::malformed, fmt::format("unexpected \"{}\" at character {}", text_[start], start + 1));
    }

    /// A text in quotes; only `\"` and `\\` are escapes.
    std::optional<std::string> quoted() {
        std::string value;
        for (++position_; position_ < text_.size(); ++position_) {
            const char c = text_[position_];
            if (c == '"') {
                ++position_;
                return value;
            }
            if (c == '\\' && position_ + 1 < text_.size()) ++position_;
            value += text_[position_];
        }
        return std::nullopt;
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

} // namespace

Result<std::vector<RequirementToken>> lex_requirement(std::string_view text) {
    return Lexer(text).run();
}

} // namespace nei::forge
