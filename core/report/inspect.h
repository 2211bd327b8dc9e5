// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"

#include <string>

/// Text and JSON of what core found. One place, so that the window, the command line and reports never disagree.
namespace nei::report {

/// Which part of a bundle to report.
struct Selection {
    std::string item;         ///< path of one item and what is below it; "" for all
    std::string architecture; ///< only this slice of universal files; "" for all
};

struct TextStyle {
    bool colour = false; ///< ANSI colours, for terminals only
    bool all = false;    ///< everything that is known, not only what matters
    std::size_t width = 100;
};

/// `neinspect inspect`: the tree with a few lines an item, as people read it.
std::string inspect_text(const bundle::Bundle& bundle, const Selection& selection, const TextStyle& style);

/// `neinspect inspect --format json`; names and types as the schema `resources/schema/inspect.schema.json` says.
std::string inspect_json(const bundle::Bundle& bundle, const Selection& selection);

std::string profile_text(const bundle::SourceInfo& source, const profile::Profile& profile, const TextStyle& style);
std::string profile_json(const bundle::SourceInfo& source, const profile::Profile& profile);

} // namespace nei::report
