// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/files.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/bundle/file_lister.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::bundle {
namespace {

Result<Bytes> seal_bytes(const Result<std::unique_ptr<source::File>>& file) {
    if (!file) return std::unexpected(file.error());
    const std::uint64_t size = (*file)->size();
    if (size > limits::plist_bytes)
        return fail(ErrorCode::too_large, fmt::format("It has {} bytes; seals are read up to {}.", grouped(size),
                                                      grouped(limits::plist_bytes)));
    return (*file)->read(0, static_cast<std::size_t>(size));
}

std::size_t files_below(const source::FileTree& tree, const CodeItem& item) {
    const auto [first, last] = tree.below(tree_path(item));
    return is_bundle(item) ? last - first : 1;
}

} // namespace

std::string_view slug(SealState state) {
    using enum SealState;
    switch (state) {
    case no_seal: return "no-seal";
    case main_executable: return "main-executable";
    case bound_by_slot: return "bound-by-slot";
    case seal_itself: return "seal-itself";
    case ticket: return "ticket";
    case receipt: return "receipt";
    case sealed: return "sealed";
    case sealed_optional: return "sealed-optional";
    case nested_code: return "nested-code";
    case omitted_by_rule: return "omitted-by-rule";
    case not_in_seal: return "not-in-seal";
    case outside: return "outside";
    case missing: return "missing";
    }
    return "no-seal";
}

std::string_view slug(FileContent content) {
    switch (content) {
    case FileContent::code: return "code";
    case FileContent::property_list: return "property-list";
    case FileContent::profile: return "profile";
    case FileContent::signature: return "signature";
    case FileContent::other: return "other";
    }
    return "other";
}

const signature::SealRule* FileList::rule(const ListedFile& file) const {
    return seal && file.rule ? &seal->rules.at(*file.rule) : nullptr;
}

const signature::SealEntry* FileList::sealed(const ListedFile& file) const {
    return seal && file.sealed ? &seal->files.at(*file.sealed) : nullptr;
}

bool is_bundle(const CodeItem& item) {
    return item.kind != ItemKind::profile && item.executable != item.path;
}

Result<std::vector<FileList>> list_files(const source::FileTree& tree, const Bundle& bundle,
                                         std::span<const std::size_t> items, const TaskControl& control) {
    ItemsByPath by_path;
    for (std::size_t i = 0; i < bundle.items.size(); ++i) by_path.emplace(tree_path(bundle.items[i]), i);

    std::vector<FileList> lists(items.size());
    std::vector<ListRequest> requests(items.size());        ///< settled before threads begin
    std::vector<std::size_t> seals;                         ///< entries of the tree
    std::unordered_map<std::size_t, std::size_t> list_with; ///< number of a list by the entry of its seal
    std::size_t room = limits::listed_files;
    std::uint64_t bytes = 0;
    const auto make = [&](std::size_t at, const std::optional<Result<Bytes>>& seal) {
        lists[at] = list_item_files(tree, bundle, by_path, requests[at], seal, control.stop);
    };
    for (std::size_t at = 0; at < items.size(); ++at) {
        const CodeItem& item = bundle.items.at(items[at]);
        requests[at] = {items[at], std::min(room, files_below(tree, item))};
        room -= requests[at].most;
        const auto entry = is_bundle(item) ? tree.find(source::join(item.contents, seal_in_contents)) : std::nullopt;
        if (!entry || tree.entries()[*entry].kind != source::EntryKind::file) {
            make(at, std::nullopt);
        } else if ((bytes += tree.entries()[*entry].size) > limits::all_seal_bytes && seals.size() > 0) {
            make(at, fail(ErrorCode::too_large,
                          fmt::format("All seals together are read up to {} bytes.", grouped(limits::all_seal_bytes))));
        } else {
            seals.push_back(*entry);
            list_with.emplace(*entry, at);
        }
    }
    if (!seals.empty()) {
        const auto visited = tree.visit(
            seals,
            [&](std::size_t entry, const Result<std::unique_ptr<source::File>>& file) {
                make(list_with.at(entry), seal_bytes(file));
            },
            control.stop);
        if (!visited) return std::unexpected(visited.error());
    }
    if (control.stopped()) return fail(ErrorCode::cancelled, "Listing the files was stopped.");
    return lists;
}

Result<FileList> list_files(const source::FileTree& tree, const Bundle& bundle, std::size_t item,
                            const TaskControl& control) {
    auto lists = list_files(tree, bundle, std::span(&item, 1), control);
    if (!lists) return std::unexpected(lists.error());
    return std::move(lists->front());
}

} // namespace nei::bundle
