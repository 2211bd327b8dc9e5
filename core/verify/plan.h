// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/verify/detached.h"
#include "core/verify/slice_check.h"

#include <map>
#include <optional>
#include <vector>

/// What is to be verified of a bundle, and what has to be read for it.
namespace nei::verify {

/// One result that is to be made, and where the job of its file has what it needs.
struct SliceWork {
    std::size_t item = 0;             ///< index in Bundle::items
    std::optional<std::size_t> slice; ///< index in CodeItem::slices; nothing for code without Mach-O
    std::size_t entry = 0;            ///< its file, where it has pages
    std::size_t first_page_job = 0, page_jobs = 0;
    std::size_t kept = 0;                 ///< the signature, in the job of the file
    std::vector<DetachedPart> detached{}; ///< the signature of code without Mach-O
    SliceFindings findings{};
};

/// Files that the special slots of a bundle bind.
struct BoundFiles {
    BoundFile info_plist, resources;
};

struct Plan {
    std::vector<SliceWork> slices;           ///< by item, then slice
    FileJobs jobs;                           ///< without the files of seals
    std::map<std::size_t, BoundFiles> bound; ///< by item; of bundles

    FileJob& job_for(std::size_t entry);
};

/// Whether an item has to be signed, or is. Not: profiles, debug symbols, object files, bundles of resources alone.
bool is_judged(const bundle::CodeItem& item);

Plan make_plan(const source::FileTree& tree, const bundle::Bundle& bundle);

} // namespace nei::verify
