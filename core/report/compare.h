// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compare/comparison.h"
#include "core/report/inspect.h"

#include <string>

namespace nei::report {

/// Two builds and what they differ in.
struct Compared {
    const bundle::Bundle& a;
    const bundle::Bundle& b;
    const compare::Comparison& comparison;
};

/// `neinspect compare`: which pair it is, then what differs, worst first. With --all noise as well, and what only
/// follows from something else.
std::string compare_text(const Compared& compared, const TextStyle& style);

/// All of it as JSON; names and types as the schema `resources/schema/compare.schema.json` says.
std::string compare_json(const Compared& compared, JsonLayout layout = JsonLayout::indented);

/// For issues and messages: a table for each item. `all` as in text.
std::string compare_markdown(const Compared& compared, bool all);

/// One page to mail, print and keep: nothing in it is fetched or runs.
std::string compare_html(const Compared& compared, bool all);

/// One difference as Markdown, to be copied.
std::string difference_markdown(const Compared& compared, const compare::Difference& difference);

} // namespace nei::report
