// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::report {
namespace {

using bundle::CodeItem;
using bundle::CodeSlice;

constexpr unsigned executable_bits = 0111;

/// Kinds whose file macOS starts, so that a missing x bit matters.
bool is_started(bundle::ItemKind kind) {
    using enum bundle::ItemKind;
    switch (kind) {
    case app:
    case app_extension:
    case system_extension:
    case driver_extension:
    case xpc_service:
    case login_item:
    case watch_app:
    case app_clip:
    case executable: return true;
    default: return false;
    }
}

bool same_signer(const signature::Signature* a, const signature::Signature* b) {
    if (!a || !b) return a == b;
    const auto flags = [](const signature::Signature& s) {
        return s.code_directories.empty() ? 0u : s.code_directories[s.preferred_directory()].flags;
    };
    const auto certificate = [](const signature::Signature& s) { return s.signer ? s.signer->sha256 : std::string(); };
    return a->kind == b->kind && a->identifier == b->identifier && a->team_id == b->team_id && flags(*a) == flags(*b) &&
           certificate(*a) == certificate(*b);
}

/// "flags=0x10000(runtime)", "Timestamp=…": how a signature was made, in codesign's words.
std::vector<std::string> signature_facts(const signature::Signature& signature) {
    std::vector<std::string> facts;
    if (!signature.code_directories.empty())
        facts.push_back("flags=" + flags_words(signature.code_directories[signature.preferred_directory()].flags));
    if (signature.timestamp)
        facts.push_back("Timestamp=" + to_display(*signature.timestamp));
    else if (signature.signing_time)
        facts.push_back("Signed Time=" + to_display(*signature.signing_time));
    return facts;
}

/// The identifier of the bundle, and that of the signature where it is another.
void identifier_line(Page& page, std::string_view prefix, const CodeItem& item, const signature::Signature* signature) {
    const std::string claimed = item.bundle_identifier.value_or("");
    const std::string signed_as = signature ? signature->identifier : "";
    Spans spans;
    append(spans, claimed.empty() ? signed_as : claimed, Tint::strong);
    append(spans, version_words(item));
    if (!claimed.empty() && !signed_as.empty() && claimed != signed_as)
        append(spans, "signed as " + signed_as, Tint::warning);
    if (!spans.empty()) page.field(prefix, "Identifier", spans);
}

void differing_slices(Page& page, std::string_view prefix, const CodeItem& item, std::string_view architecture) {
    for (const CodeSlice* slice : shown_slices(item, architecture)) {
        const signature::Signature* signature = slice->signature ? &*slice->signature : nullptr;
        Spans spans = signer_spans(signature, slice->has_unreadable_signature());
        if (signature) {
            append(spans, "Identifier=" + signature->identifier);
            append(spans, "TeamIdentifier=" + signature->team_id.value_or("not set"));
            for (std::string& fact : signature_facts(*signature)) append(spans, std::move(fact));
        }
        page.field(prefix, slice->code.architecture, spans);
    }
}

void signature_lines(Page& page, std::string_view prefix, const CodeItem& item, std::string_view architecture) {
    if (!slices_alike(item, architecture)) return differing_slices(page, prefix, item, architecture);
    const signature::Signature* signature = shown_signature(item, architecture);
    Spans first = signer_spans(signature, is_unreadable(item, architecture));
    if (!signature || !signature->signer) {
        if (signature)
            for (std::string& fact : signature_facts(*signature)) append(first, std::move(fact));
        return page.field(prefix, "Signature", first);
    }
    page.field(prefix, "Authority", first);
    Spans spans;
    append(spans, signature->team_id.value_or("not set"));
    const std::optional<std::string> signer_team = signature->signer_team_id();
    if (signer_team && signer_team != signature->team_id)
        append(spans, "certificate's team " + *signer_team, Tint::warning);
    for (std::string& fact : signature_facts(*signature)) append(spans, std::move(fact));
    page.field(prefix, "TeamIdentifier", spans);
}

void executable_line(Page& page, std::string_view prefix, const CodeItem& item) {
    if (item.executable_missing) {
        const std::string* named = item.info_plist ? item.info_plist->find_string("CFBundleExecutable") : nullptr;
        page.field(prefix, "Executable",
                   Spans{{"✗ missing:", Tint::bad},
                         {fmt::format(" Info.plist names {}, which is not there", named ? *named : "one")}});
        return;
    }
    if (is_started(item.kind) && item.executable_mode && (*item.executable_mode & executable_bits) == 0)
        page.field(prefix, "Executable",
                   Spans{{"! mode", Tint::warning},
                         {fmt::format(" {:04o}: nobody may execute {}", *item.executable_mode,
                                      source::file_name(item.executable))}});
}

void provider_lines(Page& page, std::string_view prefix, const CodeItem& item) {
    if (!item.provider) return;
    for (const bundle::ProviderPoint& point : item.provider->extension_points) {
        Spans spans{{point.identifier}};
        if (!point.principal_class.empty()) append(spans, "class " + point.principal_class);
        page.field(prefix, "Provider", spans);
    }
    if (item.provider->mach_service_name) page.field(prefix, "Mach service", *item.provider->mach_service_name);
}

} // namespace

