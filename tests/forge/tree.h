// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace nei::forge {

struct TreeEntry {
    enum class Kind { file, folder, symlink };
    Kind kind = Kind::file;
    Bytes content;      ///< of a file, unless it is stored
    std::string target; ///< of a symlink
    unsigned mode = 0644;
    std::filesystem::path stored; ///< a file that has the content, instead of memory

    /// Content of a file, wherever it is.
    Bytes bytes() const;
};

/// Files to be written, in memory: by path with `/`, folders only where they are empty or have a mode of their own.
class Tree {
public:
    /// From now on the content of large files goes into files in `folder`, so that memory does not bound what can be
    /// forged. The folder is made when it is needed; who named it removes it when the tree is gone.
    void store_large_files_in(std::filesystem::path folder) { store_ = std::move(folder); }

    void add_file(const std::string& path, Bytes content, unsigned mode = 0644);
    void add_folder(const std::string& path);
    void add_symlink(const std::string& path, std::string target);

    TreeEntry* find(std::string_view path);
    const TreeEntry* find(std::string_view path) const;
    /// The file at `path`; SpecError where there is none.
    Bytes& file(const std::string& path);
    /// An entry, or a folder with all in it. SpecError where there is nothing.
    void remove(const std::string& path);
    void rename(const std::string& from, const std::string& to);
    /// All of `other` below `folder`.
    void graft(const std::string& folder, Tree other);
    /// Paths of all entries below `folder`, relative to it, in byte order.
    std::vector<std::string> below(const std::string& folder) const;

    const std::map<std::string, TreeEntry, std::less<>>& entries() const { return entries_; }
    std::map<std::string, TreeEntry, std::less<>>& entries() { return entries_; }

    /// Writes everything below `folder`; what was there under the same top-level names is replaced.
    void write(const std::filesystem::path& folder) const;

private:
    std::map<std::string, TreeEntry, std::less<>> entries_;
    std::filesystem::path store_;
    std::size_t stored_ = 0;
};

} // namespace nei::forge
