// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/document_words.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "ui/common/text.h"
#include "ui/inspect/code_tree.h"

#include <QCoreApplication>

namespace nei::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("DocumentWords", text);
}

bool is_one_item(const bundle::Bundle& bundle) {
    return !bundle.items.empty() && (bundle.items.size() == 1 || bundle.items.front().path == ".");
}

QString icon_of(const bundle::Bundle& bundle) {
    using enum source::SourceKind;
    if (bundle.source.kind == zip || bundle.source.kind == tar || bundle.source.kind == pkg || bundle.items.empty())
        return QStringLiteral("archive");
    return is_one_item(bundle) ? item_icon(bundle.items.front().kind) : QStringLiteral("folder");
}

/// "2.1 (345), Developer ID" of one item; of several, how many.
QString second_line(const bundle::Bundle& bundle) {
    if (!is_one_item(bundle)) return from_utf8(counted(bundle.items.size(), "code item", "code items"));
    const bundle::CodeItem& item = bundle.items.front();
    if (item.kind == bundle::ItemKind::profile)
        return item.profile ? shown(report::profile_kind_words(*item.profile)) : QString();
    QString version = shown(item.version.value_or(""));
    if (item.build && item.build != item.version) version += QStringLiteral(" (%1)").arg(shown(*item.build));
    QStringList parts{version.trimmed(), shown(report::signer_words(item.main_signature()))};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString document_icon(const Document& document) {
    switch (document.state()) {
    case Document::State::loading: return QStringLiteral("running");
    case Document::State::failed: return QStringLiteral("unknown");
    case Document::State::stopped: return QStringLiteral("stop");
    case Document::State::ready: break;
    }
    return icon_of(*document.bundle());
}

QString document_summary(const bundle::Bundle& bundle) {
    std::size_t slices = 0;
    for (const bundle::CodeItem& item : bundle.items) slices += item.slices.size();
    const std::string packages =
        bundle.packages.empty() ? ""
                                : counted(bundle.packages.size(), "installer package", "installer packages") + ", ";
    const QString counts =
        from_utf8(packages + counted(bundle.items.size(), "code item", "code items") + ", " +
                  counted(slices, "slice", "slices") + ", " + counted(bundle.source.files, "file", "files"));
    if (bundle.source.kind != source::SourceKind::example) return counts;
    return tr("Example, forged certificates: %1").arg(counts);
}

QString not_checked_words(const Document& document) {
    const auto& judgement = document.judged().judgement;
    if (judgement == nullptr || judgement->not_checked.empty()) return {};
    QStringList what;
    for (const verify::NotChecked& left : judgement->not_checked) what.append(shown(left.what));
    constexpr qsizetype most = 4;
    if (what.size() > most) what = what.mid(0, most) << tr("and more");
    return tr("Not checked: %1").arg(what.join(QStringLiteral(", ")));
}

RecentFile recent_file(const Document& document, const QDateTime& now) {
    const bundle::Bundle& bundle = *document.bundle();
    std::error_code error;
    std::filesystem::path path = std::filesystem::absolute(document.path(), error);
    return {error ? document.path() : std::move(path), icon_of(bundle), document.fileName(), second_line(bundle), now};
}

} // namespace nei::ui
