// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"
#include "tests/support/memory_file.h"

#include <algorithm>
#include <map>

namespace nei::test {

/// A source made of bytes in memory: what a test needs to lay out a bundle in a few lines.
class MemoryTree : public source::FileTree {
public:
    explicit MemoryTree(std::string name, source::SourceKind kind = source::SourceKind::folder)
        : FileTree(kind, std::move(name)) {}

    /// Adds a file and the folders above it.
    MemoryTree& file(const std::string& path, Bytes content, unsigned mode = 0644) {
        source::Entry entry{.path = path, .size = content.size(), .mode = mode, .link_target = {}};
        add(entry);
        contents_[path] = std::move(content);
        return *this;
    }
    MemoryTree& file(const std::string& path, std::string_view text) { return file(path, to_bytes(as_bytes(text))); }

    MemoryTree& symlink(const std::string& path, const std::string& target) {
        add({.path = path, .kind = source::EntryKind::symlink, .mode = {}, .link_target = target});
        return *this;
    }

    MemoryTree& folder(const std::string& path) {
        add({.path = path, .kind = source::EntryKind::directory, .mode = {}, .link_target = {}});
        return *this;
    }

    MemoryTree& package(source::PackageSource package) {
        packages_.push_back(std::move(package));
        return *this;
    }

    Result<std::unique_ptr<source::File>> open(std::size_t entry) const override {
        return std::make_unique<MemoryFile>(contents_.at(entries().at(entry).path));
    }

private:
    void add(const source::Entry& entry) {
        const std::string parent(source::parent_path(entry.path));
        if (!parent.empty() && !find(parent)) folder(parent);
        const auto at = std::ranges::lower_bound(entries_, entry.path, {}, &source::Entry::path);
        entries_.insert(at, entry);
        bytes_ += entry.size;
    }

    std::map<std::string, Bytes> contents_;
};

} // namespace nei::test
