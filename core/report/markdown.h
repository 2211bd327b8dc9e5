// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

/// Text from a bundle made harmless in Markdown.
namespace nei::report::markdown {

/// Running text: what Markdown or HTML would take for markup is escaped, line breaks become visible.
std::string text(std::string_view text);

/// As code, in a fence that the text cannot close; for cells of tables too.
std::string code(std::string_view text);

} // namespace nei::report::markdown
