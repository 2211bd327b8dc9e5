// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/inspect.h"

#include <charconv>
#include <concepts>
#include <limits>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace nei::report {

/// Writes a JSON document value by value, so that no second copy of a bundle is built in memory before it is text.
///
/// What a type looks like says a function `write(JsonWriter&, const Type&)`; `member` and `array` call it. Members come
/// sorted by name, so that equal values print alike: whoever writes an object writes them so, and debug builds check.
class JsonWriter {
public:
    explicit JsonWriter(JsonLayout layout) : layout_(layout) {}

    void null() { raw("null"); }
    void boolean(bool value) { raw(value ? "true" : "false"); }
    /// Valid UTF-8 as it is, anything else by name_text, so that no input makes an invalid document.
    void text(std::string_view text);
    void real(double value);
    template <std::integral Integer>
    void integer(Integer value) {
        char digits[std::numeric_limits<Integer>::digits10 + 3];
        const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
        raw({digits, static_cast<std::size_t>(end - digits)});
    }

    /// An object whose members `members` writes.
    template <std::invocable Members>
    void object(Members members) {
        begin('{');
        members();
        end('}');
    }
    template <std::invocable Members>
    void object(std::string_view name, Members members) {
        key(name);
        object(members);
    }

    /// A list with what `each` writes for every element; where it writes nothing, the element is left out.
    template <std::ranges::input_range Range, class Each>
    void array(const Range& range, Each each) {
        begin('[');
        for (const auto& element : range) each(element);
        end(']');
    }
    template <std::ranges::input_range Range, class Each>
    void array(std::string_view name, const Range& range, Each each) {
        key(name);
        array(range, each);
    }

    template <class Value>
    void member(std::string_view name, const Value& value) {
        key(name);
        write(*this, value);
    }

    /// The name of the member whose value is written next.
    void key(std::string_view name);

    /// The document with one trailing newline.
    std::string take() {
        out_ += '\n';
        return std::move(out_);
    }

private:
    /// An object or list that is open.
    struct Level {
        bool empty = true;
        std::string last_key{}; ///< checked in debug builds only
    };

    void raw(std::string_view value);
    void begin(char bracket);
    void end(char bracket);
    /// Comma, line break and indentation in front of a member or an element.
    void separate();
    void new_line();
    void quoted(std::string_view text);

    JsonLayout layout_;
    std::string out_;
    std::vector<Level> levels_;
    bool after_key_ = false;
};

/// The text, or null where it is empty: absent is never "".
inline std::optional<std::string_view> or_null(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
}
template <std::same_as<std::string> Text>
std::optional<std::string_view> or_null(const std::optional<Text>& text) {
    return text ? or_null(std::string_view(*text)) : std::nullopt;
}

inline void write(JsonWriter& json, std::nullptr_t) {
    json.null();
}
inline void write(JsonWriter& json, std::string_view text) {
    json.text(text);
}
template <std::integral Integer>
void write(JsonWriter& json, Integer value) {
    if constexpr (std::same_as<Integer, bool>)
        json.boolean(value);
    else
        json.integer(value);
}
template <class Value>
void write(JsonWriter& json, const std::optional<Value>& value) {
    if (value)
        write(json, *value);
    else
        json.null();
}
template <class Value>
void write(JsonWriter& json, const std::vector<Value>& list) {
    json.array(list, [&](const Value& value) { write(json, value); });
}

} // namespace nei::report
