// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

namespace nei::test {

/// A file that is bytes in memory.
class MemoryFile : public source::File {
public:
    explicit MemoryFile(Bytes bytes) : bytes_(std::move(bytes)) {}

    std::uint64_t size() const override { return bytes_.size(); }

    Result<Bytes> read(std::uint64_t offset, std::size_t length) override {
        const auto part = slice(bytes_, static_cast<std::size_t>(offset), length);
        if (!part) return fail(ErrorCode::truncated, "The file ends earlier.");
        return to_bytes(*part);
    }

private:
    Bytes bytes_;
};

} // namespace nei::test
