// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <fmt/ranges.h>

namespace nei::report {
namespace {

using profile::Profile;

void signature_line(Page& page, std::string_view prefix, const Profile& profile, bool whole) {
    const bool good = profile.signature.content_intact && profile.signature.chain == signature::ChainAnchor::apple;
    if (good && !whole) return;
    Spans spans{{good                               ? "✓ "
                 : profile.signature.content_intact ? "! "
                                                    : "✗ ",
                 good                               ? Tint::good
                 : profile.signature.content_intact ? Tint::warning
                                                    : Tint::bad}};
    spans.push_back({profile_signature_words(profile.signature)});
    if (whole && !profile.signature.signer.empty()) append(spans, profile.signature.signer, Tint::faint);
    page.field(prefix, "Profile signed", spans);
}

void list_field(Page& page, std::string_view prefix, std::string_view label, const std::vector<std::string>& values) {
    if (!values.empty()) page.field(prefix, label, fmt::format("{}", fmt::join(values, ", ")));
}

void text_field(Page& page, std::string_view prefix, std::string_view label, std::string_view value) {
    if (!value.empty()) page.field(prefix, label, value);
}

void certificate_lines(Page& page, std::string_view prefix, const Profile& profile) {
    for (const signature::CertificatePointer& certificate : profile.certificates) {
        if (!certificate) continue;
        Spans spans{{certificate->common_name.empty() ? certificate->subject : certificate->common_name}};
        append(spans, "until " + day_of(certificate->not_after), Tint::faint);
        if (page.style().all) append(spans, "SHA-1 " + certificate->sha1, Tint::faint);
        page.field(prefix, "Certificate", spans);
    }
}

void whole_profile(Page& page, std::string_view prefix, const Profile& profile) {
    text_field(page, prefix, "UUID", profile.uuid);
    list_field(page, prefix, "Platforms", profile.platforms);
    std::string team = fmt::format("{}", fmt::join(profile.team_ids, ", "));
    if (!profile.team_name.empty()) team += (team.empty() ? "" : "  ") + profile.team_name;
    text_field(page, prefix, "Team", team);
    text_field(page, prefix, "App ID", profile.app_id.value_or(""));
    text_field(page, prefix, "App ID name", profile.app_id_name);
    if (page.style().all) list_field(page, prefix, "App ID prefixes", profile.app_id_prefixes);
    if (profile.created) page.field(prefix, "Created", to_display(*profile.created));
    if (profile.expires) page.field(prefix, "Expires", to_display(*profile.expires));
    if (profile.xcode_managed) page.field(prefix, "Managed by", "Xcode");
    if (profile.local) page.field(prefix, "Free team", "yes, a personal team's profile for seven days");
    text_field(page, prefix, "Distribution", profile.distribution_type.value_or(""));
    if (page.style().all) list_field(page, prefix, "Devices", profile.devices);
    certificate_lines(page, prefix, profile);
}

} // namespace

void profile_lines(Page& page, std::string_view prefix, const Profile& profile, bool whole) {
    Spans spans;
    append(spans, profile.name.empty() ? "(no name)" : fmt::format("\"{}\"", profile.name));
    append(spans, profile_kind_words(profile), Tint::plain);
    if (!whole && profile.expires) append(spans, "expires " + day_of(*profile.expires));
    page.field(prefix, "Profile", spans);
    if (whole) whole_profile(page, prefix, profile);
    signature_line(page, prefix, profile, whole);
}

std::string profile_text(const bundle::SourceInfo& source, const Profile& profile, const TextStyle& style) {
    Page page(style);
    source_heading(page, source, "");
    profile_lines(page, "  ", profile, true);
    if (const plist::Dictionary* allowed = profile.entitlements.dictionary(); allowed && !allowed->empty()) {
        page.paragraph("  ", "  ", Spans{{"Entitlements that it allows", Tint::faint}});
        value_lines(page, "    ", profile.entitlements);
    } else {
        page.paragraph("  ", "  ", Spans{{"It allows no entitlements.", Tint::faint}});
    }
    page.gap();
    problem_lines(page, profile.problems);
    page.paragraph(
        "", "",
        Spans{{"Not asked for: whether a certificate was revoked. Dates are not compared with today's.", Tint::faint}});
    return page.take();
}

} // namespace nei::report
