// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/verdicts.h"

#include "core/base/text.h"
#include "ui/common/text.h"

#include <QCoreApplication>

#include <algorithm>

namespace nei::ui {
namespace {

using rules::Judgement;
using rules::Severity;
using State = rules::Verdict::State;

QString tr(const char* text) {
    return QCoreApplication::translate("Verdicts", text);
}

/// Nothing good is said before all was looked at.
SaidVerdict said(const rules::Verdict& verdict, Checking checking) {
    const bool good = verdict.state == State::ok || verdict.state == State::note;
    if (good && checking == Checking::running)
        return {Mark::running, tr("Nothing is wrong so far. The signature and the seal are still being checked.")};
    if (good && checking == Checking::stopped)
        return {Mark::unknown, tr("Nothing is wrong so far. The signature and the seal were not checked to the end.")};
    return {mark_of(verdict.state), shown(verdict.sentence)};
}

QString count_words(int count, Severity severity) {
    const auto number = static_cast<unsigned long long>(count);
    switch (severity) {
    case Severity::blocker: return from_utf8(counted(number, "blocker", "blockers"));
    case Severity::warning: return from_utf8(counted(number, "warning", "warnings"));
    case Severity::note: return from_utf8(counted(number, "note", "notes"));
    }
    return {};
}

/// Whether verification has a result for items of this kind.
bool is_checked(const bundle::CodeItem& item) {
    switch (item.kind) {
    case bundle::ItemKind::profile:
    case bundle::ItemKind::object:
    case bundle::ItemKind::debug_symbols: return false;
    default: return !item.slices.empty() || item.detached_signature;
    }
}

bool is_unreadable(const bundle::CodeItem& item) {
    return std::ranges::any_of(item.slices, [](const auto& slice) { return slice.has_unreadable_signature(); });
}

/// The outermost item around each.
std::vector<std::size_t> roots_of(const bundle::Bundle& bundle) {
    std::vector<std::size_t> roots(bundle.items.size());
    for (std::size_t i = 0; i < roots.size(); ++i) { // parents come first
        const auto& parent = bundle.items[i].parent;
        roots[i] = parent && *parent < i ? roots[*parent] : i;
    }
    return roots;
}

Cell shortened(Cell cell, const FindingCounts& counts) {
    if (cell.mark == Mark::none) return cell;
    cell.whole = cell.text;
    cell.text.clear();
    for (const Severity severity : {Severity::blocker, Severity::warning, Severity::note})
        if (mark_of(severity) == cell.mark) cell.text = QString::number(counts[static_cast<std::size_t>(severity)]);
    return cell;
}

Cell state_cell(const bundle::CodeItem& item, const FindingCounts& counts, Checking checking, bool valid) {
    for (const Severity severity : {Severity::blocker, Severity::warning}) {
        const int count = counts[static_cast<std::size_t>(severity)];
        if (count > 0) return {.text = count_words(count, severity), .mark = mark_of(severity)};
    }
    if (!is_checked(item) || is_unreadable(item)) return {};
    if (checking == Checking::running) return {.text = tr("checking"), .mark = Mark::running};
    if (checking == Checking::stopped) return {.text = tr("not checked"), .mark = Mark::unknown};
    if (checking == Checking::done && valid) return {.text = tr("OK"), .mark = Mark::ok};
    const int notes = counts[static_cast<std::size_t>(Severity::note)];
    if (notes > 0) return {.text = count_words(notes, Severity::note), .mark = Mark::note};
    return {};
}

} // namespace

Mark mark_of(Severity severity) {
    switch (severity) {
    case Severity::blocker: return Mark::blocker;
    case Severity::warning: return Mark::warning;
    case Severity::note: return Mark::note;
    }
    return Mark::none;
}

Mark mark_of(State state) {
    switch (state) {
    case State::blocker: return Mark::blocker;
    case State::warning: return Mark::warning;
    case State::note: return Mark::note;
    case State::ok: return Mark::ok;
    case State::unknown: return Mark::unknown;
    }
    return Mark::none;
}

QString severity_word(Severity severity) {
    switch (severity) {
    case Severity::blocker: return tr("Blocker");
    case Severity::warning: return tr("Warning");
    case Severity::note: return tr("Note");
    }
    return {};
}

SaidVerdict verdict_of(const bundle::Bundle& bundle, const Judged& judged, Checking checking, std::size_t item) {
    if (judged.judgement == nullptr) return {};
    const Judgement& judgement = *judged.judgement;
    for (const rules::RootJudgement& root : judgement.roots) {
        if (root.item == item) return said(root.verdict, checking);
        const auto provider = std::ranges::find(root.providers, item, &rules::ProviderJudgement::item);
        if (provider != root.providers.end()) return said(provider->verdict, checking);
    }
    const auto finding = std::ranges::find(judgement.findings, item, &rules::Finding::item);
    if (finding != judgement.findings.end()) return {mark_of(finding->severity), shown(finding->title)};
    if (checking != Checking::done || !is_checked(bundle.items[item]) || !judged.integrity->item_valid(item)) return {};
    return {Mark::ok, tr("This code is as it was signed, and its signer is trusted.")};
}

FindingCounts count_findings(const Judgement& judgement, std::optional<std::size_t> item) {
    FindingCounts counts{};
    for (const rules::Finding& finding : judgement.findings)
        if (!item || finding.item == *item) ++counts[static_cast<std::size_t>(finding.severity)];
    return counts;
}

std::vector<Cell> state_cells(const bundle::Bundle& bundle, const Judged& judged, Checking checking, bool brief) {
    std::vector<FindingCounts> counts(bundle.items.size());
    std::vector<char> valid(bundle.items.size(), 1);
    const std::vector<std::size_t> roots = roots_of(bundle);
    if (judged.judgement != nullptr)
        for (const rules::Finding& finding : judged.judgement->findings) {
            const auto severity = static_cast<std::size_t>(finding.severity);
            ++counts[finding.item][severity];
            if (const std::size_t root = roots[finding.item]; root != finding.item) ++counts[root][severity];
        }
    if (judged.integrity != nullptr)
        for (const verify::SliceIntegrity& slice : judged.integrity->slices)
            if (!slice.valid) valid[slice.item] = 0;
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < bundle.items.size(); ++i) {
        Cell cell = state_cell(bundle.items[i], counts[i], checking, valid[i] != 0);
        cells.push_back(brief ? shortened(std::move(cell), counts[i]) : std::move(cell));
    }
    return cells;
}

std::optional<rules::Distribution> detected_distribution(const bundle::Bundle& bundle) {
    std::optional<rules::Distribution> found;
    for (const bundle::CodeItem& item : bundle.items) {
        if (item.parent) continue;
        const auto one = rules::detected_distribution(item);
        if (found && one != found) return std::nullopt;
        found = one;
    }
    return found;
}

QString distribution_words(rules::Distribution distribution) {
    QString words = from_utf8(rules::display_name(distribution));
    if (!words.isEmpty()) words[0] = words[0].toUpper();
    return words;
}

const rules::Finding* finding_about(const Judged& judged, std::size_t item, std::string_view key) {
    if (judged.judgement == nullptr) return nullptr;
    const auto found = std::ranges::find_if(judged.judgement->findings, [&](const rules::Finding& finding) {
        if (finding.item != item) return false;
        if (finding.key == key) return true;
        const std::string* about = finding.facts.find_string("key");
        return about != nullptr && *about == key;
    });
    return found == judged.judgement->findings.end() ? nullptr : &*found;
}

} // namespace nei::ui
