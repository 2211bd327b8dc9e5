// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/export_file.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace nei::source {
namespace {

constexpr std::size_t piece = 1'000'000;

std::unexpected<Error> not_written(const std::filesystem::path& target) {
    return fail(ErrorCode::not_permitted,
                fmt::format("`{}` cannot be written. Choose a folder that you may write to, with enough free space.",
                            display_text(target.string())));
}

/// Removes what was written unless it was finished.
class Unfinished {
public:
    explicit Unfinished(std::filesystem::path path) : path_(std::move(path)) {}
    ~Unfinished() {
        std::error_code ignored;
        if (!done_) std::filesystem::remove(path_, ignored);
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    const std::filesystem::path& path() const { return path_; }
    bool finish(const std::filesystem::path& target) {
        std::error_code error;
        std::filesystem::rename(path_, target, error);
        return done_ = !error;
    }

private:
    std::filesystem::path path_;
    bool done_ = false;
};

} // namespace

Result<void> export_file(const FileTree& tree, std::size_t entry, const std::filesystem::path& target,
                         const TaskControl& control) {
    auto opened = tree.open(entry);
    if (!opened) return std::unexpected(opened.error());
    File& file = **opened;
    Unfinished unfinished(target.string() + ".part");
    std::ofstream out(unfinished.path(), std::ios::binary | std::ios::trunc);
    if (!out) return not_written(target);
    for (std::uint64_t at = 0; at < file.size();) {
        if (control.stopped()) return fail(ErrorCode::cancelled, "The export was stopped.");
        const auto bytes = file.read(at, static_cast<std::size_t>(std::min<std::uint64_t>(piece, file.size() - at)));
        if (!bytes) return std::unexpected(bytes.error());
        const std::string_view text = as_text(*bytes);
        if (!out.write(text.data(), static_cast<std::streamsize>(text.size()))) return not_written(target);
        at += bytes->size();
    }
    out.close();
    if (!out || !unfinished.finish(target)) return not_written(target);
    return {};
}

} // namespace nei::source
