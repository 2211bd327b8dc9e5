// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/file_lister.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/bundle/layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::bundle {
namespace {

using signature::ResourceSeal;
using signature::SealEntry;
using signature::SealRule;
using source::Entry;
using source::EntryKind;
using source::join;

constexpr std::size_t files_per_stop = 1'024;

/// `path` from the folder `from`, with ".." for each folder that has to be left first.
std::string relative(std::string_view path, std::string_view from) {
    std::string up;
    while (!from.empty() && !(path.starts_with(from) && path.substr(from.size()).starts_with('/'))) {
        up += "../";
        from = source::parent_path(from);
    }
    return up + std::string(from.empty() ? path : path.substr(from.size() + 1));
}

/// The reverse: where in the source `path` from the folder `from` is.
std::string resolved(std::string_view path, std::string_view from) {
    while (path.starts_with("../") && !from.empty()) {
        path.remove_prefix(3);
        from = source::parent_path(from);
    }
    return join(from, path);
}

/// Lists the files of one item.
class Lister {
public:
    Lister(const source::FileTree& tree, const Bundle& bundle, const ItemsByPath& items, std::size_t index,
           const std::stop_token& stop)
        : tree_(tree), bundle_(bundle), items_(items), item_(bundle.items[index]), stop_(stop) {
        list_.item = index;
    }

    /// `seal` are the bytes of CodeResources, or why there are none; nothing where the item has no such file.
    FileList run(const std::optional<Result<Bytes>>& seal, std::size_t most) {
        if (!is_bundle(item_)) {
            add_single();
            return std::move(list_);
        }
        if (seal) read_seal(*seal);
        const auto layout = layout_of(tree_, tree_path(item_), item_.name);
        info_plist_ = layout ? layout->info_plist : join(item_.contents, "Info.plist");
        is_page_hashed_ = std::ranges::any_of(item_.slices, [](const CodeSlice& s) { return s.signature.has_value(); });
        add_present(most);
        add_missing();
        return std::move(list_);
    }

private:
    /// What a folder says of everything in it.
    struct Folder {
        enum class Kind { ordinary, outside, nested, signature, receipt } kind = Kind::ordinary;
        std::size_t holder = 0;
        const SealRule* nested_rule = nullptr; ///< for folders that a rule takes for code
        const SealEntry* code = nullptr;       ///< of nested: what the seal says of that code
        std::string_view code_path;            ///< of nested, in the source
    };

    void problem(std::string code, std::string message) {
        list_.problems.push_back({std::move(code), join(item_.contents, seal_in_contents), std::move(message)});
    }

    void read_seal(const Result<Bytes>& bytes) {
        const auto unusable = [&](const Error& error) {
            problem("seal-unreadable",
                    fmt::format("The seal of {} cannot be read, so nothing is known of its files. {}", item_.name,
                                error.message));
        };
        if (!bytes) return unusable(bytes.error());
        auto seal = signature::read_seal(*bytes);
        if (!seal) return unusable(seal.error());
        for (Problem found : seal->problems) problem(std::move(found.code), std::move(found.message));
        list_.seal = std::make_shared<const ResourceSeal>(std::move(*seal));
    }

    std::optional<std::size_t> index_of(const SealRule* rule) const {
        return rule ? std::optional(static_cast<std::size_t>(rule - list_.seal->rules.data())) : std::nullopt;
    }
    std::optional<std::size_t> index_of(const SealEntry* entry) const {
        return entry ? std::optional(static_cast<std::size_t>(entry - list_.seal->files.data())) : std::nullopt;
    }

    std::optional<std::size_t> item_at(std::string_view path) const {
        const auto found = items_.find(path);
        return found == items_.end() ? std::nullopt : std::optional(found->second);
    }

    void add_single() {
        const auto index = tree_.find(item_.path == "." ? std::string_view(tree_.entries().front().path)
                                                        : std::string_view(item_.path));
        if (!index) return;
        const Entry& entry = tree_.entries()[*index];
        ListedFile file = made(entry, *index);
        file.path_in_seal = std::string(source::file_name(entry.path));
        file.holder = list_.item;
        file.content = item_.kind == ItemKind::profile ? FileContent::profile : FileContent::code;
        const bool is_signed =
            std::ranges::any_of(item_.slices, [](const CodeSlice& slice) { return slice.signature.has_value(); });
        if (is_signed) file.state = SealState::main_executable;
        list_.files.push_back(std::move(file));
    }

