// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"
#include "core/verify/file_pass.h"

#include <map>
#include <mutex>

namespace nei::verify {

/// What became known of a file while somebody else read it from front to back.
struct HashedFile {
    Bytes pages;                         ///< SHA-256 of each whole page of 4 KiB, from the start of the file
    std::map<std::uint64_t, Bytes> cuts; ///< by offset: SHA-256 of the last page where code ends there
    Bytes whole;                         ///< SHA-256 of the file; empty where it was not guessed to be needed
    std::vector<KeptRange> ranges;       ///< bytes that the reader asked for
};

/// Another tree, whose code is hashed while it is read. A signature lies at the end of its slice, so whoever scans an
/// archive unpacks all code before it: hashed on the way, it need not be unpacked again to be verified. What hashes the
/// signature has is not known by then; SHA-256 of pages of 4 KiB is guessed, which nearly all code has.
class HashingTree final : public source::FileTree {
public:
    explicit HashingTree(std::shared_ptr<const source::FileTree> tree);

    Result<std::unique_ptr<source::File>> open(std::size_t entry) const override { return tree_->open(entry); }
    bool reads_in_place() const override { return tree_->reads_in_place(); }
    std::shared_ptr<const source::RandomAccess> in_place(std::size_t entry) const override {
        return tree_->in_place(entry);
    }
    Result<void> visit(std::span<const std::size_t> entries, const Visitor& visit,
                       const std::stop_token& stop) const override;

    /// Fills in the results of a job. False, and the job untouched, where the guess was wrong for any part of it.
    bool fill(FileJob& job) const;

private:
    std::shared_ptr<const source::FileTree> tree_;
    mutable std::mutex mutex_;
    mutable std::map<std::size_t, HashedFile> known_; ///< by entry
};

} // namespace nei::verify
