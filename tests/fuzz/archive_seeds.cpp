// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/archive_seeds.h"

#include "tests/forge/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace nei::fuzz {
namespace {

namespace fs = std::filesystem;

using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;
using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

la_ssize_t append(archive*, void* bytes, const void* data, std::size_t size) {
    const ByteView added(static_cast<const std::byte*>(data), size);
    static_cast<Bytes*>(bytes)->insert(static_cast<Bytes*>(bytes)->end(), added.begin(), added.end());
    return static_cast<la_ssize_t>(size);
}

void write(archive* writer, const std::string& path, const forge::TreeEntry& from) {
    using Kind = forge::TreeEntry::Kind;
    const Entry entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname(entry.get(), path.c_str());
    archive_entry_set_perm(entry.get(), static_cast<__LA_MODE_T>(from.mode));
    archive_entry_set_filetype(entry.get(), from.kind == Kind::file      ? AE_IFREG
                                            : from.kind == Kind::symlink ? AE_IFLNK
                                                                         : AE_IFDIR);
    if (from.kind == Kind::symlink) archive_entry_set_symlink(entry.get(), from.target.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(from.content.size()));
    archive_write_header(writer, entry.get());
    archive_write_data(writer, from.content.data(), from.content.size());
}

/// By libarchive's names of formats and filters: "ustar", "gzip".
Bytes packed(const forge::Tree& tree, const char* format, const char* filter) {
    Bytes bytes;
    const Writer writer(archive_write_new(), archive_write_free);
    archive_write_set_format_by_name(writer.get(), format);
    if (filter) archive_write_add_filter_by_name(writer.get(), filter);
    archive_write_set_bytes_in_last_block(writer.get(), 1);
    archive_write_open(writer.get(), &bytes, nullptr, append, nullptr);
    for (const auto& [path, entry] : tree.entries()) write(writer.get(), path, entry);
    if (archive_write_close(writer.get()) != ARCHIVE_OK)
        throw std::runtime_error(std::string("cannot write ") + format);
    return bytes;
}

Bytes package(forge::Json spec, std::string_view package) {
    spec["package"] = forge::Json::parse(package);
    auto bytes = forge::archive_bytes(spec, "seed.pkg");
    if (!bytes) throw std::runtime_error("the forge made no package");
    return *std::move(bytes);
}

Bytes zipped(const forge::Tree& tree, const forge::ZipOptions& options) {
    const fs::path file = fs::temp_directory_path() / "ne-inspector-seed.zip";
    forge::write_zip(tree, file, options);
    std::ifstream input(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
    fs::remove(file);
    return to_bytes(as_bytes(text));
}

} // namespace

std::vector<ArchiveSeed> archive_seeds(const forge::Json& spec) {
    const forge::Tree tree = forge::forge_tree(spec).tree;
    return {
        {"zip", zipped(tree, {})},
        {"zip", zipped(tree, {.store = true, .dot_prefix = true, .date = {}})},
        {"zip", zipped(tree, {.apple_double = true, .date = {}})},
        {"tar", packed(tree, "ustar", nullptr)},
        {"tar", packed(tree, "pax", nullptr)},
        {"tar", packed(tree, "odc", nullptr)},
        {"tar", packed(tree, "ustar", "gzip")},
        {"tar", packed(tree, "ustar", "bzip2")},
        {"tar", packed(tree, "odc", "xz")},
        {"pkg", package(spec, R"({})")},
        {"pkg", package(spec, R"({"signer": null, "payload": "pbzx"})")},
        {"pkg",
         package(spec, R"({"signatures": ["rsa", "cms"], "product": true, "scripts": {"preinstall": "#!/bin/sh"}})")},
    };
}

} // namespace nei::fuzz
