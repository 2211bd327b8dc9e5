// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/package_words.h"
#include "core/report/text_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::report {
namespace {

using bundle::InstallerPackage;
using bundle::PackageComponent;
using bundle::PackageScript;

Tint tint_of(Mark mark) {
    switch (mark) {
    case Mark::good: return Tint::good;
    case Mark::bad: return Tint::bad;
    case Mark::neutral: return Tint::warning;
    }
    return Tint::plain;
}

void signature_lines(Page& page, std::string_view prefix, const InstallerPackage& package) {
    const PackageVerdict verdict = package_verdict(package);
    if (!package.signature) return page.field(prefix, "Signature", Spans{{verdict.words, Tint::warning}});
    const signature::PackageSignature& signature = *package.signature;
    const auto name = [](const signature::Certificate& certificate) {
        return certificate.common_name.empty() ? certificate.subject : certificate.common_name;
    };
    if (signature.signer) page.field(prefix, "Authority", name(*signature.signer));
    if (page.style().all)
        for (const signature::CertificatePointer& certificate : signature.certificates)
            if (certificate != signature.signer)
                page.field(prefix, "",
                           Spans{{name(*certificate)}, {"  "}, {"SHA-1 " + certificate->sha1, Tint::faint}});
    Spans team;
    append(team, signature.team_id().value_or("not set"));
    if (signature.timestamp)
        append(team, "Timestamp=" + to_display(*signature.timestamp));
    else if (signature.signing_time)
        append(team, "Signed Time=" + to_display(*signature.signing_time));
    page.field(prefix, "TeamIdentifier", team);
    const std::string_view sign = verdict.mark == Mark::neutral ? "!" : mark_text(verdict.mark);
    page.field(prefix, "Signature", Spans{{fmt::format("{} ", sign), tint_of(verdict.mark)}, {verdict.words}});
}

void script_text(Page& page, std::string_view prefix, const PackageScript& script) {
    const std::string inner = std::string(prefix) + "  │ ";
    if (!script.is_text) return page.paragraph(inner, inner, Spans{{"no text, not shown", Tint::faint}});
    std::string_view rest = script.text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string line(rest.substr(0, end));
        while (line.ends_with('\r')) line.pop_back();
        for (std::size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', tab))
            line.replace(tab, 1, "    ");
        if (line.find_first_not_of(' ') == std::string::npos)
            page.gap(inner);
        else
            page.paragraph(inner, inner, Spans{{std::move(line)}});
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (script.is_shortened)
        page.paragraph(
            inner, inner,
            Spans{{fmt::format("… {} bytes in all, the rest is not shown", grouped(script.bytes)), Tint::faint}});
}

/// With --all what the scripts say; otherwise their names in a line.
void script_lines(Page& page, std::string_view prefix, std::string_view folder,
                  const std::vector<PackageScript>& scripts) {
    if (scripts.empty()) return;
    const auto short_name = [&](const PackageScript& script) {
        std::string_view name = script.path;
        if (name.starts_with(folder)) name.remove_prefix(folder.size());
        return std::string(name);
    };
    if (page.style().all) {
        for (const PackageScript& script : scripts) {
            Spans spans{{short_name(script)}};
            append(spans, std::string(script_role_words(script.role)), Tint::faint);
            append(spans, std::string(scripts_are_not_run), Tint::faint);
            page.field(prefix, "Script", spans);
            script_text(page, prefix, script);
        }
        return;
    }
    std::string started;
    std::size_t helpers = 0;
    for (const PackageScript& script : scripts) {
        if (script.role == PackageScript::Role::helper)
            ++helpers;
        else
            started += (started.empty() ? "" : ", ") + short_name(script);
    }
    Spans spans;
    append(spans, std::move(started));
    if (helpers > 0) append(spans, counted(helpers, "helper", "helpers"));
    append(spans, "shown with --all, never run", Tint::faint);
    page.field(prefix, "Scripts", spans);
}

void component_lines(Page& page, std::string_view prefix, const PackageComponent& component) {
    Spans spans;
    append(spans, component.identifier.empty() ? "no identifier" : component.identifier, Tint::strong);
    append(spans, component.version);
    append(spans, "installs into " + component.install_location);
    page.field(prefix, "Component", spans);
    if (component.payload_state != bundle::PayloadState::opened)
        page.field(prefix, "Payload",
                   Spans{{component.payload_state == bundle::PayloadState::not_read ? "! " : "", Tint::warning},
                         {payload_words(component)}});
    if (page.style().all)
        for (const bundle::PackageBundle& each : component.bundles) {
            Spans names{{each.path}};
            append(names, each.identifier);
            append(names, each.version);
            page.field(prefix, "Installs", names);
        }
    script_lines(page, prefix, source::join(component.path, "Scripts!/"), component.scripts);
}

} // namespace

void package_lines(Page& page, const InstallerPackage& package) {
    constexpr std::string_view prefix = "   ";
    Spans heading{{package.path == "." ? package.name : package.path, Tint::strong}};
    append(heading, package_kind_words(package));
    if (!package.title.empty() && package.title != package.name) append(heading, fmt::format("\"{}\"", package.title));
    page.gap();
    page.paragraph("", prefix, heading);
    if (!package.product_identifier.empty()) {
        Spans product;
        append(product, package.product_identifier);
        append(product, package.product_version);
        page.field(prefix, "Product", product);
    }
    signature_lines(page, prefix, package);
    Spans ticket{{package_ticket_words(package)}};
    if (package.ticket && package.ticket->issued) append(ticket, "issued " + to_display(*package.ticket->issued));
    page.field(prefix, "Notarization", ticket);
    if (page.style().all && !package.checksum.empty())
        page.field(prefix, "Checksum", to_hex(package.checksum) + "  of the table of contents");
    script_lines(page, prefix, "", package.scripts);
    for (const PackageComponent& component : package.components) component_lines(page, prefix, component);
}

} // namespace nei::report
