// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nei::source {

class RandomAccess;

/// Bytes that come one after the other.
class ByteStream {
public:
    virtual ~ByteStream() = default;

    /// What comes next; 0 at the end, fewer than asked for anywhere.
    virtual Result<std::size_t> read(std::span<std::byte> buffer) = 0;

    /// Passes over up to `count` bytes without reading them, and says over how many: 0 where that cannot be done.
    virtual std::uint64_t skip(std::uint64_t /*count*/) { return 0; }

    /// Goes to an offset from the start. False, and nothing done, where that cannot be done or lies behind the end.
    virtual bool seek(std::uint64_t /*offset*/) { return false; }

    /// Bytes in all, where they are known.
    virtual std::optional<std::uint64_t> size() const { return std::nullopt; }
};

/// Begins a stream at its first byte, as often as it is called, in any thread.
using StreamStart = std::function<Result<std::unique_ptr<ByteStream>>()>;

/// All bytes of a file or of memory. `name` names them in errors.
StreamStart stream_of(std::shared_ptr<const RandomAccess> bytes, std::string name);

/// `too_large` where that many bytes came out of so few that the archive can only be made to fill disks and memories.
Result<void> check_growth(std::uint64_t unpacked, std::uint64_t packed, std::string_view name);

} // namespace nei::source
