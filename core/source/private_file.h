// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/random_access.h"

#include <filesystem>

namespace nei::source {

/// A temporary file without a name: nobody else can open it, and the system takes it away with the program, however
/// that ends.
class PrivateFile final : public RandomAccess {
public:
    /// In `folder`, or in the system's folder for temporary files.
    static SystemResult<PrivateFile> create(const std::filesystem::path& folder = {});

    /// The way for systems that cannot make a file without a name: in a folder of its own, which only its user may
    /// enter, a file is made, opened and removed at once, and the folder with it. A program that is killed in that
    /// moment leaves an empty file behind, which the next call takes away.
    static SystemResult<PrivateFile> create_and_remove(const std::filesystem::path& folder);

    PrivateFile(PrivateFile&& other) noexcept;
    PrivateFile& operator=(PrivateFile&&) = delete;
    ~PrivateFile() override;

    /// Adds to its end.
    std::error_code append(ByteView bytes);

    std::uint64_t size() const override { return size_; }
    SystemResult<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> buffer) const override;

private:
    explicit PrivateFile(int descriptor) : descriptor_(descriptor) {}

    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

} // namespace nei::source
