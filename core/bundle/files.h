// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/bundle/bundle.h"
#include "core/signature/seal_rules.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// The files of a code item and what its seal says of each. Whether the files are as sealed is for core/verify.
namespace nei::bundle {

/// What covers a file, as far as the code item whose files are listed says.
enum class SealState {
    no_seal,         ///< the item has no seal that could be read
    main_executable, ///< by the hashes of its pages, in its own signature
    bound_by_slot,   ///< by its hash in a special slot of the code directory
    seal_itself,     ///< file of `_CodeSignature` that no special slot binds
    ticket,          ///< stapled ticket: never sealed, so that it can be added later
    receipt,         ///< of the App Store: never sealed either
    sealed,          ///< by a hash or the text of its link
    sealed_optional, ///< the same, and it may be removed
    nested_code,     ///< is or belongs to code with a signature of its own, of which the seal names the identity
    omitted_by_rule, ///< a rule says not to seal it
    not_in_seal,     ///< a rule says to seal it, or none does, and it is not listed
    outside,         ///< beside the folder that the seal covers: links of a framework, files next to `Contents`
    missing,         ///< listed in the seal and not in the bundle, and not optional
};
std::string_view slug(SealState state);

/// What a file is, told by the items that were found and else by its name.
enum class FileContent { code, property_list, profile, signature, other };
std::string_view slug(FileContent content);

/// One file or symbolic link below a code item, or a path that its seal lists in vain.
struct ListedFile {
    std::string path;                 ///< in the source
    std::string path_in_seal;         ///< from CodeItem::contents, as seals name it: "Resources/a.txt", "../Kit"
    std::optional<std::size_t> entry; ///< index in FileTree::entries(); none where it is missing
    source::EntryKind kind = source::EntryKind::file;
    std::uint64_t size = 0; ///< bytes; 0 for links
    FileContent content = FileContent::other;
    std::size_t holder = 0; ///< innermost code item that the file belongs to, or is: index in Bundle::items
    SealState state = SealState::no_seal;
    std::optional<std::size_t> nested_item; ///< of nested_code: the item, if it was found; index in Bundle::items
    std::optional<std::uint32_t> slot;      ///< signature::slot_info_plist or slot_resource_directory, if that binds it
    std::optional<std::size_t> rule;        ///< that decides for it: index in ResourceSeal::rules
    std::optional<std::size_t> sealed;      ///< entry of it, or of the nested code: index in ResourceSeal::files
};

struct FileList {
    std::size_t item = 0;                                ///< whose files these are: index in Bundle::items
    std::vector<ListedFile> files;                       ///< by path, byte by byte
    std::shared_ptr<const signature::ResourceSeal> seal; ///< null where there is none, or none that could be read
    Problems problems;

    const signature::SealRule* rule(const ListedFile& file) const;
    const signature::SealEntry* sealed(const ListedFile& file) const;
};

/// Whether an item is a folder with files of its own, and not a bare Mach-O or a lone profile.
bool is_bundle(const CodeItem& item);

/// Every file and symbolic link below one item, nested code included; of what is a single file that file. Paths that
/// the seal lists and that are not there come as well. A seal that cannot be read is a problem. An error only when
/// cancelled, or where the source can no longer be read.
Result<FileList> list_files(const source::FileTree& tree, const Bundle& bundle, std::size_t item,
                            const TaskControl& control = {});

/// The same for several items, each named once, in their order: in one pass where the source can only be streamed, and
/// in several threads where not. What goes beyond limits::listed_files or limits::all_seal_bytes is left out, with a
/// problem.
Result<std::vector<FileList>> list_files(const source::FileTree& tree, const Bundle& bundle,
                                         std::span<const std::size_t> items, const TaskControl& control = {});

} // namespace nei::bundle
