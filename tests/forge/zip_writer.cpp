// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/zip_writer.h"

#include "core/base/text.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/spec_error.h"

#include <QFile>
#include <quazip/zip.h>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nei::forge {
namespace {

constexpr unsigned regular_file = 0100000, directory = 0040000, symbolic_link = 0120000;

/// QuaZip's C interface: it takes names as bytes, where its classes convert them.
class ZipFile {
public:
    ZipFile(const std::filesystem::path& path, const ZipOptions& options)
        : options_(options), file_(QString::fromStdString(path.string())) {
        QFile::remove(file_.fileName());
        zip_ = zipOpen(&file_, APPEND_STATUS_CREATE);
        if (zip_ == nullptr) throw SpecError(fmt::format("{} cannot be written", path.string()));
    }
    ~ZipFile() { zipClose(zip_, nullptr); }
    ZipFile(const ZipFile&) = delete;
    ZipFile& operator=(const ZipFile&) = delete;

    void add(const std::string& name, ByteView content, unsigned mode) {
        zip_fileinfo info{};
        const auto day = std::chrono::floor<std::chrono::days>(options_.date);
        const std::chrono::year_month_day date(day);
        const std::chrono::hh_mm_ss clock(options_.date - day);
        info.tmz_date.tm_sec = static_cast<uInt>(clock.seconds().count());
        info.tmz_date.tm_min = static_cast<uInt>(clock.minutes().count());
        info.tmz_date.tm_hour = static_cast<uInt>(clock.hours().count());
        info.tmz_date.tm_mday = static_cast<unsigned>(date.day());
        info.tmz_date.tm_mon = static_cast<unsigned>(date.month()) - 1;
        info.tmz_date.tm_year = static_cast<uInt>(static_cast<int>(date.year()));
        info.external_fa = options_.lose_modes ? 0 : static_cast<uLong>(mode) << 16;

        constexpr uLong made_by_unix = 3 << 8 | 30, made_by_fat = 20;
        const bool ascii = std::ranges::all_of(name, [](unsigned char c) { return c < 0x80; });
        const uLong encoding = !ascii && is_utf8(name) ? ZIP_ENCODING_UTF8 : 0;
        const int method = options_.store || content.empty() ? 0 : Z_DEFLATED;
        const bool large = content.size() > 0xfffffffe;
        int status = zipOpenNewFileInZip4_64(zip_, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, method,
                                             Z_DEFAULT_COMPRESSION, 0, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, nullptr, 0,
                                             options_.lose_modes ? made_by_fat : made_by_unix, encoding, large ? 1 : 0);
        constexpr std::size_t chunk = 1 << 24;
        for (std::size_t offset = 0; status == ZIP_OK && offset < content.size(); offset += chunk)
            status = zipWriteInFileInZip(zip_, content.data() + offset,
                                         static_cast<unsigned>(std::min(chunk, content.size() - offset)));
        if (status != ZIP_OK || zipCloseFileInZip(zip_) != ZIP_OK)
            throw SpecError(fmt::format("the archive entry {} cannot be written", name));
    }

private:
    ZipOptions options_;
    QFile file_;
    zipFile zip_ = nullptr;
};

} // namespace

Bytes apple_double() {
    const std::string_view value = "0083;65f00000;Safari;";
    const std::string_view name = "com.apple.quarantine";
    // An attribute header inside the Finder information entry (macOS: bsd/vfs/vfs_xattr.c).
    constexpr std::uint32_t entries_start = 26 + 2 * 12, finder_info = 32;
    const std::uint32_t data_start = entries_start + finder_info + 2 + 36 + 12 + 20;
    ByteWriter out;
    out.u32(0x00051607).u32(0x00020000).fixed_text("Mac OS X        ", 16).u16(2);
    out.u32(9).u32(entries_start).u32(data_start + value.size() - entries_start);
    out.u32(2).u32(data_start + value.size()).u32(0);
    out.zeros(finder_info + 2).text("ATTR").u32(0).u32(data_start + value.size()).u32(data_start).u32(value.size());
    out.zeros(12).u16(0).u16(1);
    out.u32(data_start).u32(value.size()).u16(0).u8(name.size() + 1).text(name).u8(0);
    if (out.size() < data_start) out.zeros(data_start - out.size());
    return out.text(value).take();
}

void write_zip(const Tree& tree, const std::filesystem::path& path, const ZipOptions& options) {
    ZipFile zip(path, options);
    const std::string prefix = options.dot_prefix ? "./" : "";
    std::set<std::string> written;
    const auto add_folders = [&](const std::string& entry) {
        for (std::size_t slash = entry.find('/'); slash != std::string::npos; slash = entry.find('/', slash + 1)) {
            const std::string folder = entry.substr(0, slash + 1);
            if (options.folders && written.insert(folder).second) zip.add(prefix + folder, {}, directory | 0755);
        }
    };
    for (const auto& [name, entry] : tree.entries()) {
        add_folders(entry.kind == TreeEntry::Kind::folder ? name + "/" : name);
        switch (entry.kind) {
        case TreeEntry::Kind::folder: continue;
        case TreeEntry::Kind::symlink: zip.add(prefix + name, as_bytes(entry.target), symbolic_link | 0755); break;
        case TreeEntry::Kind::file: zip.add(prefix + name, entry.bytes(), regular_file | entry.mode); break;
        }
        if (!options.apple_double || entry.kind != TreeEntry::Kind::file) continue;
        const std::size_t slash = name.rfind('/');
        const std::string folder = slash == std::string::npos ? "" : name.substr(0, slash + 1);
        zip.add("__MACOSX/" + folder + "._" + name.substr(folder.size()), apple_double(), regular_file | 0644);
    }
}

} // namespace nei::forge
