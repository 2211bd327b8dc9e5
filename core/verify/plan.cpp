// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/plan.h"

#include "core/base/limits.h"
#include "core/bundle/files.h"
#include "core/bundle/layout.h"

#include <algorithm>
#include <set>

namespace nei::verify {
namespace {

using bundle::CodeItem;
using bundle::CodeSlice;
using bundle::ItemKind;

/// Apple's tools write pages of 4 and 16 KiB; hashes of much smaller ones would take more room than the code.
constexpr std::uint64_t smallest_page = 4096;
/// One primary and the alternates that have slots: each costs another pass over the code.
constexpr std::size_t most_directories = 6;

class Planner {
public:
    Planner(const source::FileTree& tree, const bundle::Bundle& bundle) : tree_(tree), bundle_(bundle) {}

    Plan run() {
        for (std::size_t i = 0; i < bundle_.items.size(); ++i)
            if (is_judged(bundle_.items[i])) plan(i);
        return std::move(plan_);
    }

private:
    void plan(std::size_t index) {
        const CodeItem& item = bundle_.items[index];
        for (std::size_t i = 0; i < item.slices.size(); ++i) plan_slice(index, i);
        if (item.slices.empty()) plan_without_macho(index);
        plan_bound_files(index);
    }

    void plan_slice(std::size_t index, std::size_t slice_index) {
        const CodeItem& item = bundle_.items[index];
        const CodeSlice& slice = item.slices[slice_index];
        SliceWork work{.item = index, .slice = slice_index};
        const auto entry = item.executable == "." ? std::optional<std::size_t>(0) : tree_.find(item.executable);
        if (slice.signature && slice.code.signature_range && entry) {
            plan_pages(work, *entry, slice.code.offset, slice.code.size, *slice.signature);
            FileJob& job = plan_.job_for(*entry);
            work.kept = job.kept.size();
            const auto& range = *slice.code.signature_range;
            job.kept.push_back(
                {slice.code.offset + range.offset, std::min<std::uint64_t>(range.size, limits::signature_bytes)});
        }
        plan_.slices.push_back(std::move(work));
    }

    /// The code of a bundle without Mach-O is its main executable, a script. Without that it is Info.plist, which a
    /// special slot has as well.
    void plan_without_macho(std::size_t index) {
        const CodeItem& item = bundle_.items[index];
        SliceWork work{.item = index, .slice = std::nullopt};
        if (item.detached_signature) work.detached = detached_parts(tree_, item);
        for (const DetachedPart& part : work.detached) {
            FileJob& job = plan_.job_for(part.entry);
            job.kept.push_back({0, tree_.entries()[part.entry].size});
        }
        const auto script = item.executable.empty() ? std::nullopt : tree_.find(item.executable);
        if (script && !work.detached.empty())
            plan_pages(work, *script, 0, tree_.entries()[*script].size, *item.detached_signature);
        plan_.slices.push_back(std::move(work));
    }

    void plan_pages(SliceWork& work, std::size_t entry, std::uint64_t offset, std::uint64_t size,
                    const signature::Signature& signature) {
        FileJob& job = plan_.job_for(entry);
        work.entry = entry;
        work.first_page_job = job.pages.size();
        work.page_jobs = std::min(signature.code_directories.size(), most_directories);
        for (std::size_t i = 0; i < work.page_jobs; ++i)
            job.pages.push_back(page_job(entry, offset, size, signature.code_directories[i]));
    }

    PageJob page_job(std::size_t entry, std::uint64_t offset, std::uint64_t slice_size,
                     const signature::CodeDirectory& directory) const {
        PageJob job;
        job.algorithm = signature::hash_algorithm(directory.hash_type).value_or(DigestAlgorithm::sha256);
        job.begin = offset;
        const std::uint64_t size = tree_.entries()[entry].size;
        const std::uint64_t most = job.begin < size ? std::min(slice_size, size - job.begin) : 0;
        job.end = job.begin + std::min(directory.code_limit, most);
        job.page_size = directory.page_size >= smallest_page ? directory.page_size : std::max(most, smallest_page);
        return job;
    }

    void plan_bound_files(std::size_t index) {
        const CodeItem& item = bundle_.items[index];
        if (!bundle::is_bundle(item)) return;
        std::set<DigestAlgorithm> algorithms;
        const auto add = [&](const signature::Signature& signature) {
            for (const signature::CodeDirectory& directory : signature.code_directories)
                if (const auto algorithm = signature::hash_algorithm(directory.hash_type))
                    algorithms.insert(*algorithm);
        };
        for (const CodeSlice& slice : item.slices)
            if (slice.signature) add(*slice.signature);
        if (item.detached_signature) add(*item.detached_signature);
        const std::string_view path = item.path == "." ? std::string_view() : std::string_view(item.path);
        const auto layout = bundle::layout_of(tree_, path, item.name);
        plan_.bound[index] = {{layout ? layout->info_plist : source::join(item.contents, "Info.plist"), {}},
                              {source::join(item.contents, "_CodeSignature/CodeResources"), {}}};
        for (const BoundFile* file : {&plan_.bound[index].info_plist, &plan_.bound[index].resources})
            if (const auto entry = tree_.find(file->path);
                entry && tree_.entries()[*entry].kind == source::EntryKind::file)
                for (const DigestAlgorithm algorithm : algorithms) plan_.job_for(*entry).whole[algorithm];
    }

    const source::FileTree& tree_;
    const bundle::Bundle& bundle_;
    Plan plan_;
};

} // namespace

bool is_judged(const CodeItem& item) {
    switch (item.kind) {
    case ItemKind::profile:
    case ItemKind::debug_symbols: // never signed
    case ItemKind::object: return false;
    case ItemKind::bundle: // of resources alone; one with code or a signature is as good as any other
        return !item.slices.empty() || item.detached_signature;
    default: return true;
    }
}

FileJob& Plan::job_for(std::size_t entry) {
    FileJob& job = jobs[entry];
    job.entry = entry;
    return job;
}

Plan make_plan(const source::FileTree& tree, const bundle::Bundle& bundle) {
    return Planner(tree, bundle).run();
}

} // namespace nei::verify
