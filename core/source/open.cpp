// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/open.h"

#include "core/base/text.h"
#include "core/source/content_kind.h"
#include "core/source/folder_tree.h"
#include "core/source/single_file_tree.h"
#include "core/source/system_file.h"
#include "core/source/zip_tree.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::source {
namespace {

/// The last part of the path; of the real path where the one given ends in ".", ".." or a slash.
std::string name_of(const std::filesystem::path& path) {
    std::filesystem::path name = path.filename();
    if (name.empty() || name == "." || name == "..") {
        std::error_code ignored; // then the path as it was given has to do
        const auto real = std::filesystem::canonical(path, ignored);
        name = real.has_filename() ? real.filename() : real;
    }
    return name.empty() ? path.string() : name.string();
}

Result<std::shared_ptr<const FileTree>> open_file(SystemFile file, const std::string& name,
                                                  const TaskControl& control) {
    const std::uint64_t size = file.status().size;
    const auto seen = static_cast<std::size_t>(std::min<std::uint64_t>(size, content_kind_bytes));
    const auto start = read_exactly(file, size, name, 0, seen);
    if (!start) return std::unexpected(start.error());
    const auto end = read_exactly(file, size, name, size - seen, seen);
    if (!end) return std::unexpected(end.error());
    const auto kind = content_kind(*start, *end, name);
    if (!kind) return std::unexpected(kind.error());
    if (*kind == SourceKind::zip) return ZipTree::open(std::move(file), name, control);
    return std::make_shared<SingleFileTree>(*kind, std::move(file), name);
}

} // namespace

Result<std::shared_ptr<const FileTree>> open(const std::filesystem::path& path, const TaskControl& control) {
    const std::string name = name_of(path);
    const auto status = SystemFile::status_of(path);
    if (!status) return std::unexpected(system_error(status.error(), name));
    const auto special = [&] {
        return fail(ErrorCode::unsupported,
                    fmt::format("`{}` is neither a file nor a folder but a pipe, a socket or a device. Open a file or "
                                "a folder.",
                                display_text(name)));
    };
    if (status->kind == EntryKind::other) return special();
    auto opened = SystemFile::open(path);
    if (!opened) return std::unexpected(system_error(opened.error(), name));
    switch (opened->status().kind) {
    case EntryKind::directory: return FolderTree::open(*std::move(opened), name_text(name), control);
    case EntryKind::file: return open_file(*std::move(opened), name, control);
    default: return special();
    }
}

} // namespace nei::source
