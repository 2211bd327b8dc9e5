// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/signature_rows.h"

#include "core/base/text.h"
#include "core/report/verify.h"
#include "core/report/words.h"
#include "ui/common/text.h"
#include "ui/inspect/entitlement_rows.h"
#include "ui/inspect/signature_requirement.h"

#include <QCoreApplication>

#include <algorithm>

namespace nei::ui {
namespace {

using bundle::CodeItem;
using signature::CertificatePointer;
using signature::CodeDirectory;
using signature::Signature;

/// Slots that a table lists even where they are absent; unknown higher ones only where they are filled.
constexpr std::uint32_t listed_slots = 7;

QString tr(const char* text) {
    return QCoreApplication::translate("Signature", text);
}

QString hash_text(const Bytes& hash) {
    return from_utf8(to_hex(hash));
}

Row slice_row(const CodeItem& item, const DirectoryAddress& address) {
    const Signature* signature = signature_at(item, address);
    const CodeDirectory* directory = directory_at(item, address);
    Row row;
    const macho::Slice* code = address.slice ? &item.slices[*address.slice].code : nullptr;
    row.cells.push_back({.text = code != nullptr ? shown(code->architecture) : tr("no code"), .tone = Tone::strong});
    if (directory != nullptr) {
        row.cells.push_back({.text = hash_text(directory->cdhash()),
                             .whole = hash_text(directory->cdhash()),
                             .monospace = true,
                             .elide = Qt::ElideMiddle});
        row.cells.push_back({.text = shown(signature::hash_type_name(directory->hash_type))});
        row.cells.push_back({.text = shown(report::flags_words(directory->flags))});
    } else {
        const bool signed_code = code != nullptr && code->signature_range;
        row.cells.push_back(quiet_cell(signed_code ? tr("not read") : tr("none")));
        row.cells.push_back(quiet_cell(QStringLiteral("–")));
        row.cells.push_back(quiet_cell(QStringLiteral("–")));
    }
    QStringList platforms;
    if (code != nullptr)
        for (const macho::Platform& platform : code->platforms)
            platforms.append(shown(report::minimum_os_words(platform)));
    row.cells.push_back(platforms.isEmpty() ? quiet_cell(QStringLiteral("–"))
                                            : Cell{.text = platforms.join(QStringLiteral(", "))});
    Cell state{.text = shown(report::signer_words(signature))};
    if (signature == nullptr && code != nullptr && code->signature_range) {
        state.text = tr("not read");
        state.mark = Mark::unknown;
    }
    row.cells.push_back(std::move(state));
    return row;
}

} // namespace

std::vector<DirectoryAddress> directories_of(const CodeItem& item) {
    std::vector<DirectoryAddress> result;
    const auto add = [&](std::optional<std::size_t> slice, const Signature* signature) {
        const std::size_t count = signature != nullptr ? signature->code_directories.size() : 0;
        for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) result.push_back({slice, i});
    };
    for (std::size_t i = 0; i < item.slices.size(); ++i) {
        const auto& signature = item.slices[i].signature;
        add(i, signature ? &*signature : nullptr);
    }
    if (item.detached_signature) add(std::nullopt, item.detached_signature.get());
    return result;
}

const Signature* signature_at(const CodeItem& item, const DirectoryAddress& address) {
    if (!address.slice) return item.detached_signature.get();
    const auto& signature = item.slices[*address.slice].signature;
    return signature ? &*signature : nullptr;
}

const CodeDirectory* directory_at(const CodeItem& item, const DirectoryAddress& address) {
    const Signature* signature = signature_at(item, address);
    if (signature == nullptr || address.directory >= signature->code_directories.size()) return nullptr;
    return &signature->code_directories[address.directory];
}

QStringList slice_columns() {
    return {tr("Slice"), tr("Code directory hash (cdhash)"), tr("Hash"), tr("Flags"), tr("Minimum OS"), tr("Signer"),
            tr("State")};
}

std::vector<Row> slice_rows(const CodeItem& item) {
    std::vector<Row> rows;
    for (const DirectoryAddress& address : directories_of(item)) {
        rows.push_back(slice_row(item, address));
        rows.back().key = static_cast<int>(rows.size()) - 1;
    }
    return rows;
}

const verify::SliceIntegrity* integrity_of(const verify::Integrity& integrity, std::size_t item,
                                           std::optional<std::size_t> slice) {
    const auto found = std::ranges::find_if(
        integrity.slices, [&](const verify::SliceIntegrity& each) { return each.item == item && each.slice == slice; });
    return found == integrity.slices.end() ? nullptr : &*found;
}

std::vector<Cell> slice_states(const CodeItem& item, std::size_t index, const verify::Integrity& integrity) {
    std::vector<Cell> cells;
    for (const DirectoryAddress& address : directories_of(item)) {
        const verify::SliceIntegrity* slice = integrity_of(integrity, index, address.slice);
        Cell& cell = cells.emplace_back();
        if (slice == nullptr) continue;
        cell.whole = integrity_words(*slice);
        if (slice->valid)
            cell = {.text = tr("Valid"), .whole = cell.whole, .mark = Mark::ok};
        else
            cell = {.text = slice->intact ? tr("Not trusted") : tr("Not valid"),
                    .whole = cell.whole,
                    .mark = Mark::blocker};
    }
    return cells;
}

