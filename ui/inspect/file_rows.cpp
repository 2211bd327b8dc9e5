// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/file_rows.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "ui/common/text.h"
#include "ui/inspect/code_tree.h"

#include <QCoreApplication>

#include <algorithm>
#include <unordered_map>

namespace nei::ui {
namespace {

using bundle::FileList;
using bundle::ListedFile;
using bundle::SealState;

QString tr(const char* text) {
    return QCoreApplication::translate("Files", text);
}

constexpr std::size_t column_count = 5;

QString capital(QString words) {
    if (!words.isEmpty()) words[0] = words[0].toUpper();
    return words;
}

unsigned tag_of(SealState state) {
    switch (state) {
    case SealState::main_executable:
    case SealState::bound_by_slot:
    case SealState::sealed:
    case SealState::sealed_optional: return tag_sealed;
    case SealState::nested_code: return tag_nested;
    case SealState::not_in_seal: return tag_not_in_seal;
    case SealState::missing: return tag_missing;
    case SealState::no_seal:
    case SealState::seal_itself:
    case SealState::ticket:
    case SealState::receipt:
    case SealState::omitted_by_rule:
    case SealState::outside: return tag_not_sealed;
    }
    return tag_not_sealed;
}

QString icon_of(const ListedFile& file) {
    switch (file.content) {
    case bundle::FileContent::code: return QStringLiteral("executable");
    case bundle::FileContent::property_list: return QStringLiteral("info-plist");
    case bundle::FileContent::profile: return QStringLiteral("profile");
    case bundle::FileContent::signature: return QStringLiteral("signature");
    case bundle::FileContent::other: return QStringLiteral("file");
    }
    return QStringLiteral("file");
}

QString kind_words(const ListedFile& file) {
    if (file.kind == source::EntryKind::symlink) return tr("link");
    switch (file.content) {
    case bundle::FileContent::code: return tr("code");
    case bundle::FileContent::property_list: return tr("plist");
    case bundle::FileContent::profile: return tr("profile");
    case bundle::FileContent::signature: return tr("signature");
    case bundle::FileContent::other: return tr("file");
    }
    return {};
}

QString flags_of(const signature::SealRule& rule) {
    QStringList flags;
    if (rule.omit) flags.append(tr("omit"));
    if (rule.nested) flags.append(tr("nested"));
    if (rule.optional) flags.append(tr("optional"));
    return flags.join(QStringLiteral(", "));
}

/// Rows from paths in order: a folder's files follow each other.
class Builder {
public:
    Builder(const bundle::Bundle& bundle, const FileList& list, const verify::Integrity* integrity)
        : bundle_(bundle), list_(list), integrity_(integrity) {
        if (integrity != nullptr) errors_ = integrity->errors_of(list.item);
        for (const verify::VerifyError& error : errors_) errors_by_file_.try_emplace(error.file, &error);
        const std::string& path = bundle.items[list.item].path;
        prefix_ = path == "." ? 0 : path.size() + 1;
        for (std::size_t i = 0; i < bundle.items.size(); ++i) items_.emplace(bundle.items[i].path, i);
        if (list.seal)
            for (const signature::SealRule& rule : list.seal->rules) {
                Cell cell{.text = shown(rule.pattern), .monospace = true};
                if (const QString flags = flags_of(rule); !flags.isEmpty()) cell.suffix = flags;
                cell.whole = cell.text + (cell.suffix.isEmpty() ? QString() : QLatin1Char(' ') + cell.suffix);
                rules_.push_back(std::move(cell));
            }
    }

    std::vector<Row> rows() {
        std::size_t next = 0;
        return folder(next, prefix_, list_.files.size());
    }

private:
    /// Rows of the files from `next` on whose paths agree up to `depth` bytes.
    std::vector<Row> folder(std::size_t& next, std::size_t depth, std::size_t end) {
        std::vector<Row> result;
        while (next < end) {
            const std::string& path = list_.files[next].path;
            const std::size_t slash = path.size() > depth ? path.find('/', depth) : std::string::npos;
            if (slash == std::string::npos) {
                result.push_back(file_row(list_.files[next++], depth));
                continue;
            }
            const std::string_view name(path.data(), slash + 1);
            std::size_t last = next;
            while (last < end && std::string_view(list_.files[last].path).starts_with(name)) ++last;
            const std::size_t count = last - next;
            Row row = folder_row(std::string_view(path.data(), slash), depth, count);
            row.children = folder(next, slash + 1, last);
            result.push_back(std::move(row));
        }
        return result;
    }

