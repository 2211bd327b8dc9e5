// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/sequential_file.h"

#include "core/source/system_file.h"

#include <algorithm>

namespace nei::source {
namespace {

/// Bytes made at once: for those that are only passed over, and so that a wrong size allocates nothing at first.
constexpr std::size_t piece_bytes = 65'536;

/// Bytes kept of a file's start. Universal headers, Mach-O headers and nearly all load commands end before that.
constexpr std::size_t head_bytes = 32'768;

} // namespace

Result<Bytes> SequentialFile::read(std::uint64_t offset, std::size_t length) {
    if (const auto inside = check_range(size_, path_, offset, length); !inside) return std::unexpected(inside.error());
    Bytes bytes;
    if (offset < head_.size()) {
        const auto from = static_cast<std::size_t>(offset);
        bytes = to_bytes(ByteView(head_).subspan(from, std::min(length, head_.size() - from)));
    }
    if (bytes.size() == length) return bytes;
    if (const auto there = go_to(offset + bytes.size()); !there) return std::unexpected(there.error());
    while (bytes.size() < length) {
        const std::size_t done = bytes.size();
        bytes.resize(done + std::min(length - done, std::max(done, piece_bytes)));
        if (const auto read = pull(std::span(bytes).subspan(done)); !read) return std::unexpected(read.error());
    }
    return bytes;
}

Result<void> SequentialFile::go_to(std::uint64_t offset) {
    if (!started_ || offset < at_) {
        started_ = false; // stays so where starting fails
        at_ = 0;
        if (const auto begun = start(); !begun) return begun;
        started_ = true;
    }
    Bytes passed(static_cast<std::size_t>(std::min<std::uint64_t>(offset - at_, piece_bytes)));
    while (at_ < offset) {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(offset - at_, passed.size()));
        if (const auto read = pull(std::span(passed).first(count)); !read) return read;
    }
    return {};
}

Result<void> SequentialFile::pull(std::span<std::byte> buffer) {
    if (const auto read = next(buffer); !read) {
        started_ = false;
        return read;
    }
    if (at_ == head_.size() && head_.size() < head_bytes) {
        const std::size_t kept = std::min(buffer.size(), head_bytes - head_.size());
        head_.insert(head_.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(kept));
    }
    at_ += buffer.size();
    return {};
}

} // namespace nei::source
