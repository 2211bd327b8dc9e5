// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/plain_items.h"

#include "core/base/text.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace nei::report {
namespace {

using bundle::CodeItem;

bool is_background(bundle::ItemKind kind) {
    using enum bundle::ItemKind;
    switch (kind) {
    case framework:
    case library:
    case executable:
    case bundle:
    case plug_in:
    case xpc_service:
    case object:
    case debug_symbols: return true;
    default: return false;
    }
}

std::string flags_of(const signature::Signature* signature) {
    if (!signature || signature->code_directories.empty()) return "";
    return "flags=" + flags_words(signature->code_directories[signature->preferred_directory()].flags);
}

/// Claims as "key" or "key = value"; plain items claim only what needs no profile.
std::vector<std::string> claims_of(const CodeItem& item) {
    std::vector<std::string> claims;
    for (const profile::Authorisation& row : item.authorisation) {
        const auto& claim = row.claimed_der ? row.claimed_der : row.claimed_xml;
        if (!claim) continue;
        const bool plain_true = claim->boolean() && *claim->boolean();
        claims.push_back(plain_true ? row.key : fmt::format("{} = {}", row.key, value_words(*claim)));
    }
    return claims;
}

/// "same signer as MyVPN.app" where the outermost item has the same certificate and team, else who it is.
Spans signed_by(const bundle::Bundle& bundle, const CodeItem& item, std::string_view architecture) {
    const signature::Signature* signature = shown_signature(item, architecture);
    const CodeItem* root = bundle.find(item.root);
    const signature::Signature* outer = root ? shown_signature(*root, architecture) : nullptr;
    if (signature && outer && signature->signer && outer->signer && signature->team_id == outer->team_id &&
        signature->signer->sha256 == outer->signer->sha256)
        return {{"same signer as " + root->name, Tint::plain, true}};
    Spans spans = signer_spans(signature, is_unreadable(item, architecture));
    if (signature && signature->signer && !signature->team_id) append(spans, "TeamIdentifier=not set");
    return spans;
}

} // namespace

bool needs_no_more_than_two_lines(const CodeItem& item, std::string_view architecture) {
    if (!is_background(item.kind) || item.provider || item.profile || item.ticket || item.executable_missing)
        return false;
    if (!slices_alike(item, architecture)) return false;
    return std::ranges::none_of(item.authorisation, [](const profile::Authorisation& row) { return row.restricted; });
}

std::string likeness(const CodeItem& item, std::string_view architecture) {
    const signature::Signature* signature = shown_signature(item, architecture);
    const bool signed_at_all = signature && signature->signer;
    std::string code;
    for (const Span& span : code_spans(item, architecture)) code += span.text;
    return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", source::parent_path(item.path), slug(item.kind), code,
                       signer_words(signature),
                       signed_at_all ? signature->signer->sha256 + signature->team_id.value_or("") : "",
                       flags_of(signature), fmt::join(claims_of(item), "\n"));
}

void plain_lines(Page& page, std::string_view prefix, const bundle::Bundle& bundle, const CodeItem& item,
                 std::string_view architecture) {
    Spans spans = code_spans(item, architecture);
    const signature::Signature* signature = shown_signature(item, architecture);
    const bool never_signed = item.kind == bundle::ItemKind::debug_symbols && !signature;
    if (!never_signed) {
        if (!spans.empty()) spans.push_back({"  "});
        for (Span& span : signed_by(bundle, item, architecture)) spans.push_back(std::move(span));
        append(spans, flags_of(signature));
    }
    page.paragraph(prefix, prefix, spans);
    if (const auto claims = claims_of(item); !claims.empty())
        page.paragraph(prefix, prefix, Spans{{fmt::format("claims {}", fmt::join(claims, ", "))}});
}

std::string identity_words(const CodeItem& item) {
    std::string identity = item.bundle_identifier.value_or("");
    const std::string version = version_words(item);
    return identity + (identity.empty() || version.empty() ? "" : " ") + version;
}

std::string plural_words(bundle::ItemKind kind) {
    const std::string one = ascii_lower(bundle::display_name(kind));
    if (one.ends_with('s')) return one;
    return one.ends_with('y') ? one.substr(0, one.size() - 1) + "ies" : one + "s";
}

} // namespace nei::report
