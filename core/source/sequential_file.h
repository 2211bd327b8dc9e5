// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

namespace nei::source {

/// A file whose bytes come one after the other, because they are compressed or stand in a stream. Reading behind what
/// was read last passes over what lies between; reading before it starts anew, except for the first bytes, which are
/// kept: that is where readers look again and again.
class SequentialFile : public File {
public:
    std::uint64_t size() const final { return size_; }
    Result<Bytes> read(std::uint64_t offset, std::size_t length) final;

protected:
    SequentialFile(std::string path, std::uint64_t size) : path_(std::move(path)), size_(size) {}

    /// Goes to the first byte.
    virtual Result<void> start() = 0;

    /// Fills `buffer` with what comes next; never asked for more than size() promises.
    virtual Result<void> next(std::span<std::byte> buffer) = 0;

    const std::string& path() const { return path_; }

    /// Bytes that next() gave so far.
    std::uint64_t at() const { return at_; }

private:
    Result<void> pull(std::span<std::byte> buffer);
    Result<void> go_to(std::uint64_t offset);

    std::string path_;
    std::uint64_t size_;
    std::uint64_t at_ = 0;
    bool started_ = false;
    Bytes head_; ///< the first bytes, as far as they were read
};

} // namespace nei::source
