// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/property_list.h"
#include "core/report/json_parts.h"

#include <fmt/format.h>

namespace nei::report {
namespace {

/// An embedded property list as values; as bare data where it is none.
std::optional<plist::Value> section_plist(const std::optional<Bytes>& bytes) {
    if (!bytes) return std::nullopt;
    if (auto document = plist::parse(*bytes)) return std::move(document->value);
    return plist::Value(*bytes);
}

std::optional<std::string> version_text(const std::optional<macho::Version>& version) {
    return version ? std::optional(version->text()) : std::nullopt;
}

void write_platforms(JsonWriter& json, const std::vector<macho::Platform>& platforms) {
    json.array("platforms", platforms, [&](const macho::Platform& platform) {
        json.object([&] {
            json.member("minimum_os", platform.minimum_os.text());
            json.member("name", platform.name);
            json.member("sdk", version_text(platform.sdk));
        });
    });
}

void write_libraries(JsonWriter& json, const bundle::CodeSlice& slice) {
    std::size_t index = 0;
    json.array("libraries", slice.code.libraries, [&](const macho::Library& library) {
        const bool known = index < slice.library_targets.size();
        const std::string_view target = known ? std::string_view(slice.library_targets[index]) : "";
        ++index;
        json.object([&] {
            json.member("compatibility_version", library.compatibility_version.text());
            json.member("current_version", library.current_version.text());
            json.member("kind", slug(library.kind));
            json.member("path", library.path);
            json.member("resolves_to", or_null(target));
        });
    });
}

} // namespace

void write(JsonWriter& json, const bundle::Provider& provider) {
    json.object([&] {
        json.array("extension_points", provider.extension_points, [&](const bundle::ProviderPoint& point) {
            json.object([&] {
                json.member("identifier", point.identifier);
                json.member("principal_class", or_null(point.principal_class));
            });
        });
        json.member("mach_service_name", or_null(provider.mach_service_name));
        json.member("network_extension", provider.is_network_extension());
        json.member("packaging", slug(provider.packaging));
        json.member("style", slug(provider.style));
    });
}

void write(JsonWriter& json, const signature::SealSummary& seal) {
    json.object([&] {
        json.member("files", seal.files);
        json.member("rules", seal.rules);
        json.member("version", seal.version);
    });
}

void write(JsonWriter& json, const bundle::CodeSlice& slice) {
    const macho::Slice& code = slice.code;
    json.object([&] {
        json.member("architecture", code.architecture);
        json.member("bytes", code.size);
        json.member("cpu_subtype", code.cpu_subtype);
        json.member("cpu_type", code.cpu_type);
        json.member("embedded_info_plist", section_plist(code.embedded_info_plist));
        json.member("embedded_launchd_plist", section_plist(code.embedded_launchd_plist));
        json.member("encrypted", code.encrypted);
        json.member("file_type", slug(code.file_type));
        json.member("install_name", or_null(code.install_name));
        write_libraries(json, slice);
        json.member("offset", code.offset);
        write_platforms(json, code.platforms);
        json.member("rpaths", code.rpaths);
        json.member("signature", slice.signature);
        json.member("uuid", or_null(code.uuid));
    });
}

void write_item(JsonWriter& json, const bundle::Bundle& bundle, const bundle::CodeItem& item,
                std::string_view architecture, const bundle::FileList* files) {
    const std::string_view parent = item.parent ? std::string_view(bundle.items[*item.parent].path) : "";
    json.object([&] {
        json.member("authorisation", item.authorisation);
        json.member("build", or_null(item.build));
        json.member("bundle_identifier", or_null(item.bundle_identifier));
        if (item.detached_signature)
            json.member("detached_signature", *item.detached_signature);
        else
            json.member("detached_signature", nullptr);
        json.member("executable", or_null(item.executable));
        json.member("executable_missing", item.executable_missing);
        json.member("executable_mode",
                    item.executable_mode ? std::optional(fmt::format("{:04o}", *item.executable_mode)) : std::nullopt);
        if (files) write_files(json, bundle, *files);
        json.member("info_plist", item.info_plist);
        json.member("kind", slug(item.kind));
        json.member("name", item.name);
        json.member("parent", or_null(parent));
        json.member("path", item.path);
        json.member("path_in_root", item.path_in_root);
        json.member("profile", item.profile);
        json.member("profile_path", or_null(item.profile_path));
        json.member("provider", item.provider);
        json.member("root", item.root);
        json.member("seal", item.seal);
        json.array("slices", item.slices, [&](const bundle::CodeSlice& slice) {
            if (architecture.empty() || slice.code.architecture == architecture) write(json, slice);
        });
        json.member("ticket", item.ticket);
        json.member("version", or_null(item.version));
    });
}

} // namespace nei::report