QString integrity_words(const verify::SliceIntegrity& slice) {
    QStringList words;
    constexpr std::size_t most_errors = 3;
    for (const verify::VerifyError& error : slice.errors) {
        if (static_cast<std::size_t>(words.size()) == most_errors) {
            words.append(tr("There are more."));
            break;
        }
        const verify::FailureText failure = describe(error.failure);
        const std::string detail = report::error_detail_words(error);
        words.append(QStringLiteral("%1, %2%3.")
                         .arg(from_utf8(failure.name), from_utf8(failure.text),
                              detail.empty() ? QString() : QStringLiteral(": ") + shown(detail)));
    }
    if (words.isEmpty()) words.append(tr("Pages, slots and signer agree, and the chain is trusted."));
    if (slice.designated_requirement_satisfied == verify::Truth::yes)
        words.append(tr("It satisfies its designated requirement."));
    if (slice.designated_requirement_satisfied == verify::Truth::no)
        words.append(tr("It does not satisfy its designated requirement."));
    if (slice.timestamp_trusted)
        words.append(*slice.timestamp_trusted ? tr("The time stamp is trusted.")
                                              : tr("The time stamp is not trusted."));
    switch (slice.ticket) {
    case verify::TicketState::covers: words.append(tr("The stapled ticket lists it.")); break;
    case verify::TicketState::does_not_cover: words.append(tr("The stapled ticket does not list it.")); break;
    case verify::TicketState::invalid: words.append(tr("The stapled ticket is not genuine.")); break;
    case verify::TicketState::none: break;
    }
    return words.join(QLatin1Char(' '));
}

QStringList slot_columns() {
    return {tr("Slot"), tr("Seals"), tr("Recorded hash")};
}

std::vector<Row> slot_rows(const CodeDirectory& directory) {
    std::vector<Row> rows;
    const auto add = [&](std::uint32_t slot, const Bytes* hash) {
        Row row;
        row.cells.push_back({.text = QChar(0x2212) + QString::number(slot), .sort = slot});
        row.cells.push_back(
            {.text = shown(signature::slot_name(slot)), .tone = hash != nullptr ? Tone::normal : Tone::secondary});
        if (hash != nullptr)
            row.cells.push_back({.text = short_hash(hash_text(*hash)), .whole = hash_text(*hash), .monospace = true});
        else
            row.cells.push_back(quiet_cell(tr("absent")));
        rows.push_back(std::move(row));
    };
    for (std::uint32_t slot = 1; slot <= listed_slots; ++slot) {
        const auto found = directory.special_slot_hashes.find(slot);
        add(slot, found == directory.special_slot_hashes.end() ? nullptr : &found->second);
    }
    for (const auto& [slot, hash] : directory.special_slot_hashes)
        if (slot > listed_slots) add(slot, &hash);
    return rows;
}

std::vector<Row> chain_rows(const std::vector<CertificatePointer>& all, Timestamp now) {
    const auto row_of = [&](const CertificatePointer& certificate, const QString& role) {
        const bool expired = certificate->not_after < now;
        const QString date = date_text(certificate->not_after);
        const QString name = shown(certificate->common_name.empty() ? certificate->subject : certificate->common_name);
        Row row;
        row.cells = {
            {.text = name,
             .suffix = role,
             .whole = name + QStringLiteral(", ") + role + QStringLiteral(", SHA-256 ") + shown(certificate->sha256),
             .icon = QStringLiteral("certificate"),
             .elide = Qt::ElideMiddle},
            {.text = expired ? tr("expired %1").arg(date) : tr("to %1").arg(date), .tone = Tone::secondary}};
        return row;
    };
    std::size_t linked = 0; // certificates that follow each other by issuer, from the leaf on
    while (linked < all.size() && all[linked] && (linked == 0 || all[linked - 1]->issuer == all[linked]->subject))
        ++linked;
    std::vector<Row> chain;
    for (std::size_t i = linked; i-- > 0;) {
        const QString role = i == 0 ? tr("signer") : all[i]->self_issued() ? tr("root") : tr("intermediate");
        Row row = row_of(all[i], role);
        row.children = std::move(chain);
        chain.clear();
        chain.push_back(std::move(row));
    }
    for (std::size_t i = linked; i < all.size(); ++i)
        if (all[i]) chain.push_back(row_of(all[i], tr("not part of the chain")));
    return chain;
}

std::vector<Row> constraint_rows(const signature::Constraints& constraints) {
    std::vector<Row> rows;
    const auto add = [&](const QString& name, const std::optional<plist::Value>& value) {
        if (!value) return;
        Row row;
        row.cells.push_back({.text = name, .tone = Tone::strong});
        row.children = value_rows(*value);
        rows.push_back(std::move(row));
    };
    add(tr("Launch, self"), constraints.self);
    add(tr("Launch, parent"), constraints.parent);
    add(tr("Launch, responsible"), constraints.responsible);
    add(tr("Library"), constraints.library);
    return rows;
}

QString requirement_text(const Signature& signature) {
    QStringList lines;
    if (signature.designated_requirement)
        lines.append(laid_out_requirement(shown(signature.designated_requirement->text)));
    for (const signature::RequirementSetEntry& entry : signature.requirements) {
        if (entry.type == static_cast<std::uint32_t>(signature::RequirementType::designated)) continue;
        lines.append(laid_out_requirement(shown(signature::requirement_type_text(entry.type)) + QStringLiteral(" => ") +
                                          shown(entry.text)));
    }
    return lines.join(QLatin1Char('\n'));
}

QString copied_requirement(const Signature& signature) {
    return signature.designated_requirement ? shown(signature.designated_requirement->text) : QString();
}

} // namespace nei::ui
