// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/inner_archive.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/source/private_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::source {
namespace {

using namespace std::string_view_literals;

constexpr std::array archive_extensions = {".zip"sv, ".ipa"sv,  ".whl"sv, ".pkg"sv,    ".tar"sv,     ".tgz"sv,
                                           ".tbz"sv, ".tbz2"sv, ".txz"sv, ".tar.gz"sv, ".tar.bz2"sv, ".tar.xz"sv};
constexpr std::array image_extensions = {".dmg"sv, ".sparseimage"sv, ".iso"sv};

/// Extensions of folders that are bundles (Apple, "About Bundles").
constexpr std::array bundle_extensions = {".app"sv,    ".appex"sv,      ".systemextension"sv, ".dext"sv,
                                          ".kext"sv,   ".xpc"sv,        ".framework"sv,       ".bundle"sv,
                                          ".plugin"sv, ".mdimporter"sv, ".qlgenerator"sv,     ".xctest"sv};

constexpr std::size_t piece_bytes = 1'000'000;

bool ends_with_one_of(std::string_view name, std::span<const std::string_view> endings) {
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

bool lies_in_bundle(std::string_view lower_path) {
    for (std::string_view folder = parent_path(lower_path); !folder.empty(); folder = parent_path(folder))
        if (ends_with_one_of(folder, bundle_extensions) || file_name(folder) == "contents") return true;
    return false;
}

bool is_loose_file(const Entry& entry, std::span<const std::string_view> extensions) {
    if (entry.kind != EntryKind::file || entry.apple_double) return false;
    const std::string lower = ascii_lower(entry.path);
    return ends_with_one_of(lower, extensions) && !lies_in_bundle(lower);
}

Error not_copied(std::string_view path, std::error_code code) {
    return {ErrorCode::read_failed,
            fmt::format("`{}` could not be unpacked into a temporary file: the system reports \"{}\". Make room in the "
                        "folder for temporary files, or unpack the outer archive and open the folder.",
                        display_text(path), display_text(code.message()))};
}

/// Gives the whole file to `take`, piece by piece.
Result<void> copy(File& file, std::string_view path, const Copied& copied,
                  const std::function<std::error_code(const Bytes&)>& take) {
    for (std::uint64_t at = 0; at < file.size();) {
        const auto piece =
            file.read(at, static_cast<std::size_t>(std::min<std::uint64_t>(file.size() - at, piece_bytes)));
        if (!piece) return std::unexpected(piece.error());
        if (const auto error = take(*piece)) return std::unexpected(not_copied(path, error));
        at += piece->size();
        if (!copied(piece->size()))
            return fail(ErrorCode::cancelled, fmt::format("Unpacking `{}` was stopped.", display_text(path)));
    }
    return {};
}

Result<std::shared_ptr<const RandomAccess>> copy_to_file(File& file, std::string_view path, const Copied& copied) {
    auto created = PrivateFile::create();
    if (!created) return std::unexpected(not_copied(path, created.error()));
    auto target = std::make_shared<PrivateFile>(*std::move(created));
    const auto done = copy(file, path, copied, [&](const Bytes& piece) { return target->append(piece); });
    if (!done) return std::unexpected(done.error());
    return target;
}

Result<std::shared_ptr<const RandomAccess>> copy_to_memory(File& file, std::string_view path, const Copied& copied) {
    Bytes bytes;
    const auto done = copy(file, path, copied, [&](const Bytes& piece) {
        bytes.insert(bytes.end(), piece.begin(), piece.end());
        return std::error_code();
    });
    if (!done) return std::unexpected(done.error());
    return std::make_shared<MemoryBytes>(std::move(bytes));
}

} // namespace

bool is_inner_archive(const Entry& entry) {
    return is_loose_file(entry, archive_extensions);
}

bool is_inner_disk_image(const Entry& entry) {
    return is_loose_file(entry, image_extensions);
}

bool InnerMemory::take(std::size_t bytes) {
    std::size_t left = left_;
    while (bytes <= left)
        if (left_.compare_exchange_weak(left, left - bytes)) return true;
    return false;
}

Result<std::shared_ptr<const RandomAccess>> copy_of(File& file, std::string_view path, InnerMemory& memory,
                                                    const Copied& copied) {
    if (file.size() > limits::inner_archive_bytes)
        return fail(ErrorCode::too_large,
                    fmt::format("`{}` has {} bytes; archives inside others are opened up to {}. Unpack the outer one, "
                                "then open the folder.",
                                display_text(path), grouped(file.size()), grouped(limits::inner_archive_bytes)));
    if (file.size() <= limits::inner_archive_memory && memory.take(static_cast<std::size_t>(file.size())))
        return copy_to_memory(file, path, copied);
    return copy_to_file(file, path, copied);
}

} // namespace nei::source
