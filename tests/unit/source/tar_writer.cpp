// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/source/tar_writer.h"

#include <fmt/format.h>

#include <archive.h>
#include <archive_entry.h>
#include <stdexcept>

namespace nei::source {
namespace {

constexpr std::size_t block = 512;

void put(std::string& header, std::size_t offset, const std::string& text) {
    header.replace(offset, text.size(), text);
}

std::string header(const TarEntry& entry) {
    std::string bytes(block, '\0');
    put(bytes, 0, entry.name);
    put(bytes, 100, fmt::format("{:07o}", entry.mode));
    put(bytes, 108, "0000000");
    put(bytes, 116, "0000000");
    put(bytes, 124, fmt::format("{:011o}", entry.size.value_or(entry.content.size())));
    put(bytes, 136, "00000000000");
    put(bytes, 148, "        ");
    bytes[156] = entry.type;
    put(bytes, 157, entry.link);
    put(bytes, 257, std::string("ustar\0", 6) + "00");
    unsigned sum = 0;
    for (const char c : bytes) sum += static_cast<unsigned char>(c);
    put(bytes, 148, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
    return bytes;
}

} // namespace

std::string tar(const std::vector<TarEntry>& entries) {
    std::string bytes;
    for (const TarEntry& entry : entries) {
        bytes += header(entry) + entry.content;
        bytes.append((block - bytes.size() % block) % block, '\0');
    }
    return bytes + std::string(2 * block, '\0');
}

std::string compressed(const std::string& bytes, Compression how) {
    archive* writer = archive_write_new();
    archive_write_set_format_raw(writer);
    switch (how) {
    case Compression::gzip: archive_write_add_filter_gzip(writer); break;
    case Compression::bzip2: archive_write_add_filter_bzip2(writer); break;
    case Compression::xz: archive_write_add_filter_xz(writer); break;
    }
    archive_write_set_bytes_in_last_block(writer, 1);
    std::string packed(bytes.size() + 100'000, '\0');
    std::size_t used = 0;
    archive_entry* entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    const bool written =
        archive_write_open_memory(writer, packed.data(), packed.size(), &used) == ARCHIVE_OK &&
        archive_write_header(writer, entry) == ARCHIVE_OK &&
        archive_write_data(writer, bytes.data(), bytes.size()) == static_cast<la_ssize_t>(bytes.size()) &&
        archive_write_close(writer) == ARCHIVE_OK;
    archive_entry_free(entry);
    archive_write_free(writer);
    if (!written) throw std::runtime_error("libarchive cannot compress");
    packed.resize(used);
    return packed;
}

} // namespace nei::source
