// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/search.h"
#include "core/report/inspect.h"

#include <string>
#include <string_view>

namespace nei::report {

/// `neinspect inspect --find TEXT`: a line for each hit, however long it is, so that lines can be counted and filtered.
std::string find_text(const bundle::Bundle& bundle, std::string_view text, const bundle::Hits& hits,
                      const TextStyle& style);

/// The same as JSON; names and types as the schema `resources/schema/find.schema.json` says.
std::string find_json(const bundle::Bundle& bundle, std::string_view text, const bundle::Hits& hits,
                      JsonLayout layout = JsonLayout::indented);

/// "item", "Info.plist", "entitlement, claimed", "file", ...
std::string place_words(const bundle::Hit& hit);

/// `No key, value or file contains "proxxy".`
std::string nothing_found_words(std::string_view text);

} // namespace nei::report
