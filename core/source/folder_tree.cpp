// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/folder_tree.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/source/apple_double.h"
#include "core/source/entry_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::source {
namespace {

/// Names between two reports of progress, and between two looks at the stop token.
constexpr std::size_t names_per_report = 512;

/// Undoes name_text: gives the bytes by which the file system knows the name.
std::string raw_path(const std::string& path) {
    std::string raw = path;
    for (std::size_t at = raw.find('\\'); at != std::string::npos; at = raw.find('\\', at + 1))
        if (const auto byte = from_hex(std::string_view(raw).substr(at + 2, 2)))
            raw.replace(at, 4, 1, static_cast<char>(byte->front()));
    return raw;
}

std::unexpected<Error> changed(std::string_view path, std::string_view how) {
    return fail(ErrorCode::changed_while_reading,
                fmt::format("`{}` {} after the folder was listed. Open the folder again when nothing writes to it any "
                            "more.",
                            display_text(path), how));
}

class FolderFile final : public File {
public:
    FolderFile(SystemFile file, std::string path, std::uint64_t size)
        : file_(std::move(file)), path_(std::move(path)), size_(size) {}

    std::uint64_t size() const override { return size_; }

    Result<Bytes> read(std::uint64_t offset, std::size_t length) override {
        return read_exactly(file_, size_, path_, offset, length);
    }

private:
    SystemFile file_;
    std::string path_;
    std::uint64_t size_;
};

} // namespace

/// A folder still to be listed.
struct FolderTree::Folder {
    std::string path, raw; ///< as in entries, and as the file system has it
    std::size_t depth = 0;
};

FolderTree::FolderTree(SystemFile folder, std::string name)
    : FileTree(SourceKind::folder, std::move(name)), root_(std::move(folder)) {}

Result<std::shared_ptr<const FileTree>> FolderTree::open(SystemFile folder, std::string name,
                                                         const TaskControl& control) {
    std::shared_ptr<FolderTree> tree(new FolderTree(std::move(folder), std::move(name)));
    if (const auto listed = tree->list(control); !listed) return std::unexpected(listed.error());
    return tree;
}

Result<void> FolderTree::list(const TaskControl& control) {
    std::vector<Folder> waiting(1);
    while (!waiting.empty()) {
        const Folder folder = std::move(waiting.back());
        waiting.pop_back();
        if (!list_folder(folder, waiting, control)) break;
    }
    const std::string shown = display_text(name_);
    if (control.stopped()) return fail(ErrorCode::cancelled, fmt::format("Listing `{}` was stopped.", shown));
    if (entries_.empty() && !problems_.empty())
        return std::unexpected(Error{ErrorCode::read_failed, problems_.front().message});
    if (entries_.empty())
        return fail(ErrorCode::not_found,
                    fmt::format("The folder `{}` is empty: there is nothing in it to inspect.", shown));
    std::ranges::sort(entries_, {}, &Entry::path);
    std::ranges::move(check_entries(entries_), std::back_inserter(problems_));
    return {};
}

bool FolderTree::list_folder(const Folder& folder, std::vector<Folder>& found, const TaskControl& control) {
    const auto not_listed = [&](std::error_code code) {
        problems_.push_back(problem_from(system_error(code, folder.path.empty() ? name_ : folder.path), folder.path));
    };
    const auto list_names = [&](const SystemFile& opened) {
        bool go_on = true;
        const std::error_code error = opened.list([&](const ListedName& listed) {
            if (entries_.size() % names_per_report == 0) {
                if (control.report) control.report({"Listing files", entries_.size(), 0});
                if (control.stopped()) return go_on = false;
            }
            return go_on = add(folder, listed, found);
        });
        if (error) not_listed(error);
        return go_on;
    };
    if (folder.raw.empty()) return list_names(root_);
    const auto opened = root_.open_below(folder.raw);
    if (opened) return list_names(*opened);
    not_listed(opened.error());
    return true;
}

bool FolderTree::add(const Folder& folder, const ListedName& listed, std::vector<Folder>& found) {
    std::string path = join(folder.path, name_text(listed.name));
    const auto problem = [&](ErrorCode code, std::string message) {
        problems_.push_back(problem_from({code, std::move(message)}, path));
    };
    if (entries_.size() >= limits::entries) {
        problem(ErrorCode::too_large,
                fmt::format("The folder holds more than {} names; NE Inspector lists no more. Open a folder inside it.",
                            grouped(limits::entries)));
        return false;
    }
    std::string raw = join(folder.raw, listed.name);
    if (raw.size() > limits::path_bytes) {
        problem(ErrorCode::too_large,
                fmt::format("A path has {} bytes. It is left out: macOS allows 1,024.", grouped(raw.size())));
        return true;
    }
    if (!listed.status) {
        problems_.push_back(problem_from(system_error(listed.status.error(), path), path));
        return true;
    }

    Entry entry;
    entry.kind = listed.status->kind;
    entry.size = listed.status->size;
    entry.mode = listed.status->mode;
    entry.link_target = name_text(listed.link_target);
    entry.apple_double = entry.kind == EntryKind::file && has_apple_double_name(listed.name) && is_apple_double(raw);
    if (entry.kind == EntryKind::file) bytes_ += entry.size;
    if (entry.kind == EntryKind::directory) {
        if (folder.depth + 1 < limits::folder_depth)
            found.push_back({path, std::move(raw), folder.depth + 1});
        else
            problem(ErrorCode::too_large, fmt::format("Folders nest deeper than {}. What is in this one is left out.",
                                                      grouped(limits::folder_depth)));
    }
    entry.path = std::move(path);
    entries_.push_back(std::move(entry));
    return true;
}

bool FolderTree::is_apple_double(const std::string& raw) const {
    const auto file = root_.open_below(raw);
    std::array<std::byte, apple_double_magic_size> start{};
    return file && file->status().kind == EntryKind::file && file->read_at(0, start) == start.size() &&
           starts_as_apple_double(start);
}

Result<SystemFile> FolderTree::open_listed(std::size_t index) const {
    const Entry& entry = entries_.at(index);
    if (entry.kind != EntryKind::file)
        return fail(ErrorCode::unsupported, fmt::format("`{}` is not a file.", display_text(entry.path)));
    auto file = root_.open_below(raw_path(entry.path));
    if (!file) {
        const std::error_code code = file.error();
        if (code == std::errc::no_such_file_or_directory) return changed(entry.path, "vanished");
        if (code == std::errc::too_many_symbolic_link_levels || code == std::errc::not_a_directory ||
            code == std::errc::no_such_device_or_address)
            return changed(entry.path, "was replaced by something else");
        return std::unexpected(system_error(code, entry.path));
    }
    if (file->status().kind != EntryKind::file) return changed(entry.path, "was replaced by something else");
    if (file->size() != entry.size)
        return changed(entry.path, fmt::format("went from {} to {} bytes", grouped(entry.size), grouped(file->size())));
    return *std::move(file);
}

Result<std::unique_ptr<File>> FolderTree::open(std::size_t index) const {
    auto file = open_listed(index);
    if (!file) return std::unexpected(file.error());
    return std::make_unique<FolderFile>(*std::move(file), entries_[index].path, entries_[index].size);
}

std::shared_ptr<const RandomAccess> FolderTree::in_place(std::size_t index) const {
    auto file = open_listed(index);
    if (!file) return nullptr;
    return std::make_shared<const SystemFile>(*std::move(file));
}

} // namespace nei::source
