// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/files.h"
#include "core/report/json_parts.h"

namespace nei::report {
namespace {

std::string_view kind_slug(source::EntryKind kind) {
    return kind == source::EntryKind::symlink ? "symlink" : "file";
}

void write(JsonWriter& json, const signature::SealRule& rule) {
    json.object([&] {
        json.member("nested", rule.nested);
        json.member("omit", rule.omit);
        json.member("optional", rule.optional);
        json.member("pattern", rule.pattern);
        json.key("weight");
        json.real(rule.weight);
    });
}

void write(JsonWriter& json, const signature::SealEntry& entry) {
    json.object([&] {
        json.member("cdhash", hex_or_null(entry.cdhash));
        json.member("link_target", entry.link_target);
        json.member("optional", entry.optional);
        json.member("path", entry.path);
        json.member("requirement", or_null(entry.requirement));
        json.member("sha1", hex_or_null(entry.hash));
        json.member("sha256", hex_or_null(entry.hash2));
    });
}

template <class Value>
void write_or_null(JsonWriter& json, std::string_view name, const Value* value) {
    json.key(name);
    if (value)
        write(json, *value);
    else
        json.null();
}

} // namespace

void write_files(JsonWriter& json, const bundle::Bundle& bundle, const bundle::FileList& list) {
    const auto path_of = [&](std::size_t item) { return std::string_view(bundle.items.at(item).path); };
    json.array("files", list.files, [&](const bundle::ListedFile& file) {
        json.object([&] {
            json.member("bytes", file.size);
            json.member("content", slug(file.content));
            json.member("item", path_of(file.holder));
            json.member("kind", kind_slug(file.kind));
            json.member("nested_item", file.nested_item ? std::optional(path_of(*file.nested_item)) : std::nullopt);
            json.member("path", file.path);
            json.member("path_in_seal", file.path_in_seal);
            write_or_null(json, "rule", list.rule(file));
            write_or_null(json, "sealed", list.sealed(file));
            json.member("slot", file.slot);
            json.member("state", slug(file.state));
        });
    });
}

} // namespace nei::report
