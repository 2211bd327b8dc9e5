// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/plist/property_list.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::report {
namespace {

using bundle::CodeItem;
using bundle::CodeSlice;

void line(Page& page, std::string_view prefix, std::string text, Tint tint = Tint::plain) {
    const std::string follow = std::string(prefix) + "  ";
    page.paragraph(prefix, follow, Spans{{std::move(text), tint}});
}

/// One level deeper. Past 40 columns lines stay where they are: with a long prefix on each line, few bytes of a value
/// that nests hundreds of levels would be printed as very many.
std::string below(std::string_view prefix) {
    constexpr std::size_t deepest = 40;
    return std::string(prefix) + (prefix.size() < deepest ? "  " : "");
}

void titled_value(Page& page, std::string_view prefix, std::string title, const std::optional<plist::Value>& value) {
    if (!value) return;
    line(page, prefix, std::move(title), Tint::strong);
    value_lines(page, below(prefix), *value);
}

void embedded_plist(Page& page, std::string_view prefix, std::string title, const std::optional<Bytes>& bytes) {
    if (!bytes) return;
    const auto document = plist::parse(*bytes);
    titled_value(page, prefix, std::move(title), document ? document->value : plist::Value(*bytes));
}

void library_lines(Page& page, std::string_view prefix, const CodeSlice& slice) {
    if (slice.code.libraries.empty()) return;
    line(page, prefix, "Libraries", Tint::strong);
    for (std::size_t i = 0; i < slice.code.libraries.size(); ++i) {
        const macho::Library& library = slice.code.libraries[i];
        std::string text = library.path;
        if (library.kind != macho::LibraryKind::load) text += fmt::format("  ({})", slug(library.kind));
        text += fmt::format("  {} (compatibility {})", library.current_version.text(),
                            library.compatibility_version.text());
        if (i < slice.library_targets.size() && !slice.library_targets[i].empty())
            text += "  is " + slice.library_targets[i];
        line(page, below(prefix), std::move(text));
    }
}

void slice_details(Page& page, std::string_view prefix, const CodeSlice& slice) {
    const macho::Slice& code = slice.code;
    line(page, prefix,
         fmt::format("Slice {}: {}, {} bytes at offset {}", code.architecture, file_type_words(code.file_type),
                     grouped(code.size), grouped(code.offset)),
         Tint::strong);
    const std::string inner = below(prefix);
    for (const macho::Platform& platform : code.platforms)
        page.field(inner, "Platform",
                   minimum_os_words(platform) + (platform.sdk ? ", SDK " + platform.sdk->text() : ""));
    if (!code.uuid.empty()) page.field(inner, "UUID", code.uuid);
    if (code.encrypted) page.field(inner, "Encrypted", "yes, by the App Store");
    if (!code.install_name.empty()) page.field(inner, "Install name", code.install_name);
    for (const std::string& rpath : code.rpaths) page.field(inner, "rpath", rpath);
    library_lines(page, inner, slice);
    embedded_plist(page, inner, "Embedded Info.plist", code.embedded_info_plist);
    embedded_plist(page, inner, "Embedded launchd.plist", code.embedded_launchd_plist);
    if (slice.signature)
        signature_details(page, inner, *slice.signature, "embedded");
    else if (slice.has_unreadable_signature())
        line(page, inner, "the signature cannot be read", Tint::warning);
    else
        line(page, inner, "code object is not signed at all", Tint::warning);
}

} // namespace

std::string value_words(const plist::Value& value) {
    std::string line = plist::one_line(value);
    return line.empty() ? fmt::format("(empty {})", value.type_name()) : line;
}

void value_lines(Page& page, std::string_view prefix, const plist::Value& value) {
    const auto entry = [&](const std::string& name, const plist::Value& inner) {
        const bool nested = (inner.dictionary() && !inner.dictionary()->empty()) ||
                            (inner.array() && std::ranges::any_of(*inner.array(), [](const plist::Value& element) {
                                 return element.dictionary() || element.array();
                             }));
        if (!nested) return line(page, prefix, fmt::format("{} = {}", name, value_words(inner)));
        line(page, prefix, name);
        value_lines(page, below(prefix), inner);
    };
    if (const plist::Dictionary* dictionary = value.dictionary()) {
        for (const auto& [key, inner] : *dictionary) entry(key, inner);
        return;
    }
    const plist::Array* array = value.array();
    if (!array) return line(page, prefix, value_words(value));
    for (std::size_t i = 0; i < array->size(); ++i) entry(std::to_string(i), (*array)[i]);
}

void item_details(Page& page, std::string_view prefix, const CodeItem& item, std::string_view architecture) {
    if (item.executable_mode)
        page.field(prefix, "Executable",
                   fmt::format("{}  mode {:04o}", source::file_name(item.executable), *item.executable_mode));
    if (item.seal)
        line(page, prefix,
             fmt::format("Sealed Resources version={} rules={} files={}", item.seal->version, item.seal->rules,
                         item.seal->files));
    for (const CodeSlice* slice : shown_slices(item, architecture)) slice_details(page, prefix, *slice);
    if (item.detached_signature) {
        line(page, prefix, "Signature in files of its own", Tint::strong);
        signature_details(page, below(prefix), *item.detached_signature, "detached");
    }
    if (item.ticket) {
        line(page, prefix, "Notarization Ticket=stapled", Tint::strong);
        for (const signature::TicketEntry& entry : item.ticket->entries)
            line(page, below(prefix),
                 fmt::format("{}={}", signature::hash_type_name(entry.hash_type), to_hex(entry.cdhash)));
    }
    if (item.profile && item.kind != bundle::ItemKind::profile) {
        line(page, prefix, "Provisioning profile " + item.profile_path, Tint::strong);
        profile_lines(page, below(prefix), *item.profile, true);
    }
    if (item.profile && item.authorisation.empty())
        titled_value(page, prefix, "Entitlements that the profile allows", item.profile->entitlements);
    titled_value(page, prefix,
                 item.info_plist && item.info_plist->dictionary()
                     ? fmt::format("Info.plist entries={}", item.info_plist->dictionary()->size())
                     : "Info.plist",
                 item.info_plist);
}

} // namespace nei::report
