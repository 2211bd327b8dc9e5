// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/requirement_compiler.h"

#include "core/base/timestamp.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/der.h"
#include "tests/forge/requirement_lexer.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace nei::forge {
namespace {

using Kind = RequirementToken::Kind;

Bytes operation(std::uint32_t opcode) {
    return ByteWriter().u32(opcode).take();
}

Bytes operand(ByteView content) {
    return ByteWriter().u32(content.size()).bytes(content).align(4).take();
}

/// Recursive descent over `or` < `and` < primary; the depth is bounded by what a person writes.
class Compiler {
public:
    explicit Compiler(std::vector<RequirementToken> tokens) : tokens_(std::move(tokens)) {}

    /// The whole text as one expression.
    Bytes expression_only() {
        Bytes code = disjunction();
        expect_end();
        return code;
    }

    /// `type => expression` as often as they come; an expression alone is the designated requirement.
    std::vector<std::pair<std::uint32_t, Bytes>> set() {
        std::vector<std::pair<std::uint32_t, Bytes>> entries;
        if (peek().kind == Kind::end) return entries;
        if (tokens_.size() < 2 || tokens_[1].text != "=>") return {{3, expression_only()}};
        while (peek().kind != Kind::end) {
            const std::uint32_t type = requirement_type(next());
            if (!accept("=>")) refuse("\"=>\"");
            entries.emplace_back(type, disjunction());
        }
        return entries;
    }

private:
    const RequirementToken& peek() const { return tokens_[position_]; }

    const RequirementToken& next() {
        const RequirementToken& token = tokens_[position_];
        if (token.kind != Kind::end) ++position_;
        return token;
    }

    /// Takes the next token if it is this word or symbol.
    bool accept(std::string_view text) {
        const bool same = (peek().kind == Kind::word || peek().kind == Kind::symbol) && peek().text == text;
        if (same) ++position_;
        return same;
    }

    [[noreturn]] void refuse(std::string_view wanted) const {
        const RequirementToken& met = peek();
        throw SpecError(fmt::format("requirement: {} wanted at character {}, met {}", wanted, met.offset + 1,
                                    met.kind == Kind::end ? "the end" : fmt::format("\"{}\"", met.text)));
    }

    void expect(std::string_view symbol) {
        if (!accept(symbol)) refuse(fmt::format("\"{}\"", symbol));
    }

    void expect_end() const {
        if (peek().kind != Kind::end) refuse("the end");
    }

    static std::uint32_t requirement_type(const RequirementToken& token) {
        static constexpr std::array<std::string_view, 5> types{"host", "guest", "designated", "library", "plugin"};
        const auto found = std::ranges::find(types, token.text);
        if (found == types.end()) throw SpecError(fmt::format("requirement: unknown type \"{}\"", token.text));
        return static_cast<std::uint32_t>(found - types.begin()) + 1;
    }

    Bytes disjunction() {
        Bytes left = conjunction();
        while (accept("or")) left = concatenate({operation(7), left, conjunction()});
        return left;
    }

    Bytes conjunction() {
        Bytes left = primary();
        while (accept("and")) left = concatenate({operation(6), left, primary()});
        return left;
    }

    Bytes primary() {
        if (accept("(")) {
            Bytes inner = disjunction();
            expect(")");
            return inner;
        }
        if (accept("!")) return concatenate({operation(9), primary()});
        if (accept("always") || accept("true")) return operation(1);
        if (accept("never") || accept("false")) return operation(0);
        if (accept("notarized")) return operation(21);
        if (accept("legacy")) return operation(23);
        if (accept("identifier")) {
            (void)(accept("==") || accept("="));
            return concatenate({operation(2), operand(value())});
        }
        if (accept("cdhash")) {
            (void)(accept("==") || accept("="));
            return concatenate({operation(8), operand(value())});
        }
        if (accept("platform")) {
            if (!accept("==")) expect("=");
            return concatenate({operation(20), operation(static_cast<std::uint32_t>(number(next().text)))});
        }
        if (accept("anchor")) return anchor();
        if (accept("info")) return concatenate({operation(10), operand(as_bytes(bracketed())), match()});
        if (accept("entitlement")) return concatenate({operation(16), operand(as_bytes(bracketed())), match()});
        if (accept("certificate") || accept("cert")) return certificate();
        refuse("an expression");
    }

    Bytes anchor() {
        if (accept("trusted")) return operation(13);
        if (accept("apple")) {
            if (accept("generic")) return operation(15);
            const bool word = peek().kind == Kind::word && peek().text != "and" && peek().text != "or" &&
                              tokens_[position_ + 1].text != "=>";
            const bool named = word || peek().kind == Kind::text;
            return named ? concatenate({operation(18), operand(value())}) : operation(3);
        }
        return certificate_test(-1);
    }

