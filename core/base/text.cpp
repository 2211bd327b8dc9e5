// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace nei {
namespace {

struct Decoded {
    char32_t code_point = 0;
    std::size_t length = 0; ///< bytes; 0 where the input is not valid UTF-8
};

/// The character at the start of `text`, by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
Decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xf0 && first <= 0xf4   ? 4
                               : first >= 0xe0 && first <= 0xef ? 3
                               : first >= 0xc2 && first <= 0xdf ? 2
                                                                : 0;
    if (length == 0 || text.size() < length) return {};
    char32_t value = first & (0xff >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        value = value << 6 | (byte(i) & 0x3f);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (overlong || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {};
    return {value, length};
}

/// Characters that can hide or reorder what a reader sees, or drive a terminal.
bool is_harmful(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

} // namespace

bool is_utf8(std::string_view bytes) {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    while (true) {
        // Nearly all text is ASCII, which needs no decoding.
        bytes.remove_prefix(static_cast<std::size_t>(std::ranges::find_if_not(bytes, is_ascii) - bytes.begin()));
        if (bytes.empty()) return true;
        const Decoded next = decode(bytes);
        if (next.length == 0) return false;
        bytes.remove_prefix(next.length);
    }
}

std::string name_text(std::string_view raw_name) {
    std::string text;
    text.reserve(raw_name.size());
    while (!raw_name.empty()) {
        const Decoded next = decode(raw_name);
        const std::size_t length = next.length == 0 ? 1 : next.length;
        if (next.length == 0 || next.code_point == '\\')
            fmt::format_to(std::back_inserter(text), "\\x{:02x}", static_cast<std::uint8_t>(raw_name[0]));
        else
            text.append(raw_name.substr(0, length));
        raw_name.remove_prefix(length);
    }
    return text;
}

std::string display_text(std::string_view text, bool keep_lines) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const Decoded next = decode(text);
        const std::size_t length = next.length == 0 ? 1 : next.length;
        if (next.length == 0)
            fmt::format_to(std::back_inserter(shown), "\\x{:02x}", static_cast<std::uint8_t>(text[0]));
        else if (is_harmful(next.code_point) && !(keep_lines && (next.code_point == '\n' || next.code_point == '\t')))
            fmt::format_to(std::back_inserter(shown), "\\u{{{:x}}}", static_cast<std::uint32_t>(next.code_point));
        else
            shown.append(text.substr(0, length));
        text.remove_prefix(length);
    }
    return shown;
}

std::string ascii_lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::string grouped(unsigned long long number) {
    std::string digits = std::to_string(number);
    for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

std::string counted(unsigned long long number, std::string_view singular, std::string_view plural) {
    return fmt::format("{} {}", grouped(number), number == 1 ? singular : plural);
}

std::string size_words(std::uint64_t bytes) {
    constexpr std::array units{"kB", "MB", "GB", "TB"};
    if (bytes < 1000) return counted(bytes, "byte", "bytes");
    double value = static_cast<double>(bytes) / 1000.0;
    std::size_t unit = 0;
    while (value >= 999.95 && unit + 1 < units.size()) {
        value /= 1000.0;
        ++unit;
    }
    return fmt::format("{:.1f} {}", value, units[unit]);
}

} // namespace nei
