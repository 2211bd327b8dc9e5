// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nei {

bool is_utf8(std::string_view bytes);

/// A file name made unambiguous UTF-8: each byte that is not part of valid UTF-8 becomes `\xNN`, a literal backslash
/// `\x5c`. Two different names never become one.
std::string name_text(std::string_view raw_name);

/// Text from a bundle made harmless to show: control, escape and bidirectional-override characters become visible
/// (`\u{1b}`), invalid UTF-8 becomes `\xNN`. Line breaks too, unless `keep_lines`.
std::string display_text(std::string_view text, bool keep_lines = false);

/// ASCII letters only; bundle folders' extensions are compared without regard to case, as Apple's file systems do.
std::string ascii_lower(std::string_view text);

/// "12,345"
std::string grouped(unsigned long long number);

/// "1 file", "2 files": a count with its noun.
std::string counted(unsigned long long number, std::string_view singular, std::string_view plural);

/// "999 bytes", "944.7 kB", "1.2 GB": powers of 1,000, as macOS counts.
std::string size_words(std::uint64_t bytes);

} // namespace nei
