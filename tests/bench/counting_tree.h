// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

#include <atomic>

namespace nei::bench {

/// What was read of the files of a tree.
struct ReadCounts {
    std::atomic<std::uint64_t> files = 0;  ///< opened
    std::atomic<std::uint64_t> reads = 0;  ///< calls of File::read
    std::atomic<std::uint64_t> needed = 0; ///< bytes that were asked for
    /// Bytes that a compressed file has to be unpacked for: up to the furthest byte read, and again from its start
    /// where reading went back.
    std::atomic<std::uint64_t> passed = 0;
};

/// Another tree, with every read counted.
class CountingTree final : public source::FileTree {
public:
    CountingTree(std::shared_ptr<const source::FileTree> tree, ReadCounts& counts);

    Result<std::unique_ptr<source::File>> open(std::size_t entry) const override;
    bool reads_in_place() const override { return tree_->reads_in_place(); }
    std::shared_ptr<const source::RandomAccess> in_place(std::size_t entry) const override {
        return tree_->in_place(entry);
    }
    Result<void> visit(std::span<const std::size_t> entries, const Visitor& visit,
                       const std::stop_token& stop) const override;

private:
    Result<std::unique_ptr<source::File>> counted(Result<std::unique_ptr<source::File>> file) const;

    std::shared_ptr<const source::FileTree> tree_;
    ReadCounts& counts_;
};

} // namespace nei::bench
