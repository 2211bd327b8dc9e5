// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/progress.h"
#include "core/source/file_tree.h"

#include <functional>
#include <map>
#include <optional>
#include <vector>

/// Reads files once and works out of them all that verification asks for.
namespace nei::verify {

/// Hashes of the pages of one code directory: of the bytes [begin, end) of the file.
struct PageJob {
    DigestAlgorithm algorithm = DigestAlgorithm::sha256;
    std::uint64_t page_size = 0; ///< never 0: where the whole is one page, its length
    std::uint64_t begin = 0, end = 0;
    Bytes digests{}; ///< result: one full digest a page

    std::uint64_t pages() const { return end <= begin ? 0 : (end - begin + page_size - 1) / page_size; }
};

/// A part of the file that is kept as it is.
struct KeptRange {
    std::uint64_t begin = 0, length = 0;
    Bytes bytes{}; ///< result
};

struct FileJob {
    std::size_t entry = 0;                    ///< index in FileTree::entries()
    std::map<DigestAlgorithm, Bytes> whole{}; ///< keys: what is asked for; results: digests of the whole file
    std::vector<PageJob> pages{};
    std::vector<KeptRange> kept{};
    std::optional<Error> error{}; ///< why there are no results
};

/// Jobs by their entry.
using FileJobs = std::map<std::size_t, FileJob>;

/// Called with each file that has pages, as soon as all that was asked of it is there and of all files without pages as
/// well; by several threads at once. What it no longer needs of the results it may drop: those of code are many.
using WhenCodeIsRead = std::function<void(FileJob& job)>;

/// Works on all these files, on all cores. Fills in the results; a file that cannot be read has an error. An error only
/// when cancelled. Returns the bytes that were read.
Result<std::uint64_t> run_file_pass(const source::FileTree& tree, FileJobs& jobs, const TaskControl& control,
                                    const WhenCodeIsRead& when_code_is_read);

} // namespace nei::verify