    Row folder_row(std::string_view path, std::size_t depth, std::size_t count) const {
        Row row;
        row.key = shown(path);
        const auto item = items_.find(path);
        Cell name{.text = shown(path.substr(std::min(depth, path.size()))),
                  .whole = shown(path),
                  .icon =
                      item != items_.end() ? item_icon(bundle_.items[item->second].kind) : QStringLiteral("folder")};
        row.cells = {std::move(name),
                     {.text = tr("folder"), .tone = Tone::secondary},
                     {.text = from_utf8(counted(count, "file", "files")),
                      .tone = Tone::secondary,
                      .right = true,
                      .sort = static_cast<qulonglong>(0)}};
        return row;
    }

    Row file_row(const ListedFile& file, std::size_t depth) {
        Row row;
        const QString whole = shown(file.path); // one text for both: thousands of rows have one
        row.key = whole;
        row.tags = tag_of(file.state);
        if (const verify::VerifyError* error = error_of(file);
            error != nullptr && file.state != SealState::missing && file.state != SealState::not_in_seal)
            row.tags = tag_changed;
        const std::string_view path = file.path;
        Cell name{.text = shown(path.size() > depth ? path.substr(depth) : source::file_name(path)),
                  .whole = whole,
                  .icon = icon_of(file),
                  .elide = Qt::ElideMiddle};
        Cell size{.right = true, .sort = static_cast<qulonglong>(file.size)};
        if (file.entry && file.kind == source::EntryKind::file) size.text = from_utf8(size_words(file.size));
        row.cells.reserve(column_count); // doubling would leave room for eight
        row.cells.insert(row.cells.end(), {std::move(name), kind_cell(file), std::move(size), state_cell(file)});
        if (file.rule && *file.rule < rules_.size()) row.cells.push_back(rules_[*file.rule]);
        return row;
    }

    const Cell& kind_cell(const ListedFile& file) {
        const auto index = file.kind == source::EntryKind::symlink ? -1 : static_cast<int>(file.content);
        const auto [at, added] = kinds_.try_emplace(index);
        if (added) at->second = {.text = kind_words(file), .tone = Tone::secondary};
        return at->second;
    }

    /// The same text is made once: thousands of rows share it.
    const Cell& state_cell(const ListedFile& file) {
        const std::string words = report::seal_state_words(file);
        const Found found = find_out(file);
        const auto [at, added] = states_.try_emplace(words + found.key);
        if (added) {
            Cell& cell = at->second;
            cell.text = capital(shown(words));
            cell.whole = seal_state_meaning(file.state);
            if (cell.whole.isEmpty()) cell.whole = cell.text;
            cell.sort = static_cast<int>(file.state);
            if (report::mark_of(file.state) == report::Mark::bad)
                cell.mark = Mark::blocker;
            else if (file.state == SealState::not_in_seal)
                cell.mark = Mark::warning;
            else if (report::mark_of(file.state) == report::Mark::neutral)
                cell.tone = Tone::secondary;
            cell.whole = cell.text + QStringLiteral(". ") + cell.whole;
            if (found.mark != Mark::none) {
                cell.mark = found.mark;
                cell.tone = Tone::normal;
                if (!found.text.isEmpty()) cell.text = found.text;
                if (!found.whole.isEmpty()) cell.whole = found.whole;
            }
        }
        return at->second;
    }

    /// What verification found of a file.
    struct Found {
        Mark mark = Mark::none; ///< none: it was not verified, or does not count
        QString text{}, whole{};
        std::string key{}; ///< the same for files of which the same is said
    };

    const verify::VerifyError* error_of(const ListedFile& file) const {
        const auto found = errors_by_file_.find(file.path);
        return found == errors_by_file_.end() ? nullptr : found->second;
    }

    Found find_out(const ListedFile& file) const {
        if (integrity_ == nullptr) return {};
        if (const verify::VerifyError* error = error_of(file)) {
            const QString text = error->detail == "file modified"  ? tr("Changed")
                                 : error->detail == "file added"   ? tr("Added")
                                 : error->detail == "file missing" ? tr("Missing")
                                                                   : capital(shown(error->detail));
            const verify::FailureText failure = describe(error->failure);
            return {Mark::blocker, text,
                    tr("%1 after signing. %2: %3.").arg(text, from_utf8(failure.name), from_utf8(failure.text)),
                    '|' + error->detail};
        }
        switch (file.state) {
        case SealState::main_executable:
        case SealState::bound_by_slot:
        case SealState::sealed:
        case SealState::sealed_optional: return {.mark = Mark::ok, .key = "|ok"};
        case SealState::nested_code:
            if (!file.nested_item || *file.nested_item == list_.item) return {};
            return integrity_->item_valid(*file.nested_item)
                       ? Found{.mark = Mark::ok, .text = tr("Nested code, valid"), .key = "|ok"}
                       : Found{.mark = Mark::blocker, .text = tr("Nested code, not valid"), .key = "|bad"};
        default: return {};
        }
    }

