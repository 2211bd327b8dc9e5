// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/code_tree.h"

#include "core/report/package_words.h"
#include "ui/common/text.h"
#include "ui/inspect/package_rows.h"

#include <QCoreApplication>

#include <map>
#include <unordered_map>

namespace nei::ui {
namespace {

using bundle::CodeItem;
using bundle::ItemKind;

QString tr(const char* text) {
    return QCoreApplication::translate("CodeTree", text);
}

/// The folder of an item as seen from its parent, without the part that every bundle has ("Contents",
/// "Versions/A"). "" where it lies directly in it.
std::string folder_in_parent(const CodeItem& item, const CodeItem* parent) {
    std::string_view folder = source::parent_path(item.path);
    if (parent != nullptr && parent->path != "." && folder.starts_with(parent->path)) {
        folder.remove_prefix(parent->path.size());
        if (folder.starts_with('/')) folder.remove_prefix(1);
    }
    if (parent == nullptr) return std::string(folder);
    const auto drop_first = [&folder] {
        const std::size_t slash = folder.find('/');
        folder.remove_prefix(slash == std::string_view::npos ? folder.size() : slash + 1);
    };
    if (folder == "Contents" || folder.starts_with("Contents/")) {
        drop_first();
    } else if (folder.starts_with("Versions/")) {
        drop_first();
        drop_first();
    }
    return std::string(folder);
}

/// Executables beside the main one are listed with their parent, not in a folder of their own.
bool is_executable_folder(std::string_view folder) {
    return folder == "MacOS";
}

bool carries_signature(const CodeItem& item) {
    switch (item.kind) {
    case ItemKind::object:
    case ItemKind::debug_symbols:
    case ItemKind::profile: return false;
    default: return !item.slices.empty();
    }
}

Cell state_of(const CodeItem& item, bool unreadable) {
    Cell cell;
    if (unreadable) {
        cell.text = tr("unreadable");
        cell.mark = Mark::unknown;
        cell.whole = tr("A part of this item could not be read. The problems below the view say which.");
    } else if (carries_signature(item) && item.main_signature() == nullptr) {
        cell.text = tr("not signed");
        cell.tone = Tone::secondary;
    }
    return cell;
}

struct Siblings {
    std::vector<std::size_t> direct;
    std::map<std::string, std::vector<std::size_t>> by_folder;
};

class Builder {
public:
    explicit Builder(const bundle::Bundle& bundle) : bundle_(bundle), unreadable_(bundle.items.size(), false) {
        const auto owners = problem_owners(bundle);
        for (std::size_t i = 0; i < owners.size(); ++i)
            if (owners[i] && bundle.problems[i].severity == ProblemSeverity::error) unreadable_[*owners[i]] = true;
        for (std::size_t i = 0; i < bundle.items.size(); ++i) {
            const CodeItem& item = bundle.items[i];
            // Parents come first: what says otherwise is shown at the top rather than lost or followed in a circle.
            const bool has_parent = item.parent && *item.parent < i;
            const CodeItem* parent = has_parent ? &bundle.items[*item.parent] : nullptr;
            Siblings& siblings = has_parent ? children_[*item.parent] : roots_;
            const std::string folder = folder_in_parent(item, parent);
            if (folder.empty() || (parent != nullptr && is_executable_folder(folder)))
                siblings.direct.push_back(i);
            else
                siblings.by_folder[folder].push_back(i);
        }
    }

    std::vector<Row> rows() const {
        std::vector<Row> all;
        for (std::size_t i = 0; i < bundle_.packages.size(); ++i) all.push_back(package_row(i));
        for (Row& item : rows(roots_)) all.push_back(std::move(item));
        return all;
    }

private:
    Row package_row(std::size_t i) const {
        const bundle::InstallerPackage& package = bundle_.packages[i];
        Row row;
        row.key = package_key(i);
        Cell state;
        if (!package.signature) {
            state.text = tr("not signed");
            state.tone = Tone::secondary;
        } else if (package_mark(package) == Mark::blocker) {
            state.text = tr("changed");
            state.mark = Mark::blocker;
            state.whole = shown(report::package_verdict(package).words);
        }
        row.cells = {{.text = shown(package.name),
                      .whole = shown(package.path == "." ? package.name : package.path),
                      .icon = QStringLiteral("archive"),
                      .elide = Qt::ElideMiddle},
                     std::move(state)};
        return row;
    }

