// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/item_facts.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "ui/common/text.h"
#include "ui/inspect/signature_rows.h"

#include <QCoreApplication>

#include <algorithm>

namespace nei::ui {
namespace {

using bundle::CodeItem;
using profile::Profile;
using profile::Verdict;

QString tr(const char* text) {
    return QCoreApplication::translate("ItemFacts", text);
}

QString joined(const std::vector<std::string>& texts) {
    QStringList list;
    for (const std::string& text : texts) list.append(shown(text));
    return list.join(QStringLiteral(", "));
}

Fact expiry(const Profile& profile, Timestamp now) {
    Fact fact{.label = tr("Expires"), .value = tr("not stated")};
    if (!profile.expires) return fact;
    const QString distance = distance_words(*profile.expires, now);
    fact.value = date_text(*profile.expires);
    fact.whole = from_utf8(to_display(*profile.expires));
    if (*profile.expires < now) {
        fact.mark = Mark::warning;
        fact.verdict = distance == tr("today") ? tr("expired") : tr("expired %1").arg(distance);
    } else {
        fact.value += QStringLiteral(" (%1)").arg(distance);
    }
    return fact;
}

Fact signed_by(const Profile& profile) {
    const profile::ProfileSignature& signature = profile.signature;
    Fact fact{.label = tr("Signed by"), .value = shown(report::chain_words(signature.chain)), .mark = Mark::ok};
    fact.whole = shown(signature.signer);
    if (!signature.content_intact) {
        fact.value = shown(report::profile_signature_words(signature));
        fact.mark = Mark::blocker;
    } else if (signature.chain != signature::ChainAnchor::apple) {
        fact.mark = Mark::warning;
    } else {
        fact.verdict = tr("valid");
    }
    return fact;
}

Fact app_id(const CodeItem& item, const Profile& profile) {
    Fact fact = profile_match(item);
    fact.label = tr("App ID");
    fact.monospace = profile.app_id.has_value();
    if (!profile.app_id) {
        fact.value = tr("none");
        return fact;
    }
    const QString whole = shown(*profile.app_id);
    const QString prefix = shown(profile.team_id.value_or("")) + QLatin1Char('.');
    // The team stands elsewhere; another prefix is worth its room.
    fact.value = profile.team_id && whole.startsWith(prefix) ? whole.sliced(prefix.size()) : whole;
    fact.whole = fact.whole.isEmpty() ? whole : whole + QLatin1Char('\n') + fact.whole;
    return fact;
}

Fact signing_certificate(const CodeItem& item, const Profile& profile) {
    const auto count = profile.certificates.size();
    Fact fact{.label = tr("Certificate"), .value = tr("%1 allowed").arg(count)};
    const signature::Signature* signature = item.main_signature();
    if (signature == nullptr || !signature->signer) return fact;
    const bool listed = std::ranges::any_of(profile.certificates, [&](const signature::CertificatePointer& allowed) {
        return allowed && allowed->sha256 == signature->signer->sha256;
    });
    fact.mark = listed ? Mark::ok : Mark::blocker;
    fact.value = tr("%1 of %2").arg(listed ? 1 : 0).arg(count);
    fact.verdict = listed ? tr("is the signer") : tr("none is the signer");
    return fact;
}

} // namespace

/// Whether it is as it was signed, once that was verified.
std::optional<ChipText> checked_chip(const bundle::Bundle& bundle, const CodeItem& item,
                                     const verify::Integrity* integrity) {
    if (integrity == nullptr) return std::nullopt;
    const auto index = static_cast<std::size_t>(&item - bundle.items.data());
    const auto is_of = [&](const verify::SliceIntegrity& slice) { return slice.item == index; };
    if (std::ranges::none_of(integrity->slices, is_of)) return std::nullopt;
    if (integrity->item_valid(index)) return ChipText{tr("Signature valid"), Mark::ok, {}};
    const bool intact = std::ranges::all_of(
        integrity->slices, [&](const verify::SliceIntegrity& slice) { return !is_of(slice) || slice.intact; });
    return intact ? ChipText{tr("Not trusted"), Mark::warning, {}} : ChipText{tr("Not as signed"), Mark::blocker, {}};
}

std::vector<ChipText> item_chips(const bundle::Bundle& bundle, const CodeItem& item,
                                 const verify::Integrity* integrity) {
    std::vector<ChipText> chips;
    const auto add = [&](const QString& text, Mark mark = Mark::none, const QString& tooltip = {}) {
        if (!text.isEmpty()) chips.push_back({text, mark, tooltip});
    };
    if (item.kind == bundle::ItemKind::profile) {
        if (item.profile) {
            add(shown(report::profile_kind_words(*item.profile)));
            if (item.profile->team_id) add(tr("Team %1").arg(shown(*item.profile->team_id)));
            add(joined(item.profile->platforms));
        }
    } else if (!item.slices.empty() || item.detached_signature) {
        const signature::Signature* signature = item.main_signature();
        const bundle::CodeSlice* main = item.main_slice();
        if (signature == nullptr && main != nullptr && main->has_unreadable_signature())
            add(tr("Signature not read"), Mark::unknown);
        else
            add(shown(report::signer_words(signature)));
        if (signature != nullptr) {
            if (signature->team_id) add(tr("Team %1").arg(shown(*signature->team_id)));
            if (const auto checked = checked_chip(bundle, item, integrity)) chips.push_back(*checked);
            if (item.ticket) add(tr("Ticket stapled"));
            if (!signature->code_directories.empty()) {
                const auto& directory = signature->code_directories[signature->preferred_directory()];
                if ((directory.flags & signature::flag_runtime) != 0) add(tr("Hardened runtime"));
            }
        }
        QStringList architectures;
        for (const bundle::CodeSlice& slice : item.slices) architectures.append(shown(slice.code.architecture));
        add(architectures.join(QStringLiteral(", ")));
        add(shown(report::minimum_os_words(item)));
    }
    if (bundle.source.kind == source::SourceKind::example) {
        add(tr("Example, forged certificates"), Mark::note);
    } else if (bundle.given_roots) {
        add(tr("Other roots trusted"), Mark::note,
            tr("Certificates are judged with roots that you named, beside Apple's."));
    }
    return chips;
}

std::vector<Fact> profile_summary(const CodeItem& item, Timestamp now) {
    if (!item.profile) return {};
    const Profile& profile = *item.profile;
    return {{.label = tr("Name"), .value = shown(profile.name)},
            {.label = tr("Kind"), .value = shown(report::profile_kind_words(profile))},
            expiry(profile, now),
            app_id(item, profile),
            signing_certificate(item, profile),
            signed_by(profile)};
}

QString profile_line(const Profile& profile) {
    QString text = shown(report::profile_kind_words(profile));
    if (profile.expires) text += tr(", expires %1").arg(date_text(*profile.expires));
    return text;
}

Fact profile_match(const CodeItem& item) {
    Fact fact;
    for (const profile::Authorisation& row : item.authorisation) {
        if (row.key != "application-identifier" && row.key != "com.apple.application-identifier") continue;
        if (row.verdict == Verdict::allowed) {
            fact.mark = Mark::ok;
            fact.verdict = tr("matches");
            fact.whole = tr("The claimed application identifier matches.");
        } else if (row.verdict == Verdict::not_allowed) {
            fact.mark = Mark::blocker;
            fact.verdict = tr("does not match");
            fact.whole = tr("The claimed application identifier does not match.");
        }
    }
    return fact;
}

QString distance_words(Timestamp moment, Timestamp now) {
    using namespace std::chrono;
    const bool past = moment < now;
    const auto apart = past ? now - moment : moment - now;
    const auto count = [](auto number, const char* one, const char* many) {
        return from_utf8(counted(static_cast<unsigned long long>(number), one, many));
    };
    QString words;
    if (apart >= years(2))
        words = count(floor<years>(apart).count(), "year", "years");
    else if (apart >= months(2))
        words = count(floor<months>(apart).count(), "month", "months");
    else if (apart >= days(1))
        words = count(floor<days>(apart).count(), "day", "days");
    else
        return tr("today");
    return past ? tr("%1 ago").arg(words) : tr("in %1").arg(words);
}

std::vector<Fact> profile_facts(const Profile& profile, Timestamp now) {
    std::vector<Fact> facts{
        {.label = tr("Name"), .value = shown(profile.name)},
        {.label = tr("Kind"), .value = shown(report::profile_kind_words(profile))},
        {.label = tr("App ID"), .value = shown(profile.app_id.value_or("")), .monospace = true},
        {.label = tr("App ID name"), .value = shown(profile.app_id_name)},
        {.label = tr("Team"), .value = shown(profile.team_name)},
        {.label = tr("Team ID"), .value = joined(profile.team_ids), .monospace = true},
        {.label = tr("Prefix"), .value = joined(profile.app_id_prefixes), .monospace = true},
        {.label = tr("Platforms"), .value = joined(profile.platforms)},
        {.label = tr("UUID"), .value = shown(profile.uuid), .monospace = true},
        {.label = tr("Created"), .value = profile.created ? date_text(*profile.created) : QString()},
        expiry(profile, now),
        signed_by(profile),
        {.label = tr("Made by"),
         .value = profile.local           ? tr("Xcode, free team")
                  : profile.xcode_managed ? tr("Xcode, automatic signing")
                                          : tr("hand or other tools")},
        {.label = tr("Distribution"), .value = shown(profile.distribution_type.value_or("")), .monospace = true}};
    if (profile.all_devices)
        facts.push_back({.label = tr("Devices"), .value = tr("all")});
    else if (!profile.devices.empty())
        facts.push_back({.label = tr("Devices"), .value = from_utf8(grouped(profile.devices.size()))});
    std::erase_if(facts, [](const Fact& fact) { return fact.value.isEmpty(); });
    return facts;
}

QStringList profile_certificate_columns() {
    return {tr("Certificate"), tr("Valid"), tr("SHA-256")};
}

std::vector<Row> profile_certificate_rows(const Profile& profile, Timestamp now, const signature::Certificate* signer) {
    std::vector<Row> rows;
    for (const signature::CertificatePointer& certificate : profile.certificates) {
        if (!certificate) continue;
        const bool expired = certificate->not_after < now;
        const QString last = date_text(certificate->not_after);
        const QString period = tr("%1 to %2").arg(date_text(certificate->not_before), last);
        const bool signed_it = signer != nullptr && signer->sha256 == certificate->sha256;
        const QString name = shown(certificate->common_name.empty() ? certificate->subject : certificate->common_name);
        Row row;
        row.key = shown(certificate->sha256);
        row.cells = {{.text = name,
                      .suffix = signed_it ? tr("signed this item") : QString(),
                      .icon = QStringLiteral("certificate"),
                      .elide = Qt::ElideMiddle},
                     {.text = expired ? tr("expired %1").arg(last) : period,
                      .whole = period,
                      .mark = expired ? Mark::warning : Mark::none,
                      .sort = last},
                     {.text = shown(certificate->sha256), .monospace = true, .elide = Qt::ElideMiddle}};
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Row> profile_device_rows(const Profile& profile) {
    std::vector<Row> rows;
    for (const std::string& device : profile.devices) {
        Row row;
        row.key = shown(device);
        row.cells = {{.text = shown(device), .monospace = true, .elide = Qt::ElideMiddle}};
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace nei::ui
