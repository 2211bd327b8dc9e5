// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/package_rows.h"

#include "core/base/text.h"
#include "core/report/package_words.h"
#include "ui/common/text.h"

#include <QCoreApplication>

namespace nei::ui {
namespace {

using bundle::InstallerPackage;
using bundle::PackageComponent;
using bundle::PackageScript;

QString tr(const char* text) {
    return QCoreApplication::translate("PackageRows", text);
}

/// A path in the tree as seen from the package that holds it.
std::string inside(const InstallerPackage& package, std::string_view path) {
    if (path.starts_with(package.path + "/")) path.remove_prefix(package.path.size() + 1);
    return std::string(path);
}

Row bundle_row(const bundle::PackageBundle& named) {
    Row row;
    Cell name{.text = shown(named.path), .icon = QStringLiteral("app"), .elide = Qt::ElideMiddle};
    if (!named.identifier.empty()) name.whole = tr("%1, %2").arg(name.text, shown(named.identifier));
    row.cells = {std::move(name), {.text = shown(named.version)}};
    return row;
}

Row component_row(const InstallerPackage& package, const PackageComponent& component) {
    Row row;
    Cell name{.text = component.identifier.empty() ? tr("no identifier") : shown(component.identifier),
              .icon = QStringLiteral("archive"),
              .monospace = !component.identifier.empty()};
    if (component.path != package.path) name.suffix = shown(inside(package, component.path));
    Cell payload{.text = shown(report::payload_words(component))};
    if (component.payload_state == bundle::PayloadState::not_read) payload.mark = Mark::unknown;
    if (component.payload_state == bundle::PayloadState::opened && component.files)
        payload.text = tr("%1, %2").arg(payload.text, from_utf8(counted(*component.files, "file", "files")));
    row.cells = {std::move(name),
                 {.text = shown(component.version)},
                 {.text = shown(component.install_location), .monospace = true},
                 std::move(payload)};
    for (const bundle::PackageBundle& named : component.bundles) row.children.push_back(bundle_row(named));
    return row;
}

} // namespace

Mark package_mark(const InstallerPackage& package) {
    switch (report::package_verdict(package).mark) {
    case report::Mark::good: return Mark::ok;
    case report::Mark::bad: return Mark::blocker;
    case report::Mark::neutral: break;
    }
    return package.signature ? Mark::warning : Mark::none;
}

std::vector<ChipText> package_chips(const bundle::Bundle& bundle, const InstallerPackage& package) {
    std::vector<ChipText> chips;
    const auto add = [&](const QString& text, Mark mark = Mark::none, const QString& tooltip = {}) {
        if (!text.isEmpty()) chips.push_back({text, mark, tooltip});
    };
    if (package.signature) {
        add(shown(report::signer_class_words(package.signature->signer_class)));
        if (const auto team = package.signature->team_id()) add(tr("Team %1").arg(shown(*team)));
    } else {
        add(tr("not signed"));
    }
    if (package.ticket) add(tr("Ticket stapled"));
    QStringList architectures;
    for (const std::string& architecture : package.architectures) architectures.append(shown(architecture));
    add(architectures.join(QStringLiteral(", ")));
    if (bundle.given_roots)
        add(tr("Other roots trusted"), Mark::note,
            tr("Certificates are judged with roots that you named, beside Apple's."));
    return chips;
}

std::vector<Fact> package_facts(const InstallerPackage& package) {
    std::vector<Fact> facts;
    const auto add = [&](const QString& label, const QString& value, bool monospace = false) -> Fact& {
        return facts.emplace_back(Fact{.label = label, .value = value, .monospace = monospace});
    };
    if (package.signature && package.signature->signer) {
        add(tr("Signed by"), shown(package.signature->signer->common_name));
        add(tr("Team ID"), shown(package.signature->team_id().value_or("none")), true);
    }
    if (package.signature && package.signature->timestamp) {
        Fact& time = add(tr("Timestamp"), from_utf8(to_display(*package.signature->timestamp)));
        if (!package.signature->timestamp_authority.empty())
            time.whole = tr("by %1, not verified").arg(shown(package.signature->timestamp_authority));
    } else if (package.signature && package.signature->signing_time) {
        add(tr("Signed"), tr("%1, says the signer").arg(from_utf8(to_display(*package.signature->signing_time))));
    }
    Fact& ticket = add(tr("Ticket"), shown(report::package_ticket_words(package)));
    if (package.ticket && !package.ticket_lists_package) ticket.mark = Mark::warning;
    if (package.ticket && package.ticket->issued) add(tr("Issued"), from_utf8(to_display(*package.ticket->issued)));
    add(tr("Title"), shown(package.title));
    add(tr("Product"), shown(package.product_identifier), true);
    const QString checksum = shown(to_hex(package.checksum));
    add(tr("Checksum"), short_hash(checksum), true).whole = tr("%1, of the table of contents").arg(checksum);
    std::erase_if(facts, [](const Fact& fact) { return fact.value.isEmpty(); });
    return facts;
}

std::vector<Row> component_rows(const InstallerPackage& package) {
    std::vector<Row> rows;
    for (const PackageComponent& component : package.components) rows.push_back(component_row(package, component));
    return rows;
}

std::vector<const PackageScript*> scripts_of(const InstallerPackage& package) {
    std::vector<const PackageScript*> scripts;
    for (const PackageScript& script : package.scripts) scripts.push_back(&script);
    for (const PackageComponent& component : package.components)
        for (const PackageScript& script : component.scripts) scripts.push_back(&script);
    return scripts;
}

std::vector<Row> script_rows(const InstallerPackage& package) {
    std::vector<Row> rows;
    for (const PackageScript* script : scripts_of(package)) {
        Row row;
        row.key = static_cast<int>(rows.size());
        row.cells = {{.text = shown(inside(package, script->path)),
                      .whole = shown(script->path),
                      .icon = QStringLiteral("file"),
                      .monospace = true,
                      .elide = Qt::ElideMiddle},
                     {.text = shown(report::script_role_words(script->role)),
                      .tone = script->role == PackageScript::Role::helper ? Tone::secondary : Tone::normal},
                     {.text = shown(size_words(script->bytes)), .sort = static_cast<qulonglong>(script->bytes)}};
        rows.push_back(std::move(row));
    }
    return rows;
}

QString script_text(const PackageScript& script) {
    if (!script.is_text) return tr("This file is no text, or could not be read.");
    std::string readable;
    for (const char character : script.text) {
        if (character == '\t')
            readable += "    ";
        else if (character != '\r')
            readable += character;
    }
    QString text = shown(readable, true);
    if (script.is_shortened)
        text += tr("\n… %1 bytes in all; the rest is not shown.").arg(from_utf8(grouped(script.bytes)));
    return text;
}

} // namespace nei::ui
