// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/signature_facts.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "ui/common/text.h"
#include "ui/inspect/signature_rows.h"

#include <QCoreApplication>

#include <algorithm>

namespace nei::ui {
namespace {

using bundle::CodeItem;
using signature::CodeDirectory;
using signature::Signature;

QString tr(const char* text) {
    return QCoreApplication::translate("Signature", text);
}

QString hex(std::uint64_t number) {
    return QStringLiteral("0x%1").arg(number, 0, 16);
}

QString bytes(std::uint64_t count) {
    return tr("%1 bytes").arg(from_utf8(grouped(count)));
}

/// How many of an item's code directories a ticket lists.
Fact ticket_covers(const CodeItem& item, const signature::Ticket& ticket) {
    std::size_t all = 0;
    std::size_t listed = 0;
    for (const DirectoryAddress& address : directories_of(item)) {
        const CodeDirectory* directory = directory_at(item, address);
        if (directory == nullptr) continue;
        ++all;
        const auto cdhash = directory->cdhash();
        if (std::ranges::find(ticket.entries, cdhash, &signature::TicketEntry::cdhash) != ticket.entries.end())
            ++listed;
    }
    return {.label = tr("Of this item"),
            .value = tr("%1 of %2 code directories").arg(listed).arg(all),
            .mark = all == 0        ? Mark::none
                    : listed == all ? Mark::ok
                                    : Mark::note,
            .verdict = all == 0        ? QString()
                       : listed == all ? tr("listed")
                                       : tr("not all are listed")};
}

} // namespace

std::vector<Fact> directory_facts(const CodeDirectory& directory) {
    std::vector<Fact> facts{
        {.label = tr("Identifier"), .value = shown(directory.identifier), .monospace = true},
        {.label = tr("Team ID"),
         .value = shown(directory.team_id.value_or("not set")),
         .monospace = directory.team_id.has_value()},
        {.label = tr("Hash"),
         .value = QStringLiteral("%1, %2").arg(shown(signature::hash_type_name(directory.hash_type)),
                                               bytes(directory.hash_size))},
        {.label = tr("Version"), .value = hex(directory.version)},
        {.label = tr("Flags"), .value = shown(report::flags_words(directory.flags))},
        {.label = tr("Runtime"),
         .value = directory.runtime_version && *directory.runtime_version != 0
                      ? shown(signature::runtime_version_text(*directory.runtime_version))
                      : tr("not stated")},
        {.label = tr("Code"), .value = bytes(directory.code_limit)},
        {.label = tr("Page size"), .value = directory.page_size == 0 ? tr("one page") : bytes(directory.page_size)}};
    if (directory.exec_seg_limit) {
        const std::uint64_t base = directory.exec_seg_base.value_or(0);
        QStringList names;
        for (const std::string& name : signature::exec_seg_flag_names(directory.exec_seg_flags.value_or(0)))
            names.append(shown(name));
        facts.push_back(
            {.label = tr("Segment"), .value = tr("%1, size %2").arg(hex(base), hex(*directory.exec_seg_limit))});
        facts.push_back(
            {.label = tr("Its flags"),
             .value = (hex(directory.exec_seg_flags.value_or(0)) + QLatin1Char(' ') + names.join(QStringLiteral(", ")))
                          .trimmed()});
    }
    facts.push_back(
        {.label = tr("Slots"),
         .value = tr("%1 of code, %2 special")
                      .arg(from_utf8(grouped(directory.code_slots)), from_utf8(grouped(directory.special_slots)))});
    if (directory.platform != 0)
        facts.push_back({.label = tr("Platform"), .value = QString::number(directory.platform)});
    return facts;
}

std::vector<Fact> time_facts(const Signature& signature) {
    std::vector<Fact> facts;
    if (signature.timestamp) {
        Fact fact{.label = tr("Timestamp"), .value = from_utf8(to_display(*signature.timestamp))};
        if (!signature.timestamp_authority.empty())
            fact.value += tr(", by %1").arg(shown(signature.timestamp_authority));
        facts.push_back(std::move(fact));
    }
    if (signature.signing_time)
        facts.push_back({.label = tr("Signed"),
                         .value = tr("%1, says the signer").arg(from_utf8(to_display(*signature.signing_time)))});
    if (facts.empty()) facts.push_back({.label = tr("Timestamp"), .value = tr("none")});
    return facts;
}

std::vector<Fact> ticket_facts(const ShownItem& shown_item) {
    const CodeItem& item = *shown_item;
    if (!item.ticket) return {};
    const signature::Ticket& ticket = *item.ticket;
    std::vector<Fact> facts{
        {.label = tr("Issued"), .value = ticket.issued ? from_utf8(to_display(*ticket.issued)) : tr("not stated")},
        {.label = tr("Lists"), .value = from_utf8(counted(ticket.entries.size(), "cdhash", "cdhashes"))},
        ticket_covers(item, ticket)};
    const std::string file =
        item.contents.empty() || item.contents == "." ? std::string("CodeResources") : item.contents + "/CodeResources";
    facts.push_back({.label = tr("File"), .value = shown(file), .monospace = true});
    const auto entry = shown_item.files != nullptr ? shown_item.files->find(file) : std::nullopt;
    if (entry) facts.push_back({.label = tr("Size"), .value = bytes(shown_item.files->entries()[*entry].size)});
    return facts;
}

std::vector<Fact> unchecked_facts(const CodeItem& item, const Signature& signature) {
    std::vector<Fact> facts;
    const auto add = [&](const QString& what, const QString& meaning) { facts.push_back({what, meaning}); };
    if (signature.signer) {
        add(tr("Signature"), tr("Whether the key of the signer made it, and whether its chain leads to Apple."));
        if (signature.timestamp) add(tr("Timestamp"), tr("Whether its authority made it. It is shown as it stands."));
    }
    if (!item.slices.empty()) add(tr("Page hashes"), tr("Whether the code is still what was signed."));
    add(tr("Special slots"), tr("Whether Info.plist, entitlements and the rest fit the recorded hashes."));
    if (item.seal) add(tr("Seal"), tr("Whether the files of the bundle are still those that were sealed."));
    if (signature.designated_requirement) add(tr("Requirement"), tr("Whether this code satisfies it."));
    if (item.ticket) add(tr("Ticket"), tr("Whether Apple issued it."));
    if (signature.signer) add(tr("Revocation"), tr("Whether certificates were withdrawn. This needs the network."));
    if (item.platform_family() == ne::PlatformFamily::macos)
        add(tr("Notarisation"), tr("Whether Apple knows this code. This needs the network."));
    return facts;
}

} // namespace nei::ui
