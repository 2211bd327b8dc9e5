// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/tree.h"

#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <fstream>
#include <set>

namespace nei::forge {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t large_file = 200'000;

void write_file(const fs::path& place, ByteView content) {
    std::ofstream file(place, std::ios::binary);
    file.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    if (!file.flush()) throw SpecError(fmt::format("{} cannot be written", place.string()));
}

} // namespace

Bytes TreeEntry::bytes() const {
    if (stored.empty()) return content;
    Bytes read(fs::file_size(stored));
    std::ifstream file(stored, std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(read.data()), static_cast<std::streamsize>(read.size())))
        throw SpecError(fmt::format("{} cannot be read back", stored.string()));
    return read;
}

void Tree::add_file(const std::string& path, Bytes content, unsigned mode) {
    TreeEntry entry{.kind = TreeEntry::Kind::file, .content = {}, .target = {}, .mode = mode, .stored = {}};
    if (store_.empty() || content.size() < large_file) {
        entry.content = std::move(content);
    } else {
        fs::create_directories(store_);
        entry.stored = store_ / std::to_string(stored_++);
        write_file(entry.stored, content);
    }
    entries_.insert_or_assign(path, std::move(entry));
}

void Tree::add_folder(const std::string& path) {
    entries_.insert_or_assign(
        path, TreeEntry{.kind = TreeEntry::Kind::folder, .content = {}, .target = {}, .mode = 0755, .stored = {}});
}

void Tree::add_symlink(const std::string& path, std::string target) {
    entries_.insert_or_assign(
        path,
        TreeEntry{
            .kind = TreeEntry::Kind::symlink, .content = {}, .target = std::move(target), .mode = 0755, .stored = {}});
}

TreeEntry* Tree::find(std::string_view path) {
    const auto found = entries_.find(path);
    return found == entries_.end() ? nullptr : &found->second;
}

const TreeEntry* Tree::find(std::string_view path) const {
    const auto found = entries_.find(path);
    return found == entries_.end() ? nullptr : &found->second;
}

Bytes& Tree::file(const std::string& path) {
    TreeEntry* entry = find(path);
    if (entry == nullptr || entry->kind != TreeEntry::Kind::file)
        throw SpecError(fmt::format("there is no file {}", path));
    if (!entry->stored.empty()) {
        entry->content = entry->bytes();
        entry->stored.clear();
    }
    return entry->content;
}

void Tree::remove(const std::string& path) {
    const std::size_t inside = std::erase_if(
        entries_, [&](const auto& entry) { return entry.first == path || entry.first.starts_with(path + "/"); });
    if (inside == 0) throw SpecError(fmt::format("there is nothing at {}", path));
}

void Tree::rename(const std::string& from, const std::string& to) {
    Tree moved;
    for (const auto& [path, entry] : entries_)
        if (path == from || path.starts_with(from + "/")) moved.entries_.emplace(to + path.substr(from.size()), entry);
    remove(from);
    entries_.merge(moved.entries_);
}

void Tree::graft(const std::string& folder, Tree other) {
    for (auto& [path, entry] : other.entries_) entries_.insert_or_assign(folder + "/" + path, std::move(entry));
}

std::vector<std::string> Tree::below(const std::string& folder) const {
    std::vector<std::string> paths;
    const std::string prefix = folder + "/";
    for (auto entry = entries_.lower_bound(prefix); entry != entries_.end() && entry->first.starts_with(prefix);
         ++entry)
        paths.push_back(entry->first.substr(prefix.size()));
    return paths;
}

void Tree::write(const fs::path& folder) const {
    std::set<std::string> roots;
    for (const auto& [path, entry] : entries_) roots.insert(path.substr(0, path.find('/')));
    for (const std::string& root : roots) fs::remove_all(folder / root);
    for (const auto& [path, entry] : entries_) {
        const fs::path place = folder / path;
        fs::create_directories(place.parent_path());
        switch (entry.kind) {
        case TreeEntry::Kind::folder: fs::create_directories(place); break;
        case TreeEntry::Kind::symlink: fs::create_symlink(entry.target, place); continue;
        case TreeEntry::Kind::file:
            if (entry.stored.empty())
                write_file(place, entry.content);
            else
                fs::create_hard_link(entry.stored, place);
            break;
        }
        fs::permissions(place, static_cast<fs::perms>(entry.mode));
    }
}

} // namespace nei::forge
