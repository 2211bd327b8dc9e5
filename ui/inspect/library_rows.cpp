// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/library_rows.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "ui/common/text.h"

#include <QCoreApplication>

#include <algorithm>

namespace nei::ui {
namespace {

using bundle::CodeSlice;
using macho::Library;

QString tr(const char* text) {
    return QCoreApplication::translate("Libraries", text);
}

/// Part of every macOS or iOS, not of the bundle.
bool is_of_system(std::string_view path) {
    return path.starts_with("/usr/lib/") || path.starts_with("/System/");
}

QString kind_words(macho::LibraryKind kind) {
    switch (kind) {
    case macho::LibraryKind::load: return tr("linked");
    case macho::LibraryKind::weak: return tr("weak: may be absent");
    case macho::LibraryKind::reexport: return tr("re-exported");
    case macho::LibraryKind::lazy: return tr("lazy");
    case macho::LibraryKind::upward: return tr("upward");
    }
    return {};
}

Cell target_cell(const Library& library, const std::string& target) {
    if (!target.empty())
        return {.text = shown(target),
                .whole = tr("In the bundle: %1").arg(shown(target)),
                .mark = Mark::ok,
                .elide = Qt::ElideMiddle};
    if (is_of_system(library.path)) return quiet_cell(tr("the system"));
    if (library.path.starts_with('@')) {
        const bool weak = library.kind == macho::LibraryKind::weak;
        return {.text = weak ? tr("not in the bundle, may be absent") : tr("not in the bundle"),
                .whole = tr("No file of what was opened lies where this path leads to. It may be a library of the "
                            "system, such as Swift's, that newer systems have and older ones took from the app."),
                .mark = weak ? Mark::none : Mark::unknown,
                .tone = Tone::secondary};
    }
    return quiet_cell(tr("outside the bundle"),
                      tr("An absolute path that is not the system's: %1").arg(shown(library.path)));
}

Row library_row(const CodeSlice& slice, std::size_t i) {
    const Library& library = slice.code.libraries[i];
    const std::string target = i < slice.library_targets.size() ? slice.library_targets[i] : std::string();
    const QString version = shown(library.current_version.text());
    Row row;
    row.key = shown(library.path);
    row.cells = {
        {.text = library.path.empty() ? tr("empty path") : shown(library.path),
         .icon = QStringLiteral("dylib"),
         .monospace = true,
         .elide = Qt::ElideMiddle},
        target_cell(library, target),
        quiet_cell(kind_words(library.kind)),
        {.text = version,
         .whole = tr("Version %1, compatible with %2").arg(version, shown(library.compatibility_version.text())),
         .sort = (qulonglong{library.current_version.major} << 32U) +
                 (qulonglong{library.current_version.minor} << 16U) + library.current_version.patch}};
    return row;
}

/// Whether two slices are linked alike.
bool agree(const CodeSlice& left, const CodeSlice& right) {
    return left.code.libraries == right.code.libraries && left.code.rpaths == right.code.rpaths &&
           left.library_targets == right.library_targets && left.code.platforms == right.code.platforms &&
           left.code.install_name == right.code.install_name;
}

struct Group {
    const CodeSlice* slice = nullptr;
    QStringList architectures;
};

std::vector<Group> groups(const bundle::CodeItem& item) {
    std::vector<Group> result;
    for (const CodeSlice& slice : item.slices) {
        const auto same = std::ranges::find_if(result, [&](const Group& group) { return agree(*group.slice, slice); });
        Group& group = same == result.end() ? result.emplace_back(Group{&slice, {}}) : *same;
        group.architectures.append(shown(slice.code.architecture));
    }
    return result;
}

Row fact_row(const QString& name, const QString& value, bool raw) {
    Row row;
    row.cells = {{.text = value, .monospace = raw, .elide = Qt::ElideMiddle}, quiet_cell(name)};
    return row;
}

std::vector<Row> fact_rows(const macho::Slice& code) {
    std::vector<Row> rows;
    if (!code.install_name.empty())
        rows.push_back(fact_row(tr("is known to others by this name"), shown(code.install_name), true));
    for (const std::string& rpath : code.rpaths)
        rows.push_back(fact_row(tr("run path: @rpath is looked for here"), shown(rpath), true));
    for (const macho::Platform& platform : code.platforms) {
        rows.push_back(fact_row(tr("minimum OS"), shown(report::minimum_os_words(platform)), false));
        if (platform.sdk)
            rows.push_back(fact_row(
                tr("built with this SDK"),
                tr("%1 %2").arg(shown(report::platform_words(platform.name)), shown(platform.sdk->text())), false));
    }
    return rows;
}

} // namespace

QStringList library_columns() {
    return {tr("Library"), tr("Resolves to"), tr("How"), tr("Version")};
}

std::vector<Row> library_rows(const bundle::CodeItem& item) {
    std::vector<Row> rows;
    const std::vector<Group> all = groups(item);
    for (const Group& group : all) {
        const macho::Slice& code = group.slice->code;
        const QString slices =
            all.size() > 1 ? group.architectures.join(QStringLiteral(", ")) + QStringLiteral(": ") : QString();
        std::vector<Row> libraries;
        for (std::size_t i = 0; i < code.libraries.size(); ++i) libraries.push_back(library_row(*group.slice, i));
        const QString count = QString::number(libraries.size());
        rows.push_back(heading_row(slices + tr("Libraries"), count, std::move(libraries)));
        if (std::vector<Row> facts = fact_rows(code); !facts.empty())
            rows.push_back(heading_row(slices + tr("Run paths and minimum OS"), {}, std::move(facts)));
    }
    return rows;
}

QString library_summary(const bundle::CodeItem& item) {
    const std::vector<Group> all = groups(item);
    if (all.empty()) return {};
    const CodeSlice& slice = *all.front().slice;
    const auto inside = static_cast<std::size_t>(
        std::ranges::count_if(slice.library_targets, [](const std::string& target) { return !target.empty(); }));
    QString text = from_utf8(counted(slice.code.libraries.size(), "library", "libraries"));
    text += tr(", %1 in the bundle").arg(inside);
    if (all.size() > 1)
        text += tr("; the slices differ");
    else if (item.slices.size() > 1)
        text += tr("; %1 agree").arg(all.front().architectures.join(QStringLiteral(", ")));
    return text;
}

} // namespace nei::ui