std::vector<const CodeSlice*> shown_slices(const CodeItem& item, std::string_view architecture) {
    std::vector<const CodeSlice*> shown;
    for (const CodeSlice& slice : item.slices)
        if (architecture.empty() || slice.code.architecture == architecture) shown.push_back(&slice);
    return shown;
}

const signature::Signature* shown_signature(const CodeItem& item, std::string_view architecture) {
    if (architecture.empty() || item.slices.empty()) return item.main_signature();
    for (const CodeSlice* slice : shown_slices(item, architecture))
        if (slice->signature) return &*slice->signature;
    return nullptr;
}

bool slices_alike(const CodeItem& item, std::string_view architecture) {
    const auto slices = shown_slices(item, architecture);
    return std::ranges::all_of(slices, [&](const CodeSlice* slice) {
        return same_signer(slice->signature ? &*slice->signature : nullptr,
                           slices.front()->signature ? &*slices.front()->signature : nullptr);
    });
}

Spans code_spans(const CodeItem& item, std::string_view architecture) {
    std::string names;
    CodeItem shown;
    for (const CodeSlice* slice : shown_slices(item, architecture)) {
        names += (names.empty() ? "" : ", ") + slice->code.architecture;
        CodeSlice& platforms = shown.slices.emplace_back();
        platforms.code.architecture = slice->code.architecture;
        platforms.code.platforms = slice->code.platforms;
    }
    Spans spans;
    append(spans, std::move(names));
    append(spans, minimum_os_words(shown));
    return spans;
}

bool is_unreadable(const CodeItem& item, std::string_view architecture) {
    const auto slices = shown_slices(item, architecture);
    return !slices.empty() && slices.front()->has_unreadable_signature();
}

Spans signer_spans(const signature::Signature* signature, bool unreadable) {
    if (!signature) return {{unreadable ? "signature not read" : "not signed", Tint::warning}};
    if (!signature->signer) {
        const std::string words = signer_words(signature);
        return {{words == "ad hoc" ? "adhoc" : "adhoc, by the linker"}};
    }
    Spans spans{{signature->signer->common_name.empty() ? signature->signer->subject : signature->signer->common_name}};
    using enum signature::SignerClass;
    switch (signature->signer_class) {
    case self_signed: append(spans, "self-signed", Tint::warning); break;
    case other: append(spans, "not one of Apple's kinds", Tint::warning); break;
    default: break;
    }
    return spans;
}

std::string day_of(Timestamp moment) {
    return to_rfc3339(moment).substr(0, to_rfc3339(moment).find('T'));
}

void item_lines(Page& page, std::string_view prefix, const CodeItem& item, std::string_view architecture) {
    const signature::Signature* signature = shown_signature(item, architecture);
    identifier_line(page, prefix, item, signature);
    executable_line(page, prefix, item);
    const bool has_code = !item.slices.empty() || item.detached_signature;
    const bool never_signed = item.kind == bundle::ItemKind::debug_symbols && !signature;
    if (has_code && !never_signed) signature_lines(page, prefix, item, architecture);
    if (item.ticket) {
        Spans spans{{"stapled"}};
        if (item.ticket->issued) append(spans, "issued " + to_display(*item.ticket->issued));
        append(spans, counted(item.ticket->entries.size(), "cdhash", "cdhashes"));
        page.field(prefix, "Notarization", spans);
    }
    if (!item.slices.empty()) {
        Spans spans = code_spans(item, architecture);
        const auto slices = shown_slices(item, architecture);
        if (std::ranges::any_of(slices, [](const CodeSlice* slice) { return slice->code.encrypted; }))
            append(spans, "encrypted by the App Store");
        page.field(prefix, "Architectures", spans);
    }
    provider_lines(page, prefix, item);
    if (item.profile) profile_lines(page, prefix, *item.profile, false);
    entitlement_lines(page, prefix, item.authorisation);
}

} // namespace nei::report
