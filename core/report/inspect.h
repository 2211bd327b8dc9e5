// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/files.h"

#include <span>
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

/// How a JSON document is laid out: to be read, or as one line of several.
enum class JsonLayout { indented, line };

/// Version of this program, as documents name it.
std::string_view tool_version();

/// `neinspect inspect`: the tree with a few lines an item, as people read it; below it the files of each bundle that
/// has a list in `files`, which come in the order of items.
std::string inspect_text(const bundle::Bundle& bundle, const Selection& selection, const TextStyle& style,
                         std::span<const bundle::FileList> files = {});

/// `neinspect inspect --format json`; names and types as the schema `resources/schema/inspect.schema.json` says. Items
/// that have a list in `files` have a member "files".
std::string inspect_json(const bundle::Bundle& bundle, const Selection& selection,
                         JsonLayout layout = JsonLayout::indented, std::span<const bundle::FileList> files = {});

/// `neinspect profile`: what one provisioning profile allows, to whom and until when.
std::string profile_text(const bundle::SourceInfo& source, const profile::Profile& profile, const TextStyle& style);
std::string profile_json(const bundle::SourceInfo& source, const profile::Profile& profile,
                         JsonLayout layout = JsonLayout::indented);

/// The line that stands for an input that could not be read, where several are reported as one document a line.
std::string error_json_line(std::string_view name, const Error& error);

} // namespace nei::report
