// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/file_tree.h"

#include <cstdint>

namespace nei::source {

/// Makes of the names in an archive what FileTree::entries promises, whatever the archive says: relative paths, sorted,
/// each once, folders that are only implied as well. What cannot be part of a bundle is left out, with a problem.
class ArchiveEntries {
public:
    /// Adds one name as the archive stores it, in the archive's order; `entry.path` is set here. `position` is where
    /// the archive has it. False where no more may be added.
    bool add(std::string_view raw_name, Entry entry, std::uint64_t position);

    /// Leaves an entry out.
    void leave_out(std::string_view raw_name, std::string code, std::string message);

    /// Something that is not about one entry.
    void warn(std::string code, std::string message);

    std::size_t size() const { return added_.size(); }

    struct Finished {
        std::vector<Entry> entries;
        std::vector<std::uint64_t> positions; ///< for each entry; no_position for folders that are only implied
        Problems problems;
    };
    static constexpr std::uint64_t no_position = ~std::uint64_t{0};

    /// All that was added. To be called once.
    Finished finish();

private:
    struct Added {
        Entry entry;
        std::uint64_t position = no_position;
    };

    struct Implied {
        std::vector<std::string> missing;     ///< folders that have no entry of their own
        std::vector<std::string> not_folders; ///< entries of another kind with entries below them
    };

    static std::string_view path_of(const Added& added);
    void report(Problem problem);
    void keep_last_of_each();
    Implied implied_folders();
    void add_implied_folders();
    void leave_out_below(std::vector<std::string> not_folders);
    bool count_path(std::size_t bytes);

    std::vector<Added> added_;
    std::size_t path_bytes_ = 0; ///< of all entries together
    Problems problems_;
    std::size_t problems_dropped_ = 0;
};

/// An error where an archive of this name has no entry: it is empty, or nothing in it can be read.
Result<void> expect_entries(const std::vector<Entry>& entries, const Problems& problems, std::string_view name);

} // namespace nei::source
