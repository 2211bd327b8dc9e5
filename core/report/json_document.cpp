// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/file_lists.h"
#include "core/report/json_parts.h"
#include "core/report/selection.h"

#include <fmt/format.h>

namespace nei::report {
void write_head(JsonWriter& json, std::string_view command, const bundle::SourceInfo& source) {
    json.member("schema", fmt::format("neinspect/{}/1", command));
    json.object("source", [&] {
        json.member("bytes", source.bytes);
        json.member("files", source.files);
        json.member("kind", slug(source.kind));
        json.member("name", source.name);
    });
    json.object("tool", [&] {
        json.member("name", "neinspect");
        json.member("version", tool_version());
    });
}

std::string_view tool_version() {
    return NEI_VERSION;
}

void write(JsonWriter& json, const Problem& problem) {
    json.object([&] {
        json.member("code", problem.code);
        json.member("message", problem.message);
        json.member("path", or_null(problem.path));
        json.member("severity", problem.severity == ProblemSeverity::error ? "error" : "warning");
    });
}

std::string inspect_json(const bundle::Bundle& bundle, const Selection& selection, JsonLayout layout,
                         std::span<const bundle::FileList> files) {
    JsonWriter json(layout);
    json.object([&] {
        json.array("items", selected_items(bundle, selection), [&](std::size_t index) {
            write_item(json, bundle, bundle.items[index], selection.architecture, list_of(files, index));
        });
        json.member("packages", bundle.packages);
        json.member("problems", with_problems_of(files, bundle.problems));
        write_head(json, "inspect", bundle.source);
        json.object("trust", [&] { json.member("given_roots", bundle.given_roots); });
    });
    return json.take();
}

std::string profile_json(const bundle::SourceInfo& source, const profile::Profile& profile, JsonLayout layout) {
    JsonWriter json(layout);
    json.object([&] {
        json.member("problems", profile.problems);
        json.member("profile", profile);
        write_head(json, "profile", source);
    });
    return json.take();
}

std::string error_json_line(std::string_view name, const Error& error) {
    JsonWriter json(JsonLayout::line);
    json.object([&] {
        json.object("error", [&] {
            json.member("code", slug(error.code));
            json.member("message", error.message);
        });
        json.object("source", [&] { json.member("name", name); });
    });
    return json.take();
}

} // namespace nei::report