    static ListedFile made(const Entry& entry, std::size_t index) {
        ListedFile file;
        file.path = entry.path;
        file.entry = index;
        file.kind = entry.kind;
        file.size = entry.kind == EntryKind::file ? entry.size : 0;
        return file;
    }

    void add_present(std::size_t most) {
        const auto [first, last] = tree_.below(tree_path(item_));
        list_.files.reserve(std::min(most, last - first));
        for (std::size_t i = first; i < last; ++i) {
            const Entry& entry = tree_.entries()[i];
            if (entry.apple_double || (entry.kind != EntryKind::file && entry.kind != EntryKind::symlink)) continue;
            if (list_.files.size() >= most) return left_out();
            if (i % files_per_stop == 0 && stop_.stop_requested()) return;
            ListedFile file = made(entry, i);
            file.path_in_seal = relative(entry.path, item_.contents);
            decide(file, entry.path);
            list_.files.push_back(std::move(file));
        }
    }

    void left_out() {
        problem("files-left-out",
                fmt::format("The files of {} are more than the {} that are listed at once; the rest was left out.",
                            item_.name, grouped(limits::listed_files)));
    }

    /// `path` is that of the file, as the tree holds it.
    void decide(ListedFile& file, std::string_view path) {
        const Folder& folder = folder_at(source::parent_path(path));
        file.holder = item_at(file.path).value_or(folder.holder);
        file.content = content_of(file);
        if (file.path == item_.executable && is_page_hashed_) {
            file.state = SealState::main_executable;
            return;
        }
        file.slot = binding_slot(file);
        if (file.slot) file.state = SealState::bound_by_slot;
        if (folder.kind == Folder::Kind::ordinary && file.path_in_seal == "CodeResources") {
            file.state = item_.ticket ? SealState::ticket : SealState::seal_itself;
            return;
        }
        if (!list_.seal) return;
        switch (folder.kind) {
        case Folder::Kind::outside: file.state = SealState::outside; break;
        case Folder::Kind::receipt: file.state = SealState::receipt; break;
        case Folder::Kind::signature:
            if (!file.slot) file.state = SealState::seal_itself;
            break;
        case Folder::Kind::nested: in_nested_code(file, folder.code, folder.code_path, folder.nested_rule); break;
        case Folder::Kind::ordinary: in_seal(file, folder.nested_rule); break;
        }
    }

    void in_nested_code(ListedFile& file, const SealEntry* code, std::string_view path, const SealRule* rule) {
        file.state = SealState::nested_code;
        file.nested_item = item_at(path);
        file.sealed = index_of(code);
        file.rule = index_of(rule);
    }

    void in_seal(ListedFile& file, const SealRule* folder_rule) {
        const SealRule* rule = folder_rule ? folder_rule : list_.seal->rule_for(file.path_in_seal);
        const SealEntry* entry = list_.seal->find(file.path_in_seal);
        if (entry && entry->is_nested_code() && file.kind == EntryKind::file)
            return in_nested_code(file, entry, file.path, rule);
        file.rule = index_of(rule);
        file.sealed = index_of(entry);
        if (entry)
            file.state = entry->optional ? SealState::sealed_optional : SealState::sealed;
        else if (!file.slot)
            file.state = rule && rule->omit ? SealState::omitted_by_rule : SealState::not_in_seal;
    }

    /// The special slot of the item's code directory that has the hash of this file.
    std::optional<std::uint32_t> binding_slot(const ListedFile& file) const {
        std::uint32_t slot = 0;
        if (file.path == info_plist_) slot = signature::slot_info_plist;
        if (file.path_in_seal == seal_in_contents) slot = signature::slot_resource_directory;
        const signature::Signature* signature = slot != 0 ? item_.main_signature() : nullptr;
        if (!signature || signature->code_directories.empty()) return std::nullopt;
        const auto& hashes = signature->code_directories[signature->preferred_directory()].special_slot_hashes;
        return hashes.contains(slot) ? std::optional(slot) : std::nullopt;
    }

