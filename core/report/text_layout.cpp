// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/text_layout.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nei::report {
namespace {

constexpr std::size_t label_width = 16;
/// Narrower than this there is no room for text beside the branches of a tree.
constexpr std::size_t least_text_width = 24;
/// Wider facts are broken at their spaces: moving them to the next line would leave too much of this one empty.
constexpr std::size_t widest_together = 64;

struct Range {
    char32_t first, last;
};

constexpr std::array combining{
    Range{0x300, 0x36f},   Range{0x483, 0x489},   Range{0x591, 0x5bd},   Range{0x610, 0x61a},   Range{0x64b, 0x65f},
    Range{0x1ab0, 0x1aff}, Range{0x1dc0, 0x1dff}, Range{0x20d0, 0x20ff}, Range{0xfe00, 0xfe0f}, Range{0xfe20, 0xfe2f}};
constexpr std::array wide{Range{0x1100, 0x115f},   Range{0x2e80, 0x303e},  Range{0x3041, 0xa4cf},
                          Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},  Range{0xfe30, 0xfe6f},
                          Range{0xff00, 0xff60},   Range{0xffe0, 0xffe6},  Range{0x1f300, 0x1f64f},
                          Range{0x1f900, 0x1f9ff}, Range{0x20000, 0x3fffd}};

template <std::size_t size>
bool within(const std::array<Range, size>& ranges, char32_t c) {
    return std::ranges::any_of(ranges, [c](Range range) { return c >= range.first && c <= range.last; });
}

struct Character {
    std::size_t bytes = 1, width = 1;
};

/// The first character of a text that display_text has made valid UTF-8.
Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length == 1 || length > text.size()) return {};
    char32_t code_point = lead & (0xff >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code_point = code_point << 6 | (byte(i) & 0x3f);
    return {length, within(combining, code_point) ? 0u : within(wide, code_point) ? 2u : 1u};
}

/// Pieces of different tint without a space between them: they stay on one line.
struct Word {
    std::size_t spaces_before = 0;
    std::vector<Span> pieces;
    std::size_t width = 0;
};

std::vector<Word> words_of(const Spans& spans) {
    std::vector<Word> words;
    std::size_t spaces = 0;
    bool open = false; ///< the last word may still grow
    for (const Span& span : spans) {
        const std::string text = display_text(span.text);
        const bool whole = span.together && display_width(text) <= widest_together;
        std::size_t at = 0;
        while (at < text.size()) {
            if (text[at] == ' ') {
                ++spaces, ++at;
                open = false;
                continue;
            }
            const std::size_t end = whole ? text.size() : std::min(text.find(' ', at), text.size());
            if (!open) words.push_back({std::exchange(spaces, 0), {}, 0});
            open = true;
            words.back().pieces.push_back({text.substr(at, end - at), span.tint, whole});
            words.back().width += display_width(words.back().pieces.back().text);
            at = end;
        }
    }
    return words;
}

std::string_view escape_of(Tint tint) {
    switch (tint) {
    case Tint::plain: return "";
    case Tint::strong: return "\x1b[1m";
    case Tint::faint: return "\x1b[2m";
    case Tint::good: return "\x1b[32m";
    case Tint::bad: return "\x1b[31m";
    case Tint::warning: return "\x1b[33m";
    }
    return "";
}

} // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Character next = first_character(text);
        width += next.width;
        text.remove_prefix(next.bytes);
    }
    return width;
}

void Page::begin_line(std::string_view prefix) {
    put(prefix, Tint::faint);
}

void Page::put(std::string_view text, Tint tint) {
    if (!style_.colour || tint == Tint::plain || text.empty()) {
        text_ += text;
        return;
    }
    text_ += escape_of(tint);
    text_ += text;
    text_ += "\x1b[0m";
}

void Page::end_line() {
    text_ += '\n';
}

void Page::gap(std::string_view prefix) {
    while (prefix.ends_with(' ')) prefix.remove_suffix(1);
    begin_line(prefix);
    end_line();
}

void Page::paragraph(std::string_view lead, std::string_view follow, const Spans& spans) {
    const auto room_after = [&](std::string_view prefix) {
        const std::size_t taken = display_width(prefix);
        return style_.width > taken + least_text_width ? style_.width - taken : least_text_width;
    };
    begin_line(lead);
    std::size_t room = room_after(lead), used = 0;
    const auto next_line = [&] {
        end_line();
        begin_line(follow);
        room = room_after(follow);
        used = 0;
    };
    for (const Word& word : words_of(spans)) {
        if (used > 0 && used + word.spaces_before + word.width > room)
            next_line();
        else if (word.spaces_before > 0) {
            text_.append(word.spaces_before, ' ');
            used += word.spaces_before;
        }
        for (const Span& piece : word.pieces) {
            std::string_view rest = piece.text;
            const bool address = rest.starts_with("https://"); // stays whole, so that it can be followed
            while (!rest.empty()) { // any other word wider than the line is broken between characters
                std::size_t bytes = 0, width = 0;
                while (bytes < rest.size()) {
                    const Character next = first_character(rest.substr(bytes));
                    if (!address && used + width + next.width > room && used + width > 0) break;
                    bytes += next.bytes;
                    width += next.width;
                }
                put(rest.substr(0, bytes), piece.tint);
                used += width;
                rest.remove_prefix(bytes);
                if (!rest.empty()) next_line();
            }
        }
    }
    end_line();
}

void Page::field(std::string_view prefix, std::string_view label, const Spans& spans) {
    std::string shown = display_text(label);
    const std::size_t width = display_width(shown);
    const std::string follow = std::string(prefix) + std::string(label_width, ' ');
    if (width >= label_width) { // a long label has its line to itself
        paragraph(prefix, prefix, {{std::move(shown), Tint::plain}});
        paragraph(follow, follow, spans);
        return;
    }
    shown.append(label_width - width, ' ');
    paragraph(std::string(prefix) + shown, follow, spans);
}

void append(Spans& spans, std::string text, Tint tint) {
    if (text.empty()) return;
    if (!spans.empty()) spans.push_back({"  "});
    spans.push_back({std::move(text), tint, true});
}

} // namespace nei::report
