// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/zip_tree.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/source/apple_double.h"
#include "core/source/archive_entries.h"
#include "core/source/zip_archive.h"
#include "core/source/zip_file.h"
#include "core/source/zip_overlap.h"

#include <quazip/unzip.h>

#include <fmt/format.h>

#include <algorithm>

namespace nei::source {
namespace {

/// Names between two reports of progress, and between two looks at the stop token.
constexpr std::uint64_t names_per_report = 512;

/// APPNOTE.TXT 4.3.12: a header of the directory without the parts of variable length.
constexpr std::uint64_t directory_header_bytes = 46;
constexpr std::size_t longest_name = 65'535;

constexpr unsigned flag_encrypted = 1;

/// "Version made by", upper byte: systems whose archives carry UNIX modes. APPNOTE.TXT 4.4.2
constexpr unsigned made_by_unix = 3, made_by_darwin = 19;
constexpr unsigned file_type_mask = 0170000, type_folder = 0040000, type_file = 0100000, type_symlink = 0120000;

/// deflate makes at most 258 bytes of 2 bits.
constexpr std::uint64_t greatest_deflate_ratio = 1032;

unsigned unix_mode(const unz_file_info64& info) {
    const auto system = static_cast<unsigned>(info.version >> 8 & 0xff);
    const bool has_mode = system == made_by_unix || system == made_by_darwin;
    return has_mode ? static_cast<unsigned>(info.external_fa >> 16 & 0xffff) : 0;
}

EntryKind kind_of(std::string_view raw_name, unsigned mode) {
    switch (mode & file_type_mask) {
    case type_folder: return EntryKind::directory;
    case type_symlink: return EntryKind::symlink;
    case type_file:
    case 0: return raw_name.ends_with('/') ? EntryKind::directory : EntryKind::file;
    default: return EntryKind::other;
    }
}

std::string method_name(unsigned long method) {
    switch (method) {
    case 9: return "Deflate64";
    case 12: return "bzip2";
    case 14: return "LZMA";
    case 20:
    case 93: return "Zstandard";
    case 95: return "xz";
    default: return fmt::format("method {}", method);
    }
}

/// Why the content of an entry cannot be read, seen from the directory alone.
std::optional<std::pair<std::string_view, std::string>> unreadable(const unz_file_info64& info,
                                                                   std::uint64_t archive_bytes) {
    const auto sizes = [&] {
        return fmt::format("{} packed, {} unpacked", counted(info.compressed_size, "byte", "bytes"),
                           grouped(info.uncompressed_size));
    };
    if (info.flag & flag_encrypted)
        return {{"entry-encrypted",
                 "It is encrypted. It is left out; unpack the archive with its password, then open the folder."}};
    if (info.compression_method != zip_stored && info.compression_method != zip_deflated)
        return {{"entry-unsupported",
                 fmt::format("It is compressed with {}, which NE Inspector does not read. It is left out; unpack the "
                             "archive, then open the folder.",
                             method_name(info.compression_method))}};
    if (info.compressed_size > archive_bytes)
        return {{"entry-size", fmt::format("Its sizes are wrong: {}, in an archive of {}. It is left out.", sizes(),
                                           counted(archive_bytes, "byte", "bytes"))}};
    const bool possible = info.compression_method == zip_stored
                              ? info.uncompressed_size == info.compressed_size
                              : info.uncompressed_size / greatest_deflate_ratio <= info.compressed_size;
    if (!possible)
        return {{"entry-size", fmt::format("Its sizes contradict each other: {}. It is left out.", sizes())}};
    if (info.uncompressed_size >= limits::unpacked_bytes_any_ratio &&
        info.uncompressed_size / limits::unpacked_ratio > info.compressed_size)
        return {{"entry-bomb", fmt::format("It unpacks to more than {} times its size, as no real file does: {}. It is "
                                           "left out.",
                                           limits::unpacked_ratio, sizes())}};
    return std::nullopt;
}

/// In an archive made by macOS the folder `__MACOSX` holds the AppleDouble files of all others.
bool lies_in_macosx_folder(std::string_view raw_name) {
    return raw_name.starts_with("__MACOSX/");
}

/// Adds the entry that the reader stands at, with what its content decides: a symlink's target, whether it is an
/// AppleDouble file. False where no more may be added.
bool add_current(ArchiveEntries& found, const std::shared_ptr<const ZipArchive>& archive, std::string_view raw_name,
                 const unz_file_info64& info, std::uint64_t position) {
    const unsigned mode = unix_mode(info);
    Entry entry;
    entry.kind = kind_of(raw_name, mode);
    if (mode != 0) entry.mode = mode & 07777U;
    if (entry.kind == EntryKind::directory || entry.kind == EntryKind::other)
        return found.add(raw_name, std::move(entry), position);

    if (const auto why = unreadable(info, archive->file().size())) {
        found.leave_out(raw_name, std::string(why->first), why->second);
        return true;
    }
    const auto content = [&](std::size_t length) -> Result<Bytes> {
        auto file = open_in_zip(archive, position, name_text(raw_name));
        return file ? (*file)->read(0, length) : std::unexpected(file.error());
    };
    if (entry.kind == EntryKind::symlink) {
        if (info.uncompressed_size > limits::path_bytes) {
            found.leave_out(raw_name, "too-large",
                            fmt::format("It is a symbolic link with a target of {}. It is left out.",
                                        counted(info.uncompressed_size, "byte", "bytes")));
            return true;
        }
        const auto target = content(static_cast<std::size_t>(info.uncompressed_size));
        if (!target) {
            found.leave_out(raw_name, std::string(slug(target.error().code)), target.error().message);
            return true;
        }
        entry.link_target = name_text(as_text(*target));
        return found.add(raw_name, std::move(entry), position);
    }
    entry.size = info.uncompressed_size;
    if (has_apple_double_name(file_name(raw_name)) && entry.size >= apple_double_magic_size) {
        // Where the folder says it, the content of thousands of these files need not be looked at.
        const auto start =
            lies_in_macosx_folder(raw_name) ? Bytes() : content(apple_double_magic_size).value_or(Bytes());
        entry.apple_double = lies_in_macosx_folder(raw_name) || starts_as_apple_double(start);
    }
    return found.add(raw_name, std::move(entry), position);
}

} // namespace

ZipTree::ZipTree(std::shared_ptr<const ZipArchive> archive, std::string name)
    : FileTree(SourceKind::zip, std::move(name)), archive_(std::move(archive)) {
    bytes_ = archive_->file().size();
}

Result<std::shared_ptr<const FileTree>> ZipTree::open(std::shared_ptr<const RandomAccess> file,
                                                      const std::string& raw_name, const TaskControl& control) {
    auto archive = ZipArchive::open(std::move(file), raw_name);
    if (!archive) return std::unexpected(archive.error());
    std::shared_ptr<ZipTree> tree(new ZipTree(*std::move(archive), name_text(raw_name)));
    if (const auto listed = tree->list(control); !listed) return std::unexpected(listed.error());
    return tree;
}

Result<void> ZipTree::list(const TaskControl& control) {
    auto reader = archive_->borrow();
    if (!reader) return std::unexpected(reader.error());
    ArchiveEntries found;
    list_with(**reader, found, control);
    archive_->give_back(*std::move(reader));

    if (control.stopped())
        return fail(ErrorCode::cancelled, fmt::format("Listing `{}` was stopped.", display_text(name_)));
    ArchiveEntries::Finished finished = found.finish();
    entries_ = std::move(finished.entries);
    positions_ = std::move(finished.positions);
    problems_ = std::move(finished.problems);
    return expect_entries(entries_, problems_, name_);
}

void ZipTree::list_with(ZipReader& reader, ArchiveEntries& found, const TaskControl& control) const {
    unz_global_info64 global = {};
    unzGetGlobalInfo64(reader.get(), &global);
    unz64_file_pos next = {};
    std::uint64_t listed = 0;
    bool more = unzGoToFirstFile(reader.get()) == UNZ_OK && unzGetFilePos64(reader.get(), &next) == UNZ_OK;
    std::string buffer(longest_name + 1, '\0');
    const auto overlapping = overlapping_entries(archive_->file(), next.pos_in_zip_directory);
    // The directory ends where no further header stands; the number of its entries, kept elsewhere, may be wrong.
    for (std::uint64_t position = next.pos_in_zip_directory; more; ++listed) {
        if (listed % names_per_report == 0) {
            if (control.report)
                control.report(
                    {"Listing files", listed, std::min<std::uint64_t>(global.number_entry, limits::entries)});
            if (control.stopped()) return;
        }
        unz_file_info64 info = {};
        if (unzGetCurrentFileInfo64(reader.get(), &info, buffer.data(), buffer.size(), nullptr, 0, nullptr, 0) !=
            UNZ_OK)
            break;
        const auto name = std::string_view(buffer).substr(0, info.size_filename);
        if (std::ranges::binary_search(overlapping, position))
            found.leave_out(name, "entry-overlap",
                            "Its data lie on those of another entry, which no tool writes. It is left out.");
        else if (!add_current(found, archive_, name, info, position))
            return;
        position += directory_header_bytes + info.size_filename + info.size_file_extra + info.size_file_comment;
        more = reader.go_to(position);
    }
    // Without the 64-bit extension the number has 16 bits, and large archives are written with what remains of it.
    if (listed != global.number_entry && (listed & 0xffff) != global.number_entry)
        found.warn("archive-inconsistent",
                   fmt::format("The archive says that it holds {}, and its list has {}. {}",
                               counted(global.number_entry, "entry", "entries"), grouped(listed),
                               listed < global.number_entry ? "The rest of the list is missing or damaged: get the "
                                                              "archive again."
                                                            : "All of them are shown."));
}

Result<std::unique_ptr<File>> ZipTree::open(std::size_t index) const {
    const Entry& entry = entries_.at(index);
    if (entry.kind != EntryKind::file)
        return fail(ErrorCode::unsupported, fmt::format("`{}` is not a file.", display_text(entry.path)));
    return open_in_zip(archive_, positions_[index], entry.path);
}

Result<void> ZipTree::visit(std::span<const std::size_t> entries, const Visitor& visit,
                            const std::stop_token& stop) const {
    std::vector<std::size_t> ordered(entries.begin(), entries.end());
    std::ranges::sort(ordered, {}, [&](std::size_t entry) { return positions_.at(entry); });
    return FileTree::visit(ordered, visit, stop);
}

} // namespace nei::source
