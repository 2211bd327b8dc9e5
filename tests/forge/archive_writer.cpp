// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/archive_writer.h"

#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <archive.h>
#include <archive_entry.h>
#include <memory>
#include <new>
#include <set>

namespace nei::forge {
namespace {

struct Free {
    void operator()(archive* writer) const { archive_write_free(writer); }
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

class Writer {
public:
    Writer(ArchiveFormat format, Compression compression, Timestamp date) : writer_(archive_write_new()), date_(date) {
        if (!writer_) throw std::bad_alloc();
        archive* const writer = writer_.get();
        check(format == ArchiveFormat::tar ? archive_write_set_format_pax_restricted(writer)
                                           : archive_write_set_format_cpio(writer));
        switch (compression) {
        case Compression::none: check(archive_write_add_filter_none(writer)); break;
        case Compression::gzip:
            check(archive_write_add_filter_gzip(writer));
            check(archive_write_set_filter_option(writer, "gzip", "timestamp", nullptr)); // the same bytes every day
            break;
        case Compression::bzip2: check(archive_write_add_filter_bzip2(writer)); break;
        case Compression::xz: check(archive_write_add_filter_xz(writer)); break;
        }
        check(archive_write_set_bytes_in_last_block(writer, 1));
        check(archive_write_open(writer, &out_, nullptr, &Writer::append, nullptr));
    }

    void add(const std::string& name, const TreeEntry& entry) {
        const std::unique_ptr<archive_entry, Free> header(archive_entry_new());
        if (!header) throw std::bad_alloc();
        archive_entry_set_pathname(header.get(), name.c_str());
        archive_entry_set_mtime(header.get(), date_.time_since_epoch().count(), 0);
        archive_entry_set_perm(header.get(), entry.mode);
        archive_entry_set_nlink(header.get(), 1);
        archive_entry_set_ino(header.get(), ++inode_);
        switch (entry.kind) {
        case TreeEntry::Kind::folder: archive_entry_set_filetype(header.get(), AE_IFDIR); break;
        case TreeEntry::Kind::symlink:
            archive_entry_set_filetype(header.get(), AE_IFLNK);
            archive_entry_set_symlink(header.get(), entry.target.c_str());
            break;
        case TreeEntry::Kind::file: archive_entry_set_filetype(header.get(), AE_IFREG); break;
        }
        const Bytes content = entry.bytes();
        archive_entry_set_size(header.get(), static_cast<la_int64_t>(content.size()));
        check(archive_write_header(writer_.get(), header.get()));
        if (archive_write_data(writer_.get(), content.data(), content.size()) !=
            static_cast<la_ssize_t>(content.size()))
            check(ARCHIVE_FATAL);
    }

    Bytes take() {
        check(archive_write_close(writer_.get()));
        return std::move(out_);
    }

private:
    static la_ssize_t append(archive*, void* out, const void* data, std::size_t size) {
        const auto* bytes = static_cast<const std::byte*>(data);
        static_cast<Bytes*>(out)->insert(static_cast<Bytes*>(out)->end(), bytes, bytes + size);
        return static_cast<la_ssize_t>(size);
    }

    void check(int status) const {
        if (status >= ARCHIVE_WARN) return;
        throw SpecError(fmt::format("an archive cannot be written: {}", archive_error_string(writer_.get())));
    }

    Bytes out_;
    std::unique_ptr<archive, Free> writer_;
    Timestamp date_;
    la_int64_t inode_ = 0;
};

} // namespace

Bytes write_archive(const Tree& tree, ArchiveFormat format, Compression compression, Timestamp date,
                    std::string_view prefix) {
    Writer writer(format, compression, date);
    const TreeEntry folder{.kind = TreeEntry::Kind::folder, .content = {}, .target = {}, .mode = 0755, .stored = {}};
    if (!prefix.empty()) writer.add(".", folder);
    std::set<std::string> written;
    for (const auto& [name, entry] : tree.entries()) {
        for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1))
            if (written.insert(name.substr(0, slash)).second)
                writer.add(std::string(prefix) + name.substr(0, slash), folder);
        if (entry.kind == TreeEntry::Kind::folder && !written.insert(name).second) continue;
        writer.add(std::string(prefix) + name, entry);
    }
    return writer.take();
}

std::optional<Compression> tar_compression(std::string_view name) {
    if (name.ends_with(".tar")) return Compression::none;
    if (name.ends_with(".tar.gz") || name.ends_with(".tgz")) return Compression::gzip;
    if (name.ends_with(".tar.bz2") || name.ends_with(".tbz")) return Compression::bzip2;
    if (name.ends_with(".tar.xz") || name.ends_with(".txz")) return Compression::xz;
    return std::nullopt;
}

} // namespace nei::forge
