// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/files.h"

#include <string_view>
#include <unordered_map>

/// The part of list_files that is done for one item.
namespace nei::bundle {

/// Where a seal lies in CodeItem::contents.
inline constexpr std::string_view seal_in_contents = "_CodeSignature/CodeResources";

/// Index of each item by tree_path.
using ItemsByPath = std::unordered_map<std::string_view, std::size_t>;

/// Path of an item as FileTree takes it: "" for the source itself.
std::string_view tree_path(const CodeItem& item);

struct ListRequest {
    std::size_t item = 0; ///< index in Bundle::items
    std::size_t most = 0; ///< files that are there; others are left out, with a problem
};

/// `seal` are the bytes of the item's CodeResources, or why they could not be read; nothing where it has no such file.
/// Ends early, with what it has, when stopped. Lists of several items may be made at once.
FileList list_item_files(const source::FileTree& tree, const Bundle& bundle, const ItemsByPath& items,
                         const ListRequest& request, const std::optional<Result<Bytes>>& seal,
                         const std::stop_token& stop);

} // namespace nei::bundle
