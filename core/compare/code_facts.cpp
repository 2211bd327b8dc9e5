// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/facts.h"
#include "core/plist/property_list.h"

#include <fmt/format.h>

namespace nei::compare {
namespace {

std::string_view word(macho::LibraryKind kind) {
    switch (kind) {
    case macho::LibraryKind::load: return "load";
    case macho::LibraryKind::weak: return "weak";
    case macho::LibraryKind::reexport: return "reexport";
    case macho::LibraryKind::lazy: return "lazy";
    case macho::LibraryKind::upward: return "upward";
    }
    return "load";
}

/// A property list inside the code; its bytes where they are none.
void add_embedded(FactList& facts, const std::string& key, const std::optional<Bytes>& bytes) {
    if (!bytes) return;
    const auto document = plist::parse(*bytes);
    if (document && document->value.dictionary())
        facts.add_members(key + ":", document->value);
    else
        facts.add(key, *bytes);
}

} // namespace

void add_code_facts(FactList& facts, const bundle::CodeSlice& slice) {
    const macho::Slice& code = slice.code;
    facts.about(Aspect::mach_o, code.architecture);
    facts.add(std::string(key::architecture), code.architecture);
    // Code of one page: nothing tells what in it is code.
    const bool apart = !slice.pages.behind_header.empty();
    facts.add_hex(std::string(key::code), apart ? slice.pages.behind_header : slice.pages.with_header);
    if (apart) facts.add_hex(std::string(key::header), slice.pages.with_header);
    facts.add(std::string(key::size), static_cast<std::int64_t>(code.size));
    facts.add("file_type", std::int64_t{code.file_type_number});
    facts.add("flags", std::int64_t{code.flags});
    for (const macho::Platform& platform : code.platforms) {
        facts.add("minimum_os:" + platform.name, platform.minimum_os.text());
        if (platform.sdk) facts.add("sdk:" + platform.name, platform.sdk->text());
    }
    facts.add_text("uuid", code.uuid);
    facts.add_text("install_name", code.install_name);
    for (const macho::Library& library : code.libraries)
        facts.add("libraries:" + library.path,
                  fmt::format("{} {} (compatible from {})", word(library.kind), library.current_version.text(),
                              library.compatibility_version.text()));
    if (!code.rpaths.empty()) facts.add("rpaths", plist::Array(code.rpaths.begin(), code.rpaths.end()));
    for (const macho::Section& section : code.sections)
        facts.add(fmt::format("sections:{},{}", section.segment, section.name),
                  static_cast<std::int64_t>(section.size));
    if (code.main_entry) facts.add("main_entry", static_cast<std::int64_t>(*code.main_entry));
    if (code.symbol_table) facts.add("symbols", std::int64_t{code.symbol_table->symbols});
    if (code.encrypted) facts.add("encrypted", true);
    add_embedded(facts, "embedded_info_plist", code.embedded_info_plist);
    add_embedded(facts, "embedded_launchd_plist", code.embedded_launchd_plist);
}

} // namespace nei::compare