    FileContent content_of(const ListedFile& file) const {
        const CodeItem& holder = bundle_.items[file.holder];
        if (!holder.slices.empty() && (file.path == holder.executable || file.path == holder.path))
            return FileContent::code;
        const std::string extension = extension_of(file.path);
        if (extension == "plist" || extension == "strings" || extension == "stringsdict")
            return FileContent::property_list;
        if (extension == "provisionprofile" || extension == "mobileprovision") return FileContent::profile;
        const std::string_view folder = source::file_name(source::parent_path(file.path));
        return folder == "_CodeSignature" ? FileContent::signature : FileContent::other;
    }

    /// Folders are few and files many: each folder is looked at once.
    const Folder& folder_at(std::string_view path) {
        if (const auto known = folders_.find(path); known != folders_.end()) return known->second;
        Folder folder;
        if (path == tree_path(item_))
            folder = {.kind = Folder::Kind::outside, .holder = list_.item, .code_path = {}};
        else
            folder = folder_at(source::parent_path(path));
        if (const auto item = item_at(path)) folder.holder = *item;
        if (path == item_.contents)
            folder.kind = Folder::Kind::ordinary;
        else if (folder.kind == Folder::Kind::ordinary)
            enter(folder, path);
        return folders_.emplace(path, folder).first->second;
    }

    /// What is special about a folder in an ordinary one.
    void enter(Folder& folder, std::string_view path) {
        const std::string in_seal = relative(path, item_.contents);
        if (in_seal == "_CodeSignature") folder.kind = Folder::Kind::signature;
        if (in_seal == "_MASReceipt") folder.kind = Folder::Kind::receipt;
        if (!list_.seal || folder.kind != Folder::Kind::ordinary) return;
        const SealEntry* entry = list_.seal->find(in_seal);
        const bool is_named_as_code = source::file_name(path).find('.') != std::string_view::npos;
        const bool is_code = entry && entry->is_nested_code();
        if (!is_code && (!is_named_as_code || folder.nested_rule)) return;
        const SealRule* rule = list_.seal->rule_for(in_seal);
        if (is_code)
            folder = {Folder::Kind::nested, folder.holder, rule, entry, path};
        else if (rule && rule->nested)
            folder.nested_rule = rule;
    }

    void add_missing() {
        if (!list_.seal || stop_.stop_requested()) return;
        const std::size_t present = list_.files.size();
        for (const SealEntry& entry : list_.seal->files) {
            if (entry.optional) continue;
            std::string path = resolved(entry.path, item_.contents);
            if (tree_.find(path)) continue;
            if (list_.files.size() - present >= limits::missing_files) {
                problem("missing-files-left-out",
                        fmt::format("The seal of {} lists more than {} files that are not there; the rest was left "
                                    "out.",
                                    item_.name, grouped(limits::missing_files)));
                break;
            }
            ListedFile file;
            file.path = std::move(path);
            file.path_in_seal = entry.path;
            file.kind = entry.link_target ? EntryKind::symlink : EntryKind::file;
            file.holder = list_.item;
            file.state = SealState::missing;
            file.rule = index_of(list_.seal->rule_for(entry.path));
            file.sealed = index_of(&entry);
            list_.files.push_back(std::move(file));
        }
        if (list_.files.size() > present) std::ranges::stable_sort(list_.files, {}, &ListedFile::path);
    }

    const source::FileTree& tree_;
    const Bundle& bundle_;
    const ItemsByPath& items_;
    const CodeItem& item_;
    std::stop_token stop_;
    std::string info_plist_;
    bool is_page_hashed_ = false;
    std::unordered_map<std::string_view, Folder> folders_; ///< keys are parts of paths of the tree
    FileList list_;
};

} // namespace

std::string_view tree_path(const CodeItem& item) {
    return item.path == "." ? std::string_view() : std::string_view(item.path);
}

FileList list_item_files(const source::FileTree& tree, const Bundle& bundle, const ItemsByPath& items,
                         const ListRequest& request, const std::optional<Result<Bytes>>& seal,
                         const std::stop_token& stop) {
    return Lister(tree, bundle, items, request.item, stop).run(seal, request.most);
}

} // namespace nei::bundle
