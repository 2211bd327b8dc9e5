// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/markdown.h"

#include "core/base/text.h"

#include <algorithm>

namespace nei::report::markdown {
namespace {

/// A bar ends a cell of a table even inside of code.
std::string without_bars(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

/// Of the longest row of this character.
std::size_t longest_run(std::string_view text, char wanted) {
    std::size_t longest = 0, run = 0;
    for (const char c : text) {
        run = c == wanted ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

} // namespace

std::string text(std::string_view text) {
    constexpr std::string_view special = "\\`*_{}[]()<>#+-!|~&";
    std::string out;
    for (const char c : display_text(text)) {
        // What is a mark only at the start of a line or beside a bracket is still escaped: it reads the same.
        if (special.find(c) != std::string_view::npos && c != '-' && c != '(' && c != ')' && c != '+') out += '\\';
        out += c;
    }
    return out;
}

std::string code(std::string_view text) {
    const std::string shown = without_bars(display_text(text));
    if (shown.empty()) return "``";
    const std::string fence(longest_run(shown, '`') + 1, '`');
    const bool apart = shown.front() == '`' || shown.back() == '`' || shown.front() == ' ';
    return fence + (apart ? " " : "") + shown + (apart ? " " : "") + fence;
}

} // namespace nei::report::markdown
