// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_writer.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cassert>

namespace nei::report {
namespace {

constexpr std::size_t indentation = 2;

/// How JSON writes a character that cannot stand in a string as it is; nullptr for all others.
const char* escape_of(char c) {
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\b': return "\\b";
    case '\f': return "\\f";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return nullptr;
    }
}

} // namespace

void JsonWriter::text(std::string_view text) {
    separate();
    quoted(text);
}

void JsonWriter::real(double value) {
    raw(nlohmann::json(value).dump()); // shortest digits that give the same number, and "1.0" for one
}

void JsonWriter::key(std::string_view name) {
    assert(!after_key_ && !levels_.empty());
    separate();
    quoted(name);
    out_ += layout_ == JsonLayout::indented ? ": " : ":";
    after_key_ = true;
#ifndef NDEBUG
    std::string& last = levels_.back().last_key;
    assert(last.empty() || last < name);
    last = name;
#endif
}

void JsonWriter::raw(std::string_view value) {
    separate();
    out_ += value;
}

void JsonWriter::begin(char bracket) {
    separate();
    out_ += bracket;
    levels_.emplace_back();
}

void JsonWriter::end(char bracket) {
    const bool empty = levels_.back().empty;
    levels_.pop_back();
    if (!empty) new_line();
    out_ += bracket;
}

void JsonWriter::separate() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (levels_.empty()) return;
    if (!levels_.back().empty) out_ += ',';
    levels_.back().empty = false;
    new_line();
}

void JsonWriter::new_line() {
    if (layout_ != JsonLayout::indented) return;
    out_ += '\n';
    out_.append(levels_.size() * indentation, ' ');
}

void JsonWriter::quoted(std::string_view text) {
    if (!is_utf8(text)) return quoted(name_text(text));
    out_ += '"';
    std::size_t plain = 0; ///< start of what can be copied as it is
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char* escape = escape_of(text[at]);
        const bool control = static_cast<unsigned char>(text[at]) < 0x20;
        if (!escape && !control) continue;
        out_ += text.substr(plain, at - plain);
        if (escape)
            out_ += escape;
        else
            fmt::format_to(std::back_inserter(out_), "\\u{:04x}", static_cast<unsigned>(text[at]));
        plain = at + 1;
    }
    out_ += text.substr(plain);
    out_ += '"';
}

} // namespace nei::report