    Bytes certificate() {
        if (accept("leaf")) return certificate_test(0);
        if (accept("root") || accept("anchor")) return certificate_test(-1);
        return certificate_test(number(next().text));
    }

    /// What follows `certificate <slot>`: trusted, a hash, or a field in brackets.
    Bytes certificate_test(std::int32_t slot) {
        const Bytes position = operation(static_cast<std::uint32_t>(slot));
        if (accept("trusted")) return concatenate({operation(12), position});
        if (accept("=") || accept("==")) return concatenate({operation(4), position, operand(value())});
        const std::string key = bracketed();
        for (const auto& [prefix, opcode] :
             {std::pair{"field.", 14U}, {"extension.", 14U}, {"policy.", 17U}, {"timestamp.", 22U}})
            if (key.starts_with(prefix))
                return concatenate({operation(opcode), position,
                                    operand(der::oid_content(key.substr(std::string_view(prefix).size()))), match()});
        return concatenate({operation(11), position, operand(as_bytes(key)), match()});
    }

    std::string bracketed() {
        expect("[");
        const RequirementToken key = next();
        if (key.kind != Kind::word && key.kind != Kind::text) refuse("a key");
        expect("]");
        return key.text;
    }

    /// `exists`, nothing, `absent`, or a comparison.
    Bytes match() {
        if (accept("absent")) return operation(14);
        if (accept("=") || accept("==")) return equality();
        if (accept("~")) return concatenate({operation(2), operand(value())});
        for (const auto& [symbol, opcode] : {std::pair{"<=", 7U}, {">=", 8U}, {"<", 5U}, {">", 6U}}) {
            if (!accept(symbol)) continue;
            if (accept("timestamp")) return date(opcode + 5);
            return concatenate({operation(opcode), operand(value())});
        }
        (void)accept("exists");
        return operation(0);
    }

    Bytes equality() {
        if (accept("timestamp")) return date(9);
        const bool open_start = accept("*");
        const Bytes wanted = operand(value());
        const bool open_end = accept("*");
        const std::uint32_t opcode = open_start && open_end ? 2 : open_start ? 4 : open_end ? 3 : 1;
        return concatenate({operation(opcode), wanted});
    }

    /// `timestamp "2019-04-08T00:00:00Z"` as seconds since 2001. Orders 5 to 8 become 10 to 13.
    Bytes date(std::uint32_t opcode) {
        const auto moment = from_rfc3339(next().text);
        if (!moment) refuse("a date after \"timestamp\"");
        constexpr std::int64_t epoch_2001 = 978'307'200;
        const std::int64_t seconds = moment->time_since_epoch().count() - epoch_2001;
        return ByteWriter().u32(opcode).u64(static_cast<std::uint64_t>(seconds)).take();
    }

    Bytes value() {
        const RequirementToken token = next();
        if (token.kind == Kind::hash || token.kind == Kind::hex) return token.bytes;
        if (token.kind == Kind::text || token.kind == Kind::word) return to_bytes(as_bytes(token.text));
        refuse("a value");
    }

    static std::int32_t number(std::string_view text) {
        std::int32_t parsed = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
        if (error != std::errc{} || end != text.data() + text.size())
            throw SpecError(fmt::format("requirement: a number wanted, met \"{}\"", text));
        return parsed;
    }

    std::vector<RequirementToken> tokens_;
    std::size_t position_ = 0;
};

Bytes requirement_blob(const Bytes& code) {
    return ByteWriter().u32(0xfade0c00).u32(12 + code.size()).u32(1).bytes(code).take();
}

} // namespace

Result<Bytes> compile_requirement(std::string_view text) {
    auto tokens = lex_requirement(text);
    if (!tokens) return std::unexpected(tokens.error());
    try {
        return requirement_blob(Compiler(std::move(*tokens)).expression_only());
    } catch (const SpecError& error) {
        return fail(ErrorCode::malformed, error.what());
    }
}

Result<Bytes> compile_requirement_set(std::string_view text) {
    auto tokens = lex_requirement(text);
    if (!tokens) return std::unexpected(tokens.error());
    try {
        const auto entries = Compiler(std::move(*tokens)).set();
        ByteWriter index, blobs;
        const std::size_t start = 12 + 8 * entries.size();
        for (const auto& [type, code] : entries) {
            index.u32(type).u32(start + blobs.size());
            blobs.bytes(requirement_blob(code));
        }
        return ByteWriter()
            .u32(0xfade0c01)
            .u32(start + blobs.size())
            .u32(entries.size())
            .bytes(index.out())
            .bytes(blobs.out())
            .take();
    } catch (const SpecError& error) {
        return fail(ErrorCode::malformed, error.what());
    }
}

} // namespace nei::forge