    std::vector<Row> rows(const Siblings& siblings) const {
        std::vector<Row> result;
        for (const std::size_t i : siblings.direct) result.push_back(row(i));
        for (const auto& [folder, items] : siblings.by_folder) {
            Row group;
            group.key = shown(folder);
            group.cells.push_back({.text = shown(folder),
                                   // Archives in what was opened are folders named `inner.zip!`.
                                   .icon = folder.ends_with('!') ? QStringLiteral("archive") : QStringLiteral("folder"),
                                   .tone = Tone::secondary,
                                   .elide = Qt::ElideMiddle});
            for (const std::size_t i : items) group.children.push_back(row(i));
            result.push_back(std::move(group));
        }
        return result;
    }

    Row row(std::size_t i) const {
        const CodeItem& item = bundle_.items[i];
        Row row;
        row.key = static_cast<int>(i);
        Cell name{.text = shown(item.name),
                  .whole = shown(item.path == "." ? item.name : item.path),
                  .icon = item_icon(item.kind),
                  .elide = Qt::ElideMiddle};
        if (item.parent && *item.parent < i && item.kind == ItemKind::executable &&
            is_executable_folder(folder_in_parent(item, &bundle_.items[*item.parent])))
            name.suffix = QStringLiteral("Contents/MacOS");
        row.cells.push_back(std::move(name));
        row.cells.push_back(state_of(item, unreadable_[i]));
        const auto found = children_.find(i);
        if (found != children_.end()) row.children = rows(found->second);
        return row;
    }

    const bundle::Bundle& bundle_;
    std::vector<bool> unreadable_;
    Siblings roots_;
    std::unordered_map<std::size_t, Siblings> children_;
};

} // namespace

QString item_icon(ItemKind kind) {
    switch (kind) {
    case ItemKind::app:
    case ItemKind::login_item:
    case ItemKind::watch_app:
    case ItemKind::app_clip: return QStringLiteral("app");
    case ItemKind::app_extension:
    case ItemKind::plug_in: return QStringLiteral("appex");
    case ItemKind::system_extension: return QStringLiteral("sysex");
    case ItemKind::driver_extension:
    case ItemKind::kernel_extension: return QStringLiteral("dext");
    case ItemKind::framework: return QStringLiteral("framework");
    case ItemKind::xpc_service: return QStringLiteral("xpc-service");
    case ItemKind::bundle: return QStringLiteral("archive");
    case ItemKind::library: return QStringLiteral("dylib");
    case ItemKind::executable:
    case ItemKind::object: return QStringLiteral("executable");
    case ItemKind::debug_symbols: return QStringLiteral("file");
    case ItemKind::profile: return QStringLiteral("profile");
    }
    return QStringLiteral("file");
}

int package_key(std::size_t package) {
    return -1 - static_cast<int>(package);
}

std::optional<std::size_t> package_of_key(int key) {
    return key < 0 ? std::optional(static_cast<std::size_t>(-1 - key)) : std::nullopt;
}

std::vector<Row> code_tree(const bundle::Bundle& bundle) {
    return Builder(bundle).rows();
}

std::vector<std::optional<std::size_t>> problem_owners(const bundle::Bundle& bundle) {
    std::unordered_map<std::string_view, std::size_t> by_path;
    for (std::size_t i = 0; i < bundle.items.size(); ++i) by_path.emplace(bundle.items[i].path, i);
    std::vector<std::optional<std::size_t>> owners;
    for (const Problem& problem : bundle.problems) {
        std::string_view path = problem.path;
        auto found = by_path.find(path);
        while (found == by_path.end() && !path.empty()) {
            path = source::parent_path(path);
            found = by_path.find(path);
        }
        if (found == by_path.end() && !problem.path.empty()) found = by_path.find(".");
        owners.push_back(found == by_path.end() ? std::nullopt : std::optional(found->second));
    }
    return owners;
}

} // namespace nei::ui
