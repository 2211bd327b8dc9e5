// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <algorithm>
#include <cstdint>
#include <expected>
#include <span>
#include <system_error>

namespace nei::source {

template <class T>
using SystemResult = std::expected<T, std::error_code>;

/// Bytes that can be read at any place: a file on disk, or an archive that was found in another one. Const members may
/// be called by several threads at once.
class RandomAccess {
public:
    virtual ~RandomAccess() = default;

    /// Bytes in all, as they were when this was opened.
    virtual std::uint64_t size() const = 0;

    /// Fills `buffer` from `offset` on; fewer bytes only where the bytes end.
    virtual SystemResult<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> buffer) const = 0;
};

/// Bytes in memory.
class MemoryBytes final : public RandomAccess {
public:
    explicit MemoryBytes(Bytes bytes) : bytes_(std::move(bytes)) {}

    std::uint64_t size() const override { return bytes_.size(); }

    SystemResult<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> buffer) const override {
        const auto start = static_cast<std::size_t>(std::min<std::uint64_t>(offset, bytes_.size()));
        const std::size_t count = std::min(buffer.size(), bytes_.size() - start);
        std::ranges::copy(ByteView(bytes_).subspan(start, count), buffer.begin());
        return count;
    }

private:
    Bytes bytes_;
};

} // namespace nei::source
