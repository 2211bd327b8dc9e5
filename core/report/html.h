// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

/// Pages of HTML that stand alone: nothing in them is fetched or runs, whatever the text from a bundle is.
namespace nei::report::html {

/// Text made harmless to show, and what HTML would take for markup escaped; for attributes too.
std::string text(std::string_view text);

/// Start of a page with the style of this program, in light and dark and for printing; and its end.
std::string page_start(std::string_view title);
std::string_view page_end();

} // namespace nei::report::html
