// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/item_executable.h"

#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::forge {
namespace {

constexpr std::array<PlatformDefaults, 10> platform_defaults{{
    {"macos", "13.0", "15.2", "arm64,x86_64"},
    {"ios", "16.0", "18.2", "arm64"},
    {"catalyst", "16.0", "18.2", "arm64,x86_64"},
    {"tvos", "17.0", "18.2", "arm64"},
    {"watchos", "10.0", "11.2", "arm64_32"},
    {"visionos", "1.0", "2.2", "arm64"},
    {"driverkit", "22.0", "24.2", "arm64,x86_64"},
    {"ios-simulator", "16.0", "18.2", "arm64,x86_64"},
    {"tvos-simulator", "17.0", "18.2", "arm64,x86_64"},
    {"watchos-simulator", "10.0", "11.2", "arm64,x86_64"},
}};

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

} // namespace

const PlatformDefaults& defaults_of(std::string_view platform, const std::string& where) {
    const auto found = std::ranges::find(platform_defaults, platform, &PlatformDefaults::platform);
    if (found == platform_defaults.end()) throw SpecError(fmt::format("{}: unknown platform \"{}\"", where, platform));
    return *found;
}

namespace {

std::vector<MachOLibrary> default_libraries(const Item& item) {
    std::vector<std::string> frameworks{"Foundation"};
    if (!item.providers.empty()) frameworks.emplace_back("NetworkExtension");
    std::vector<MachOLibrary> libraries{{"/usr/lib/libSystem.B.dylib", "load", "1351.0.0", "1.0.0"}};
    for (const std::string& name : frameworks)
        libraries.push_back({item.mac() ? fmt::format("/System/Library/Frameworks/{0}.framework/Versions/{1}/{0}", name,
                                                      name == "Foundation" ? "C" : "A")
                                        : fmt::format("/System/Library/Frameworks/{0}.framework/{0}", name),
                             "load", "300.0.0", "1.0.0"});
    return libraries;
}

MachOLibrary parse_library(const Json& json, const std::string& where) {
    if (json.is_string()) return {json.get<std::string>()};
    SpecReader reader(json, where + ", library");
    MachOLibrary library{reader.text("path", ""), reader.text("kind", "load"), reader.text("current_version", "1.0.0"),
                         reader.text("compatibility_version", "1.0.0")};
    reader.finish();
    return library;
}

MachOPlatform parse_platform(const Json& json, const Item& item) {
    if (json.is_string()) {
        const PlatformDefaults& defaults = defaults_of(json.get<std::string>(), item.where());
        return {std::string(defaults.platform), std::string(defaults.minimum_os), std::string(defaults.sdk)};
    }
    SpecReader reader(json, item.where() + ", platforms");
    MachOPlatform platform{reader.text("name", item.platform), reader.text("minimum_os", item.minimum_os),
                           reader.text("sdk", item.sdk), reader.flag("legacy", false)};
    reader.finish();
    return platform;
}

Bytes text_bytes(const std::optional<std::string>& text) {
    return text ? to_bytes(as_bytes(*text)) : Bytes{};
}

ItemSlice parse_slice(const Item& item, const Json& json, const std::string& architecture, const std::string& name) {
    SpecReader reader(json, fmt::format("{}, executable", item.where()));
    ItemSlice slice;
    MachOOptions& code = slice.code;
    code.architecture = architecture;
    code.file_type = reader.text("file_type", std::string(facts_of(item.kind).file_type));
    code.seed = reader.text("seed", item.identifier + item.version);
    code.compressible = reader.flag("compressible", false);
    code.code_size = static_cast<std::size_t>(reader.number("code_size").value_or(24'000));
    code.libraries = default_libraries(item);
    if (const Json* libraries = reader.find("libraries"); libraries != nullptr && libraries->is_array()) {
        code.libraries.clear();
        for (const Json& library : *libraries) code.libraries.push_back(parse_library(library, item.where()));
    }
    if (const Json* more = reader.find("more_libraries"); more != nullptr)
        for (const Json& library : *more) code.libraries.push_back(parse_library(library, item.where()));
    code.rpaths = reader.texts("rpaths").value_or(std::vector<std::string>{});
    code.symbols = reader.texts("symbols").value_or(std::vector<std::string>{});
    code.imports = reader.texts("imports").value_or(std::vector<std::string>{});
    code.selectors = reader.texts("selectors").value_or(std::vector<std::string>{});
    const std::string installed =
        item.kind == ItemKind::framework
            ? fmt::format("@rpath/{}/{}{}", item.file_name, item.layout == Layout::versioned ? "Versions/A/" : "", name)
            : "@rpath/" + name;
    code.install_name = reader.text("install_name", installed);
    code.platforms = {{item.platform, item.minimum_os, item.sdk}};
    if (const Json* platforms = reader.find("platforms"); platforms != nullptr && platforms->is_array()) {
        code.platforms.clear();
        for (const Json& platform : *platforms) code.platforms.push_back(parse_platform(platform, item));
    }
    if (const auto uuid = reader.text("uuid")) {
        auto bytes = from_hex(*uuid);
        if (!bytes || bytes->size() != 16) reader.refuse("uuid", "has to be 32 hexadecimal digits");
        code.uuid = *bytes;
    }
    code.launchd_plist = text_bytes(reader.text("launchd_plist"));
    code.encrypted = reader.flag("encrypted", false);
    code.encryption_info = reader.flag("encryption_info", item.platform == "ios" && code.file_type == "execute");
    const auto keep = [&](std::string_view key) {
        const Json* value = reader.find(key);
        return value == nullptr ? Json() : *value;
    };
    slice.signer = keep("signer");
    slice.signature = keep("signature");
    slice.entitlements = keep("entitlements");
    for (const std::string_view key : {"name", "mode", "architectures", "wide_header", "embed_info_plist", "slices"})
        (void)reader.find(key);
    reader.finish();
    return slice;
}

} // namespace

std::optional<ItemExecutable> parse_executable(const Item& item, const Json* json) {
    if (facts_of(item.kind).file_type.empty() && (json == nullptr || json->is_null())) return std::nullopt;
    if (json != nullptr && json->is_null()) return std::nullopt;
    const Json members = json == nullptr ? Json::object() : json->is_string() ? Json{{"name", *json}} : *json;
    SpecReader reader(members, item.where() + ", executable");
    ItemExecutable executable;
    const bool by_identifier = item.kind == ItemKind::system_extension || item.kind == ItemKind::driver_extension;
    executable.name = reader.text("name", item.bare() ? item.file_name : by_identifier ? item.identifier : item.name);
    executable.mode = file_mode(reader.text("mode", "0755"));
    executable.wide_header = reader.flag("wide_header", false);
    executable.embeds_info = reader.flag("embed_info_plist", false);
    std::vector<std::string> architectures =
        reader.texts("architectures").value_or(split(defaults_of(item.platform, item.where()).architectures, ','));
    if (item.kind == ItemKind::kernel_extension && !members.contains("architectures"))
        architectures = {"x86_64", "arm64e"};
    const Json* slices = reader.find("slices");
    for (const std::string& architecture : architectures) {
        Json own = members;
        if (slices != nullptr && slices->contains(architecture)) own = merged(members, (*slices)[architecture]);
        executable.slices.push_back(parse_slice(item, own, architecture, executable.name));
    }
    return executable;
}

} // namespace nei::forge
