// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/package_info.h"

#include "core/base/limits.h"
#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nei::bundle {
namespace {

using source::XmlElement;

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

std::string attribute(const XmlElement& element, std::string_view name) {
    return std::string(element.attribute_text(name));
}

/// Product bundles stand as `bundle` directly in `pkg-info`; other elements name them again, by identifier.
PackageBundle bundle_of(const XmlElement& element) {
    std::string version = attribute(element, "CFBundleShortVersionString");
    if (version.empty()) version = attribute(element, "CFBundleVersion");
    return {attribute(element, "path"), attribute(element, "id"), std::move(version)};
}

std::string started(const XmlElement& scripts, std::string_view element, std::string usual) {
    const XmlElement* found = scripts.child(element);
    std::string_view file = found ? found->attribute_text("file") : std::string_view();
    if (file.starts_with("./")) file.remove_prefix(2);
    return file.empty() ? std::move(usual) : std::string(file);
}

std::vector<std::string> words_of(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const std::string_view word = list.substr(0, list.find(','));
        list.remove_prefix(std::min(word.size() + 1, list.size()));
        const auto first = word.find_first_not_of(' ');
        if (first != std::string_view::npos)
            words.emplace_back(word.substr(first, word.find_last_not_of(' ') - first + 1));
    }
    return words;
}

/// The end of `bytes` moved back to where a character of UTF-8 ends.
std::string_view whole_characters(std::string_view bytes) {
    std::size_t end = bytes.size();
    for (std::size_t back = 0; back < 4 && end > 0; ++back) {
        const auto last = static_cast<unsigned char>(bytes[end - 1]);
        if (last < 0x80) break;
        --end;
        if (last >= 0xc0) break; // where the character started
    }
    return is_utf8(bytes) ? bytes : bytes.substr(0, end);
}

} // namespace

void take_package_info(const XmlElement& info, PackageComponent& component, Problems& problems) {
    component.identifier = attribute(info, "identifier");
    component.version = attribute(info, "version");
    if (const std::string* place = info.attribute("install-location"); place && !place->empty())
        component.install_location = *place;
    if (const XmlElement* payload = info.child("payload")) {
        component.files = number(payload->attribute_text("numberOfFiles"));
        component.installed_kilobytes = number(payload->attribute_text("installKBytes"));
    }
    for (const XmlElement& element : info.children) {
        if (element.name != "bundle" || !element.attribute("path")) continue;
        if (component.bundles.size() == limits::package_components) {
            problems.push_back({"package-bundles", "",
                                fmt::format("The component names more than {} bundles; the rest is left out.",
                                            limits::package_components),
                                ProblemSeverity::warning});
            return;
        }
        component.bundles.push_back(bundle_of(element));
    }
}

void take_distribution(const XmlElement& distribution, InstallerPackage& package) {
    package.title = std::string(distribution.child_text("title"));
    if (const XmlElement* product = distribution.child("product")) {
        package.product_identifier = attribute(*product, "id");
        package.product_version = attribute(*product, "version");
    }
    if (const XmlElement* options = distribution.child("options"))
        package.architectures = words_of(options->attribute_text("hostArchitectures"));
    for (const XmlElement& element : distribution.children) {
        if (element.name != "script" || element.text.empty()) continue;
        if (package.scripts.size() == limits::package_scripts) return;
        PackageScript script{.role = PackageScript::Role::distribution,
                             .path = source::join(package.path, "Distribution")};
        take_script_text(as_bytes(element.text).first(std::min(element.text.size(), limits::script_bytes)),
                         element.text.size(), script);
        package.scripts.push_back(std::move(script));
    }
}

void take_script_text(ByteView start, std::uint64_t whole_bytes, PackageScript& script) {
    script.bytes = whole_bytes;
    script.is_shortened = start.size() < whole_bytes;
    const std::string_view text = script.is_shortened ? whole_characters(as_text(start)) : as_text(start);
    // Programs lie beside scripts as well, and say nothing to a reader.
    script.is_text = text.find('\0') == std::string_view::npos && is_utf8(text);
    if (script.is_text) script.text = std::string(text);
}

StartedScripts started_scripts(const XmlElement& info) {
    StartedScripts scripts;
    const XmlElement* element = info.child("scripts");
    if (!element) return scripts;
    scripts.preinstall = started(*element, "preinstall", std::move(scripts.preinstall));
    scripts.postinstall = started(*element, "postinstall", std::move(scripts.postinstall));
    return scripts;
}

} // namespace nei::bundle