    const bundle::Bundle& bundle_;
    const FileList& list_;
    const verify::Integrity* integrity_;
    std::vector<verify::VerifyError> errors_;
    std::unordered_map<std::string_view, const verify::VerifyError*> errors_by_file_;
    std::size_t prefix_ = 0;
    std::unordered_map<std::string_view, std::size_t> items_;
    std::unordered_map<std::string, Cell> states_;
    std::unordered_map<int, Cell> kinds_;
    std::vector<Cell> rules_;
};

QString hex(const Bytes& bytes) {
    return from_utf8(to_hex(bytes));
}

} // namespace

QStringList file_columns() {
    return {tr("Name"), tr("Kind"), tr("Size"), tr("Seal"), tr("Rule")};
}

std::vector<Row> file_rows(const bundle::Bundle& bundle, const FileList& list, const verify::Integrity* integrity) {
    return Builder(bundle, list, integrity).rows();
}

const ListedFile* listed_file(const FileList& list, std::string_view path) {
    const auto found = std::ranges::lower_bound(list.files, path, {}, &ListedFile::path);
    return found != list.files.end() && found->path == path ? &*found : nullptr;
}

std::vector<Fact> file_facts(const FileList& list, const ListedFile& file) {
    std::vector<Fact> facts{{.label = tr("Path"), .value = shown(file.path), .monospace = true},
                            {.label = tr("Size"),
                             .value = file.kind == source::EntryKind::symlink ? tr("symbolic link")
                                      : file.entry ? tr("%1 bytes").arg(from_utf8(grouped(file.size)))
                                                   : tr("not in the bundle")}};
    if (const signature::SealEntry* sealed = list.sealed(file)) {
        if (!sealed->hash2.empty())
            facts.push_back({.label = tr("SHA-256 in the seal"), .value = hex(sealed->hash2), .monospace = true});
        if (!sealed->hash.empty())
            facts.push_back({.label = tr("SHA-1 in the seal"), .value = hex(sealed->hash), .monospace = true});
        if (sealed->link_target)
            facts.push_back({.label = tr("Leads to"), .value = shown(*sealed->link_target), .monospace = true});
        if (!sealed->cdhash.empty())
            facts.push_back({.label = tr("cdhash in the seal"), .value = hex(sealed->cdhash), .monospace = true});
        if (!sealed->requirement.empty())
            facts.push_back({.label = tr("Has to satisfy"), .value = shown(sealed->requirement), .monospace = true});
    }
    if (const signature::SealRule* rule = list.rule(file)) {
        const QString flags = flags_of(*rule);
        facts.push_back({.label = tr("Rule that decides"),
                         .value = shown(rule->pattern) + tr(" weight %1").arg(rule->weight) +
                                  (flags.isEmpty() ? tr(", must match") : QStringLiteral(", ") + flags),
                         .monospace = true});
    }
    return facts;
}

QString seal_state_meaning(SealState state) {
    switch (state) {
    case SealState::no_seal: return tr("This item has no seal, so nothing protects this file.");
    case SealState::main_executable: return tr("The signature in it covers its pages.");
    case SealState::bound_by_slot: return tr("The code directory holds its hash.");
    case SealState::seal_itself: return tr("Part of the signature; no special slot binds it.");
    case SealState::ticket: return tr("The stapled ticket is never sealed, so that it can be added after signing.");
    case SealState::receipt: return tr("The receipt of the App Store is never sealed.");
    case SealState::sealed: return tr("Changing or removing it breaks the seal.");
    case SealState::sealed_optional: return tr("Changing it breaks the seal; removing it does not.");
    case SealState::nested_code: return tr("It has a signature of its own; the seal names the identity.");
    case SealState::omitted_by_rule: return tr("A rule leaves it out, so it may change.");
    case SealState::not_in_seal:
        return tr("The seal does not list it. It was probably added after signing, which breaks the seal.");
    case SealState::outside: return tr("It lies beside the folder that the seal covers.");
    case SealState::missing: return tr("The seal lists it, and it is not there, which breaks the seal.");
    }
    return {};
}

} // namespace nei::ui
