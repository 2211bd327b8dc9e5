// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/property_list.h"
#include "core/report/json_parts.h"

#include <fmt/format.h>

namespace nei::report {

using nlohmann::json;

namespace {

/// An embedded property list as values; as bare data where it is none.
json section_plist(const std::optional<Bytes>& bytes) {
    if (!bytes) return nullptr;
    if (const auto document = plist::parse(*bytes)) return to_json(document->value);
    return to_json(plist::Value(*bytes));
}

json platforms_json(const std::vector<macho::Platform>& platforms) {
    json list = json::array();
    for (const macho::Platform& platform : platforms)
        list.push_back({{"name", json_text(platform.name)},
                        {"minimum_os", platform.minimum_os.text()},
                        {"sdk", platform.sdk ? json(platform.sdk->text()) : json(nullptr)}});
    return list;
}

json libraries_json(const bundle::CodeSlice& slice) {
    json list = json::array();
    for (std::size_t i = 0; i < slice.code.libraries.size(); ++i) {
        const macho::Library& library = slice.code.libraries[i];
        const std::string target = i < slice.library_targets.size() ? slice.library_targets[i] : std::string();
        list.push_back({{"path", json_text(library.path)},
                        {"kind", slug(library.kind)},
                        {"current_version", library.current_version.text()},
                        {"compatibility_version", library.compatibility_version.text()},
                        {"resolves_to", text_or_null(target)}});
    }
    return list;
}

json provider_json(const bundle::Provider& provider) {
    json points = json::array();
    for (const bundle::ProviderPoint& point : provider.extension_points)
        points.push_back(
            {{"identifier", json_text(point.identifier)}, {"principal_class", text_or_null(point.principal_class)}});
    return {
        {"packaging", slug(provider.packaging)},
        {"style", slug(provider.style)},
        {"extension_points", std::move(points)},
        {"mach_service_name", text_or_null(provider.mach_service_name)},
        {"network_extension", provider.is_network_extension()},
    };
}

} // namespace

json to_json(const bundle::CodeSlice& slice) {
    const macho::Slice& code = slice.code;
    return {
        {"architecture", json_text(code.architecture)},
        {"cpu_type", code.cpu_type},
        {"cpu_subtype", code.cpu_subtype},
        {"file_type", slug(code.file_type)},
        {"offset", code.offset},
        {"bytes", code.size},
        {"platforms", platforms_json(code.platforms)},
        {"uuid", text_or_null(code.uuid)},
        {"encrypted", code.encrypted},
        {"install_name", text_or_null(code.install_name)},
        {"libraries", libraries_json(slice)},
        {"rpaths", texts(code.rpaths)},
        {"embedded_info_plist", section_plist(code.embedded_info_plist)},
        {"embedded_launchd_plist", section_plist(code.embedded_launchd_plist)},
        {"signature", slice.signature ? to_json(*slice.signature) : json(nullptr)},
    };
}

json to_json(const bundle::CodeItem& item, std::string_view parent, std::string_view architecture) {
    json slices = json::array(), authorisation = json::array();
    for (const bundle::CodeSlice& slice : item.slices)
        if (architecture.empty() || slice.code.architecture == architecture) slices.push_back(to_json(slice));
    for (const profile::Authorisation& entry : item.authorisation) authorisation.push_back(to_json(entry));

    return {
        {"path", json_text(item.path)},
        {"root", json_text(item.root)},
        {"path_in_root", json_text(item.path_in_root)},
        {"parent", text_or_null(parent)},
        {"kind", slug(item.kind)},
        {"name", json_text(item.name)},
        {"bundle_identifier", text_or_null(item.bundle_identifier)},
        {"version", text_or_null(item.version)},
        {"build", text_or_null(item.build)},
        {"executable", text_or_null(item.executable)},
        {"executable_missing", item.executable_missing},
        {"executable_mode", item.executable_mode ? json(fmt::format("{:04o}", *item.executable_mode)) : json(nullptr)},
        {"info_plist", value_or_null(item.info_plist)},
        {"provider", item.provider ? provider_json(*item.provider) : json(nullptr)},
        {"slices", std::move(slices)},
        {"detached_signature", item.detached_signature ? to_json(*item.detached_signature) : json(nullptr)},
        {"profile", item.profile ? to_json(*item.profile) : json(nullptr)},
        {"profile_path", text_or_null(item.profile_path)},
        {"authorisation", std::move(authorisation)},
        {"ticket", item.ticket ? to_json(*item.ticket) : json(nullptr)},
        {"seal", item.seal
                     ? json{{"version", item.seal->version}, {"rules", item.seal->rules}, {"files", item.seal->files}}
                     : json(nullptr)},
    };
}

} // namespace nei::report
