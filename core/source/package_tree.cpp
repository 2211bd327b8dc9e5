// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/package_tree.h"

#include "core/base/text.h"
#include "core/source/nested_tree.h"
#include "core/source/pbzx_stream.h"
#include "core/source/stream_tree.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::source {
namespace {

/// `Payload` and `Scripts` of a component: at the top of a component package, in a folder `X.pkg` of a product.
bool is_component_archive(const Entry& entry) {
    const std::string_view name = file_name(entry.path), folder = parent_path(entry.path);
    return entry.kind == EntryKind::file && entry.size > 0 && (name == "Payload" || name == "Scripts") &&
           folder.find('/') == std::string_view::npos && (folder.empty() || folder.ends_with(".pkg"));
}

} // namespace

Result<std::shared_ptr<const FileTree>> open_package(std::shared_ptr<const RandomAccess> bytes,
                                                     const std::string& raw_name, const TaskControl& control) {
    StreamTree::Stream stream{stream_of(bytes, raw_name), ArchiveFormat::xar, raw_name, bytes->size()};
    const auto members = StreamTree::open(SourceKind::pkg, std::move(stream), control);
    if (!members) return std::unexpected(members.error());
    std::vector<NestedTree::Inner> opened;
    Problems problems;
    for (std::size_t i = 0; i < (*members)->entries().size(); ++i) {
        const Entry& entry = (*members)->entries()[i];
        if (!is_component_archive(entry)) continue;
        auto inner = StreamTree::open(SourceKind::tar,
                                      {(*members)->stream_of_entry(i), ArchiveFormat::tar_or_cpio,
                                       std::string(file_name(entry.path)), entry.size},
                                      control);
        if (inner)
            opened.push_back({entry.path, *std::move(inner)});
        else if (inner.error().code == ErrorCode::cancelled)
            return std::unexpected(inner.error());
        else
            problems.push_back(problem_from(inner.error(), entry.path));
    }
    return std::make_shared<NestedTree>(*members, std::move(opened), std::move(problems));
}

} // namespace nei::source
