// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/source/package_source.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace nei::source {

class RandomAccess;

/// What was opened, as the JSON names it.
enum class SourceKind { folder, zip, tar, pkg, mach_o, profile, snapshot, example };
std::string_view slug(SourceKind kind);

enum class EntryKind { file, directory, symlink, other };

/// One name in a source. Paths are relative, with '/', without "." or "..", made UTF-8 by name_text (base/text.h).
struct Entry {
    std::string path;
    EntryKind kind = EntryKind::file;
    std::uint64_t size = 0;       ///< bytes of a file
    std::optional<unsigned> mode; ///< permission bits (0755) where the source records them
    std::string link_target;      ///< text of a symlink; never followed
    bool apple_double = false;    ///< `._name`: extended attributes of the file `name`, not a file of its own

    bool operator==(const Entry&) const = default;
};

/// One file while it is read. Reading forwards is cheap everywhere; going back makes a compressed source start anew.
/// Not for use by two threads at once.
class File {
public:
    virtual ~File() = default;

    /// Bytes of the file as its source listed them.
    virtual std::uint64_t size() const = 0;

    /// Exactly `length` bytes at `offset`; an error where they are not all there (`truncated` if beyond the listed
    /// size, `changed_while_reading` if the file got shorter since).
    virtual Result<Bytes> read(std::uint64_t offset, std::size_t length) = 0;
};

/// The names in a bundle's source, and their bytes on request. Read-only; const members may be called by several
/// threads at once.
class FileTree {
public:
    FileTree(const FileTree&) = delete;
    FileTree& operator=(const FileTree&) = delete;
    virtual ~FileTree() = default;

    SourceKind kind() const { return kind_; }

    /// Name of what was opened, without the path that led to it.
    const std::string& name() const { return name_; }

    /// Bytes of what was opened: of the archive where it is one, else of all files together.
    std::uint64_t bytes() const { return bytes_; }

    /// Sorted by path, byte by byte, each path once. Folders that an archive implies are entries as well.
    const std::vector<Entry>& entries() const { return entries_; }

    /// Index of `path` in entries().
    std::optional<std::size_t> find(std::string_view path) const;

    /// Indices of everything below the folder `path` (all entries for ""), without the folder itself.
    std::pair<std::size_t, std::size_t> below(std::string_view path) const;

    /// What could not be listed or was left out, with the reason.
    const Problems& problems() const { return problems_; }

    /// The installer packages that were opened: the source itself, or archives inside it.
    const std::vector<PackageSource>& packages() const { return packages_; }

    /// Opens one file for reading.
    virtual Result<std::unique_ptr<File>> open(std::size_t entry) const = 0;

    /// Whether any file can be opened at about the cost of reading it. False for archives that can only be streamed:
    /// these pass over everything before it, so all that is wanted of them is wanted in one visit.
    virtual bool reads_in_place() const { return true; }

    /// The bytes of a file where they lie in the source as they are, for reading at any place; null where they do not.
    virtual std::shared_ptr<const RandomAccess> in_place(std::size_t /*entry*/) const { return nullptr; }

    using Visitor = std::function<void(std::size_t entry, Result<std::unique_ptr<File>> file)>;

    /// Opens each of these files once, in the order in which this source reads fastest, and gives it to `visit`: from
    /// several threads at once, or from the caller's in one pass where the source can only be streamed. The file is to
    /// be used during that call only. Ends early, with `cancelled`, when stopped.
    virtual Result<void> visit(std::span<const std::size_t> entries, const Visitor& visit,
                               const std::stop_token& stop) const;

protected:
    FileTree(SourceKind kind, std::string name) : kind_(kind), name_(std::move(name)) {}

    SourceKind kind_;
    std::string name_;
    std::uint64_t bytes_ = 0;
    std::vector<Entry> entries_;
    Problems problems_;
    std::vector<PackageSource> packages_;
};

/// Reads a whole file that must not be larger than `limit`.
Result<Bytes> read_all(const FileTree& tree, std::size_t entry, std::size_t limit);

/// The part after the last '/'.
std::string_view file_name(std::string_view path);

/// The part before the last '/', "" where there is none.
std::string_view parent_path(std::string_view path);

/// The two joined by '/'; an empty or "." side is left out.
std::string join(std::string_view folder, std::string_view name);

} // namespace nei::source
