// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/inspect.h"

#include <string>
#include <string_view>
#include <vector>

/// Text set in lines for a terminal or a file: wrapped at a width, with a prefix (the branches of a tree) on each line.
namespace nei::report {

/// What a piece of text is, so that a terminal can colour it; plain files look the same without.
enum class Tint { plain, strong, faint, good, bad, warning };

struct Span {
    std::string text;
    Tint tint = Tint::plain;
    bool together = false; ///< not broken at its spaces where it fits into a line of its own
};
using Spans = std::vector<Span>;

/// Columns that a text takes on a terminal: wide East Asian characters two, combining ones none.
std::size_t display_width(std::string_view text);

/// Collects lines. Everything that is added goes through display_text here, so that nothing from a bundle can reach a
/// terminal unseen.
class Page {
public:
    explicit Page(const TextStyle& style) : style_(style) {}

    /// A paragraph, broken at spaces where it is wider than the page: `lead` stands before its first line, `follow`
    /// before all others. Both are prefixes of this program, not text from a bundle.
    void paragraph(std::string_view lead, std::string_view follow, const Spans& spans);

    /// `prefix`, then `label` in a column of its own, then the value.
    void field(std::string_view prefix, std::string_view label, const Spans& spans);
    void field(std::string_view prefix, std::string_view label, std::string_view value) {
        field(prefix, label, Spans{{std::string(value)}});
    }

    /// A line with nothing but the prefix, without spaces at its end.
    void gap(std::string_view prefix = "");

    const TextStyle& style() const { return style_; }
    std::string take() { return std::move(text_); }

private:
    void begin_line(std::string_view prefix);
    void put(std::string_view text, Tint tint);
    void end_line();

    TextStyle style_;
    std::string text_;
};

/// Adds a fact to a line of facts: two spaces between them, each kept together. Nothing where the text is empty.
void append(Spans& spans, std::string text, Tint tint = Tint::plain);

} // namespace nei::report
