// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/open.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/source/content_kind.h"
#include "core/source/folder_tree.h"
#include "core/source/inner_archive.h"
#include "core/source/nested_tree.h"
#include "core/source/package_tree.h"
#include "core/source/pbzx_stream.h"
#include "core/source/single_file_tree.h"
#include "core/source/stream_tree.h"
#include "core/source/system_file.h"
#include "core/source/zip_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

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

/// Opens a file by its content; archives inside it are left closed.
Result<std::shared_ptr<const FileTree>> open_file(std::shared_ptr<const RandomAccess> bytes, const std::string& name,
                                                  std::optional<unsigned> mode, const TaskControl& control) {
    const std::uint64_t size = bytes->size();
    const auto seen = static_cast<std::size_t>(std::min<std::uint64_t>(size, content_kind_bytes));
    const auto start = read_exactly(*bytes, size, name, 0, seen);
    if (!start) return std::unexpected(start.error());
    const auto end = read_exactly(*bytes, size, name, size - seen, seen);
    if (!end) return std::unexpected(end.error());
    const auto kind = content_kind(*start, *end, name);
    if (!kind) return std::unexpected(kind.error());
    switch (*kind) {
    case SourceKind::zip: return ZipTree::open(std::move(bytes), name, control);
    case SourceKind::tar:
        return StreamTree::open(
            *kind, {without_pbzx(stream_of(bytes, name), name), ArchiveFormat::tar_or_cpio, name, size}, control);
    case SourceKind::pkg: return open_package(std::move(bytes), name, control);
    default: return std::make_shared<SingleFileTree>(*kind, std::move(bytes), name, mode);
    }
}

/// Opens the archives that lie in a source.
class InnerOpener {
public:
    InnerOpener(std::shared_ptr<const FileTree> outer, const TaskControl& control)
        : outer_(std::move(outer)), control_(control) {}

    Result<std::shared_ptr<const FileTree>> run() {
        const std::vector<std::size_t> archives = candidates();
        const auto open_one = [&](std::size_t entry, const Result<std::unique_ptr<File>>& file) {
            take(entry, file ? open(entry, **file) : std::unexpected(file.error()));
        };
        if (const auto visited = outer_->visit(archives, open_one, control_.stop); !visited)
            return std::unexpected(visited.error());
        if (control_.stopped())
            return fail(ErrorCode::cancelled, fmt::format("Opening `{}` was stopped.", display_text(outer_->name())));
        if (opened_.empty() && problems_.empty()) return outer_;
        std::ranges::sort(opened_, {}, &NestedTree::Inner::path);
        std::ranges::sort(problems_, {}, &Problem::path);
        return std::make_shared<NestedTree>(outer_, std::move(opened_), std::move(problems_));
    }

private:
    std::vector<std::size_t> candidates() {
        std::vector<std::size_t> archives;
        for (std::size_t i = 0; i < outer_->entries().size(); ++i) {
            const Entry& entry = outer_->entries()[i];
            if (is_inner_archive(entry)) {
                if (archives.size() < limits::inner_archives) {
                    archives.push_back(i);
                    to_copy_ += entry.size;
                } else {
                    not_opened(entry.path, fmt::format("More than {} archives lie in what was opened. This one is left "
                                                       "closed: open it by itself.",
                                                       limits::inner_archives));
                }
            } else if (is_inner_disk_image(entry)) {
                not_opened(entry.path, "NE Inspector does not read disk images. Open it on a Mac, and drop what is "
                                       "inside it.");
            }
        }
        return archives;
    }

    void not_opened(const std::string& path, std::string message) {
        problems_.push_back({"archive-not-opened", path, std::move(message), ProblemSeverity::warning});
    }

    Result<std::shared_ptr<const FileTree>> open(std::size_t entry, File& file) {
        const std::string& path = outer_->entries()[entry].path;
        std::shared_ptr<const RandomAccess> bytes = outer_->in_place(entry);
        if (!bytes) {
            auto copy = copy_of(file, path, memory_, [&](std::uint64_t copied) { return note_copied(copied); });
            if (!copy) return std::unexpected(copy.error());
            bytes = *std::move(copy);
        }
        // Progress of several archives at once would jump to and fro.
        auto tree = open_file(std::move(bytes), std::string(file_name(path)), std::nullopt, {control_.stop, {}});
        if (tree && ((*tree)->kind() == SourceKind::mach_o || (*tree)->kind() == SourceKind::profile))
            return fail(ErrorCode::malformed,
                        fmt::format("`{}` is named as an archive and is none.", display_text(path)));
        return tree;
    }

    /// Progress of what is copied; false when stopped.
    bool note_copied(std::uint64_t bytes) {
        const std::scoped_lock lock(mutex_);
        copied_ += bytes;
        if (control_.report) control_.report({"Unpacking archives inside", copied_, to_copy_, Progress::Unit::bytes});
        return !control_.stopped();
    }

    void take(std::size_t entry, Result<std::shared_ptr<const FileTree>> tree) {
        const std::string& path = outer_->entries()[entry].path;
        const std::scoped_lock lock(mutex_);
        if (!tree) return not_opened(path, tree.error().message);
        for (const Entry& inside : (*tree)->entries())
            if (is_inner_archive(inside))
                not_opened(join(inner_folder(path), inside.path),
                           "It lies in an archive inside an archive, and is left closed: unpack the outer one first.");
        opened_.push_back({path, *std::move(tree)});
    }

    std::shared_ptr<const FileTree> outer_;
    const TaskControl& control_;
    InnerMemory memory_{limits::inner_archive_memory};
    std::uint64_t to_copy_ = 0; ///< bytes of all archives
    std::mutex mutex_;          ///< for what is below: archives are opened by several threads
    std::uint64_t copied_ = 0;
    std::vector<NestedTree::Inner> opened_;
    Problems problems_;
};

Result<std::shared_ptr<const FileTree>> with_inner_archives(Result<std::shared_ptr<const FileTree>> tree,
                                                            const TaskControl& control) {
    if (!tree || (*tree)->kind() == SourceKind::mach_o || (*tree)->kind() == SourceKind::profile) return tree;
    return InnerOpener(*std::move(tree), control).run();
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
    case EntryKind::directory:
        return with_inner_archives(FolderTree::open(*std::move(opened), name_text(name), control), control);
    case EntryKind::file: {
        const unsigned mode = opened->status().mode;
        auto bytes = std::make_shared<const SystemFile>(*std::move(opened));
        return with_inner_archives(open_file(std::move(bytes), name, mode, control), control);
    }
    default: return special();
    }
}

Result<std::shared_ptr<const FileTree>> open_bytes(std::shared_ptr<const RandomAccess> bytes,
                                                   const std::string& raw_name, const TaskControl& control) {
    return with_inner_archives(open_file(std::move(bytes), raw_name, std::nullopt, control), control);
}

} // namespace nei::source
