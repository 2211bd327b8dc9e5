// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/entitlement_rows.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "ui/common/text.h"
#include "ui/inspect/signature_rows.h"
#include "ui/inspect/verdicts.h"

#include <QCoreApplication>

#include <algorithm>

namespace nei::ui {
namespace {

using profile::Authorisation;
using profile::Verdict;

/// A claim has one to three values; a longer list would push the table out of sight.
constexpr int most_values_explained = 6;

QString tr(const char* text, int n = -1) {
    return QCoreApplication::translate("Entitlements", text, nullptr, n);
}

Cell value_cell(const plist::Value& value) {
    const QString text = shown(plist::one_line(value));
    if (text.isEmpty()) return {.text = tr("empty"), .tone = Tone::secondary};
    return {.text = text, .monospace = true, .elide = Qt::ElideMiddle};
}

const plist::Value* claim_of(const Authorisation& row) {
    if (row.claimed_der) return &*row.claimed_der;
    return row.claimed_xml ? &*row.claimed_xml : nullptr;
}

Cell claimed_cell(const Authorisation& row) {
    if (!row.claimed_xml) {
        return row.claimed_der ? quiet_cell(tr("not in the XML")) : quiet_cell(tr("not claimed"));
    }
    Cell cell = value_cell(*row.claimed_xml);
    if (row.verdict == Verdict::not_allowed || row.verdict == Verdict::no_profile) cell.tone = Tone::strong;
    return cell;
}

Cell der_cell(const Authorisation& row, bool signature_has_der) {
    if (!row.claimed_xml && !row.claimed_der) return {};
    if (!row.claimed_der) {
        if (!signature_has_der) return quiet_cell(tr("none"), tr("The signature has no DER entitlements."));
        return {.text = tr("missing"), .whole = tr("Not in the DER form, which macOS uses."), .mark = Mark::warning};
    }
    if (row.claimed_xml == row.claimed_der) return quiet_cell(tr("same"), shown(plist::one_line(*row.claimed_der)));
    Cell cell = value_cell(*row.claimed_der);
    if (row.claimed_xml) cell.mark = Mark::warning;
    return cell;
}

Cell allowed_cell(const Authorisation& row) {
    if (!row.allowed) return quiet_cell(QStringLiteral("–"));
    const QString whole = shown(plist::one_line(*row.allowed));
    const plist::Value* claim = claim_of(row);
    if (claim == nullptr) return value_cell(*row.allowed);
    if (*claim == *row.allowed) return {.text = tr("same value"), .whole = whole};
    const plist::Array* claimed = claim->array();
    const plist::Array* allowed = row.allowed->array();
    if (claimed != nullptr && allowed != nullptr && claimed->size() <= allowed->size()) {
        const bool contained = std::ranges::all_of(
            *claimed, [&](const plist::Value& value) { return std::ranges::find(*allowed, value) != allowed->end(); });
        if (contained) {
            const auto more = static_cast<int>(allowed->size() - claimed->size());
            return {.text = more == 0 ? tr("same values") : tr("same value, %1 more").arg(more), .whole = whole};
        }
    }
    return value_cell(*row.allowed);
}

Cell verdict_cell(const Authorisation& row) {
    Cell cell;
    cell.whole = shown(report::verdict_words(row));
    switch (row.verdict) {
    case Verdict::allowed:
        cell.mark = Mark::ok;
        cell.text = row.by_wildcard ? tr("Allowed by *") : tr("Allowed");
        break;
    case Verdict::not_allowed:
        cell.mark = Mark::blocker;
        cell.text = tr("Not allowed");
        break;
    case Verdict::no_profile:
        cell.mark = Mark::blocker;
        cell.text = tr("No profile");
        break;
    case Verdict::authorised_by_store:
        cell.mark = Mark::ok;
        cell.text = tr("Store");
        cell.whole = tr("The App Store has authorised this; its copies carry no profile.");
        break;
    case Verdict::needs_no_profile:
        cell.tone = Tone::secondary;
        cell.text = tr("Not restricted");
        break;
    case Verdict::allowed_but_unused:
        cell.tone = Tone::secondary;
        cell.text = tr("Not used");
        break;
    }
    cell.sort = static_cast<int>(row.verdict);
    return cell;
}

/// Whether the system starts this kind as a process; libraries run with the claims of what loads them.
bool is_started(bundle::ItemKind kind) {
    switch (kind) {
    case bundle::ItemKind::framework:
    case bundle::ItemKind::library:
    case bundle::ItemKind::bundle:
    case bundle::ItemKind::object:
    case bundle::ItemKind::debug_symbols: return false;
    default: return true;
    }
}

/// What one value of the networkextension entitlement means.
QString value_meaning(const std::string& value) {
    const ne::NetworkExtensionValue* known = ne::Knowledge::builtin().network_extension_value(value);
    if (known == nullptr) return tr("%1: NE Inspector does not know this value.").arg(shown(value));
    QString text = QStringLiteral("%1: %2").arg(shown(value), from_utf8(known->meaning));
    if (value == known->developer_id_value && value != known->value) text += tr(" This is its form for Developer ID.");
    if (known->by_request) text += tr(" Apple grants it on request.");
    return text;
}

QString keys(std::size_t count) {
    return from_utf8(counted(count, "key", "keys"));
}

/// Dictionaries nest at most as deep as the parsers of core allow.
Row value_row(const QString& name, const plist::Value& value) {
    Row row;
    row.cells.push_back({.text = name});
    if (const plist::Dictionary* dictionary = value.dictionary()) {
        row.cells.push_back(quiet_cell(keys(dictionary->size())));
        row.children = value_rows(value);
    } else if (const plist::Array* array = value.array()) {
        row.cells.push_back(quiet_cell(from_utf8(counted(array->size(), "element", "elements"))));
        row.children = value_rows(value);
    } else {
        row.cells.push_back(value_cell(value));
    }
    return row;
}

} // namespace

QStringList entitlement_columns() {
    return {tr("Key"), tr("Claimed, XML"), tr("DER"), tr("Allowed by profile"), tr("Verdict")};
}

std::vector<Row> entitlement_rows(const bundle::CodeItem& item) {
    const signature::Signature* signature = item.main_signature();
    const bool has_der = signature != nullptr && signature->entitlements && signature->entitlements->der;
    std::vector<Row> restricted, unrestricted, unused;
    for (const Authorisation& entry : item.authorisation) {
        Row row;
        row.key = shown(entry.key);
        row.cells = {{.text = entry.key.empty() ? tr("(empty key)") : shown(entry.key), .elide = Qt::ElideLeft},
                     claimed_cell(entry),
                     der_cell(entry, has_der),
                     allowed_cell(entry),
                     verdict_cell(entry)};
        auto& group = entry.verdict == Verdict::allowed_but_unused ? unused
                      : entry.restricted                           ? restricted
                                                                   : unrestricted;
        group.push_back(std::move(row));
    }
    std::vector<Row> result;
    const auto add = [&](const QString& title, const QString& addition, std::vector<Row>& rows) {
        if (!rows.empty()) result.push_back(heading_row(title, addition, std::move(rows)));
    };
    const QString must = restricted.size() == 1 ? tr("%1, it must be allowed by the profile")
                                                : tr("%1, each must be allowed by the profile");
    add(tr("Restricted"), must.arg(keys(restricted.size())), restricted);
    add(tr("Unrestricted"), tr("%1, no profile needed").arg(keys(unrestricted.size())), unrestricted);
    add(tr("Allowed, not claimed"), keys(unused.size()), unused);
    return result;
}

std::map<QString, Cell> entitlement_verdicts(const bundle::CodeItem& item, std::size_t index, const Judged& judged) {
    std::map<QString, Cell> verdicts;
    for (const Authorisation& entry : item.authorisation) {
        const rules::Finding* finding = finding_about(judged, index, entry.key);
        if (finding == nullptr) continue;
        Cell cell = verdict_cell(entry);
        // What is allowed, or needs no profile, and is wrong all the same.
        const bool refused = entry.verdict == Verdict::not_allowed || entry.verdict == Verdict::no_profile;
        if (!refused) cell.text = severity_word(finding->severity);
        cell.mark = mark_of(finding->severity);
        cell.tone = Tone::normal;
        cell.whole = shown(finding->title);
        verdicts.emplace(shown(entry.key), std::move(cell));
    }
    return verdicts;
}

bool forms_differ(const bundle::CodeItem& item) {
    const signature::Signature* signature = item.main_signature();
    return signature != nullptr && signature->entitlements && !signature->entitlements->agree();
}

QString profile_state(const bundle::CodeItem& item) {
    const bool has_code = !item.slices.empty() || item.detached_signature;
    if (item.executable_missing) return tr("The executable that its Info.plist names is not there.");
    if (!has_code) return tr("This item contains no code that could claim entitlements.");
    const bundle::CodeSlice* main = item.main_slice();
    if (item.main_signature() == nullptr && main != nullptr && main->has_unreadable_signature())
        return tr("The signature of this code cannot be read, so that its entitlements are not known.");
    if (item.main_signature() == nullptr)
        return tr("This code is not signed. Macs with Apple silicon do not run unsigned code.");
    if (item.profile) return {};
    const auto count = std::ranges::count_if(
        item.authorisation, [](const Authorisation& row) { return row.verdict == Verdict::no_profile; });
    if (count > 0) {
        const QString claims = from_utf8(
            counted(static_cast<unsigned long long>(count), "restricted entitlement", "restricted entitlements"));
        if (!is_started(item.kind)) return tr("This item has no profile. It claims %1.").arg(claims);
        const bool mac = item.platform_family() == ne::PlatformFamily::macos;
        return tr("This item has no profile. It claims %1, so %2 will not start it.")
            .arg(claims, mac ? tr("macOS") : tr("the system"));
    }
    const bool store = std::ranges::any_of(
        item.authorisation, [](const Authorisation& row) { return row.verdict == Verdict::authorised_by_store; });
    if (store) return tr("The App Store has authorised these entitlements; its copies carry no profile.");
    return tr("This item has no profile, and needs none: it claims no restricted entitlement.");
}

QString entitlement_meaning(const std::string& key, const plist::Value* value) {
    const ne::EntitlementKey* known = ne::Knowledge::builtin().entitlement(key);
    QStringList lines;
    if (known != nullptr) lines.append(from_utf8(known->meaning));
    const plist::Array* values = value != nullptr ? value->array() : nullptr;
    if (key == ne::network_extension_entitlement && values != nullptr) {
        for (const plist::Value& each : *values) {
            if (lines.size() > most_values_explained) {
                lines.append(QStringLiteral("…"));
                break;
            }
            if (const std::string* text = each.string()) lines.append(value_meaning(*text));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

std::vector<Row> allow_list_rows(const profile::Profile& profile) {
    std::vector<Row> rows = value_rows(profile.entitlements);
    const auto set_key = [](auto& self, Row& row, const QVariant& key) -> void {
        row.key = key;
        for (Row& child : row.children) self(self, child, key);
    };
    for (Row& row : rows) {
        set_key(set_key, row, row.cells.front().text);
        row.cells.front().elide = Qt::ElideLeft; // keys differ in their ends
    }
    return rows;
}

std::vector<Row> value_rows(const plist::Value& value) {
    std::vector<Row> rows;
    if (const plist::Dictionary* dictionary = value.dictionary()) {
        for (const auto& [key, member] : *dictionary) rows.push_back(value_row(shown(key), member));
    } else if (const plist::Array* array = value.array()) {
        for (std::size_t i = 0; i < array->size(); ++i) rows.push_back(value_row(QString::number(i), (*array)[i]));
    } else {
        rows.push_back(value_row({}, value));
    }
    return rows;
}

} // namespace nei::ui
