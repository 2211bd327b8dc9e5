// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_parts.h"
#include "core/report/selection.h"

#include <fmt/format.h>

namespace nei::report {

using nlohmann::json;

std::string_view tool_version() {
    return NEI_VERSION;
}

json document_head(std::string_view command, const bundle::SourceInfo& source, const Problems& problems) {
    json list = json::array();
    for (const Problem& problem : problems)
        list.push_back({{"code", json_text(problem.code)},
                        {"path", text_or_null(problem.path)},
                        {"message", json_text(problem.message)},
                        {"severity", problem.severity == ProblemSeverity::error ? "error" : "warning"}});
    return {
        {"schema", fmt::format("neinspect/{}/1", command)},
        {"tool", {{"name", "neinspect"}, {"version", tool_version()}}},
        {"source",
         {{"name", json_text(source.name)},
          {"kind", slug(source.kind)},
          {"bytes", source.bytes},
          {"files", source.files}}},
        {"problems", std::move(list)},
    };
}

std::string inspect_json(const bundle::Bundle& bundle, const Selection& selection, JsonLayout layout) {
    json document = document_head("inspect", bundle.source, bundle.problems);
    json items = json::array();
    for (const std::size_t index : selected_items(bundle, selection)) {
        const bundle::CodeItem& item = bundle.items[index];
        const std::string_view parent = item.parent ? std::string_view(bundle.items[*item.parent].path) : "";
        items.push_back(to_json(item, parent, selection.architecture));
    }
    document["items"] = std::move(items);
    document["trust"] = {{"given_roots", bundle.given_roots}};
    return dump(document, layout);
}

std::string profile_json(const bundle::SourceInfo& source, const profile::Profile& profile, JsonLayout layout) {
    json document = document_head("profile", source, profile.problems);
    document["profile"] = to_json(profile);
    return dump(document, layout);
}

std::string error_json_line(std::string_view name, const Error& error) {
    return dump({{"source", {{"name", json_text(name)}}},
                 {"error", {{"code", slug(error.code)}, {"message", json_text(error.message)}}}},
                JsonLayout::line);
}

} // namespace nei::report
