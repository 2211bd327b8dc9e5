// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/find.h"

#include "core/base/text.h"
#include "core/report/json_parts.h"
#include "core/report/text_layout.h"

#include <fmt/format.h>

namespace nei::report {
namespace {

using bundle::Hit;
using bundle::Hits;

/// No line is as wide, so that none is wrapped.
constexpr std::size_t unlimited_width = 1'000'000'000;

std::string_view item_path(const bundle::Bundle& bundle, const Hit& hit) {
    return hit.item ? std::string_view(bundle.items.at(*hit.item).path) : std::string_view();
}

/// Items as people know them: what was opened has a name.
std::string_view shown_item(const bundle::Bundle& bundle, const Hit& hit) {
    const std::string_view path = item_path(bundle, hit);
    return path == "." ? std::string_view(bundle.items.at(*hit.item).name) : path;
}

} // namespace

std::string place_words(const Hit& hit) {
    switch (hit.place) {
    case bundle::Place::item: return "item";
    case bundle::Place::info_plist: return "Info.plist";
    case bundle::Place::entitlement:
        return hit.side == Hit::Side::allowed ? "entitlement, allowed" : "entitlement, claimed";
    case bundle::Place::profile: return "profile";
    case bundle::Place::signature: return "signature";
    case bundle::Place::library: return "library";
    case bundle::Place::file: return "file";
    }
    return "item";
}

std::string nothing_found_words(std::string_view text) {
    return fmt::format("No key, value or file contains \"{}\".", display_text(text));
}

std::string find_text(const bundle::Bundle& bundle, std::string_view text, const Hits& hits, const TextStyle& style) {
    TextStyle wide = style;
    wide.width = unlimited_width;
    Page page(wide);
    for (const Hit& hit : hits.hits) {
        const bool is_file = hit.place == bundle::Place::file;
        Spans spans{{std::string(is_file ? std::string_view(hit.path) : shown_item(bundle, hit)), Tint::strong}};
        append(spans, place_words(hit), Tint::faint);
        if (!is_file) append(spans, fmt::format("{} = {}", hit.key, hit.value));
        page.paragraph("", "", spans);
    }
    if (hits.hits.empty() && !hits.more) page.paragraph("", "", Spans{{nothing_found_words(text)}});
    if (hits.more)
        page.paragraph(
            "", "",
            Spans{{fmt::format("There are more; these are the first {}.", grouped(hits.hits.size())), Tint::warning}});
    return page.take();
}

std::string find_json(const bundle::Bundle& bundle, std::string_view text, const Hits& hits, JsonLayout layout) {
    JsonWriter json(layout);
    json.object([&] {
        json.member("command", "find");
        json.member("find", text);
        json.array("hits", hits.hits, [&](const Hit& hit) {
            json.object([&] {
                json.member("item", or_null(item_path(bundle, hit)));
                json.member("key", or_null(hit.key));
                json.member("path", or_null(hit.path));
                json.member("place", slug(hit.place));
                json.member("side", hit.side == Hit::Side::none ? std::nullopt : std::optional(slug(hit.side)));
                json.member("value", hit.value);
            });
        });
        json.member("more", hits.more);
        json.member("problems", bundle.problems);
        write_head(json, "find", bundle.source);
    });
    return json.take();
}

} // namespace nei::report
