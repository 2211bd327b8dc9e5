// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/text_layout.h"

/// Items with nothing special to say: frameworks, libraries and tools that are signed like the app around them.
namespace nei::report {

/// Whether two lines say all that matters of an item: no provider, no profile, no claim that needs one, nothing
/// missing.
bool needs_no_more_than_two_lines(const bundle::CodeItem& item, std::string_view architecture);

/// Equal for items that may share one row: same folder, kind, signer, flags, architectures and minimum systems.
std::string likeness(const bundle::CodeItem& item, std::string_view architecture);

/// The second line: "arm64, x86_64  macOS 12.0 or later  same signer as MyVPN.app  flags=0x10000(runtime)"; a third
/// where there are claims, none of which needs a profile.
void plain_lines(Page& page, std::string_view prefix, const bundle::Bundle& bundle, const bundle::CodeItem& item,
                 std::string_view architecture);

/// "org.example.framework 2.6 (39)"
std::string identity_words(const bundle::CodeItem& item);

/// "frameworks", "libraries", ...
std::string plural_words(bundle::ItemKind kind);

} // namespace nei::report
