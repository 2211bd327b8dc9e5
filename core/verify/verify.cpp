// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/verify.h"

#include "core/base/limits.h"
#include "core/base/parallel.h"
#include "core/bundle/files.h"
#include "core/bundle/layout.h"
#include "core/source/symlinks.h"
#include "core/verify/detached.h"
#include "core/verify/file_pass.h"
#include "core/verify/nested_code.h"
#include "core/verify/seal_check.h"
#include "core/verify/slice_check.h"
#include "core/verify/strict_bundle.h"
#include "core/verify/ticket_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace nei::verify {
namespace {

using bundle::Bundle;
using bundle::CodeItem;
using bundle::CodeSlice;
using bundle::ItemKind;

/// Apple's tools write pages of 4 and 16 KiB; hashes of much smaller ones would take more room than the code.
constexpr std::uint64_t smallest_page = 4096;
/// One primary and the alternates that have slots: each costs another pass over the code.
constexpr std::size_t most_directories = 6;

/// Seals of a few megabytes that are in memory together.
constexpr std::size_t seals_at_once = 256;

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

/// One result that is to be made, and where the job of its file has what it needs.
struct SliceWork {
    std::size_t item = 0;
    std::optional<std::size_t> slice;
    std::size_t entry = 0;
    std::size_t first_page_job = 0, page_jobs = 0;
    std::size_t kept = 0;                 ///< the signature, in the job of the file
    std::vector<DetachedPart> detached{}; ///< the signature of code without Mach-O
    SliceFindings findings{};
};

class Verification {
public:
    Verification(const source::FileTree& tree, const Bundle& bundle, const VerifyOptions& options)
        : tree_(tree), bundle_(bundle), options_(options) {}

    Result<Integrity> run() {
        note_broken_files();
        for (std::size_t i = 0; i < bundle_.items.size(); ++i)
            if (is_judged(bundle_.items[i])) plan(i);
        if (const auto listed = check_seals(); !listed) return std::unexpected(listed.error());
        if (const auto read = read_files(); !read) return std::unexpected(read.error());
        check_slices();
        check_sealed_files();
        check_nested_code();
        for (SliceWork& work : work_) finish(work);
        judge_roots();
        note_what_was_not_checked();
        return std::move(result_);
    }

private:
    const CodeSlice& code_of(const SliceWork& work) const {
        return work.slice ? bundle_.items[work.item].slices[*work.slice] : no_code_;
    }

    /// As it was scanned; null where it is unsigned.
    const signature::Signature* signature_of(const SliceWork& work) const {
        const CodeItem& item = bundle_.items[work.item];
        return work.slice ? (item.slices[*work.slice].signature ? &*item.slices[*work.slice].signature : nullptr)
                          : (item.detached_signature ? &*item.detached_signature : nullptr);
    }

    /// Files with a slice that was left out when they were scanned: macOS might run just that one.
    void note_broken_files() {
        constexpr std::array<std::string_view, 6> codes{"slice-outside-file", "malformed",   "truncated",
                                                        "too-large",          "unsupported", "read-failed"};
        for (const Problem& problem : bundle_.problems)
            if (std::ranges::find(codes, problem.code) != codes.end()) broken_files_.insert(problem.path);
    }

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
            FileJob& job = job_for(*entry);
            work.kept = job.kept.size();
            const auto& range = *slice.code.signature_range;
            job.kept.push_back({slice.code.offset + range.offset,
                                Bytes(std::min<std::uint64_t>(range.size, limits::signature_bytes))});
        }
        work_.push_back(std::move(work));
    }

    /// The code of a bundle without Mach-O is its main executable, a script. Without that it is Info.plist, which a
    /// special slot has as well.
    void plan_without_macho(std::size_t index) {
        const CodeItem& item = bundle_.items[index];
        SliceWork work{.item = index, .slice = std::nullopt};
        if (item.detached_signature) work.detached = detached_parts(tree_, item);
        for (const DetachedPart& part : work.detached) {
            FileJob& job = job_for(part.entry);
            job.kept.push_back({0, Bytes(tree_.entries()[part.entry].size)});
        }
        const auto script = item.executable.empty() ? std::nullopt : tree_.find(item.executable);
        if (script && !work.detached.empty())
            plan_pages(work, *script, 0, tree_.entries()[*script].size, *item.detached_signature);
        work_.push_back(std::move(work));
    }

    void plan_pages(SliceWork& work, std::size_t entry, std::uint64_t offset, std::uint64_t size,
                    const signature::Signature& signature) {
        FileJob& job = job_for(entry);
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
        bound_[index] = {{layout ? layout->info_plist : source::join(item.contents, "Info.plist"), {}},
                         {source::join(item.contents, "_CodeSignature/CodeResources"), {}}};
        for (const BoundFile* file : {&bound_[index].first, &bound_[index].second})
            if (const auto entry = tree_.find(file->path);
                entry && tree_.entries()[*entry].kind == source::EntryKind::file)
                for (const DigestAlgorithm algorithm : algorithms) job_for(*entry).whole[algorithm];
    }

    FileJob& job_for(std::size_t entry) {
        FileJob& job = jobs_[entry];
        job.entry = entry;
        return job;
    }

    /// Whether there is a seal, be it one that cannot be read.
    bool has_seal(std::size_t index) const {
        const auto bound = bound_.find(index);
        const auto entry = bound == bound_.end() ? std::nullopt : tree_.find(bound->second.second.path);
        return entry && tree_.entries()[*entry].kind == source::EntryKind::file;
    }

    /// Lists of files take ten times the room of what is to be known of them, so they are made a few at a time, except
    /// of archives that would have to be unpacked each time.
    Result<void> check_seals() {
        std::vector<std::size_t> sealed;
        for (std::size_t i = 0; i < bundle_.items.size(); ++i)
            if (is_judged(bundle_.items[i]) && has_seal(i)) sealed.push_back(i);
        const std::size_t most = tree_.reads_in_place() ? seals_at_once : sealed.size();
        for (std::span<const std::size_t> rest(sealed); !rest.empty();) {
            const auto some = rest.first(std::min(most, rest.size()));
            rest = rest.subspan(some.size());
            const auto lists = bundle::list_files(tree_, bundle_, some, {options_.control.stop, nullptr});
            if (!lists) return std::unexpected(lists.error());
            for (const bundle::FileList& list : *lists) seals_[list.item] = check_seal(tree_, bundle_, list);
        }
        std::map<std::string_view, std::size_t> items;
        for (std::size_t i = 0; i < bundle_.items.size(); ++i) items.emplace(bundle_.items[i].path, i);
        for (auto& [item, seal] : seals_) {
            for (const SealedFile& file : seal.files) job_for(file.entry).whole[file.algorithm];
            for (SealedCode& code : seal.code)
                if (const auto found = items.find(code.path);
                    found != items.end() && is_judged(bundle_.items[found->second]))
                    code.item = found->second;
        }
        return {};
    }

    Result<void> read_files() {
        std::vector<FileJob> jobs;
        for (auto& [entry, job] : jobs_) jobs.push_back(std::move(job));
        auto bytes = run_file_pass(tree_, jobs, options_.control);
        if (!bytes) return std::unexpected(bytes.error());
        result_.hashed_bytes = *bytes;
        for (FileJob& job : jobs) jobs_[job.entry] = std::move(job);
        for (auto& [item, files] : bound_)
            for (BoundFile* file : {&files.first, &files.second})
                if (const auto entry = tree_.find(file->path); entry && jobs_.contains(*entry))
                    file->digests = jobs_.at(*entry).whole;
        // In the order in which they were asked for: each of these files belongs to one item.
        for (SliceWork& work : work_)
            for (DetachedPart& part : work.detached) {
                FileJob& job = jobs_.at(part.entry);
                if (!job.error && !job.kept.empty()) part.bytes = std::move(job.kept.front().bytes);
            }
        return {};
    }

    void check_slices() {
        parallel_for(work_.size(), processor_count(), [&](std::size_t i) { check(work_[i]); });
    }

    void check(SliceWork& work) {
        const CodeItem& item = bundle_.items[work.item];
        const CodeSlice& slice = code_of(work);
        auto& errors = work.findings.integrity.errors;
        const FileJob* job = work.page_jobs > 0 ? &jobs_.at(work.entry) : nullptr;
        const bool unread =
            std::ranges::any_of(work.detached, [](const DetachedPart& part) { return part.bytes.empty(); });
        if (unread)
            errors.push_back({Failure::signature_not_verifiable, {}, "a signature file cannot be read", std::nullopt});
        else if (job && job->error)
            errors.push_back({Failure::signature_not_verifiable, item.executable, job->error->message, std::nullopt});
        else if (slice.has_unreadable_signature() || (slice.signature && !job))
            errors.push_back(
                {Failure::signature_invalid, {}, "the signature cannot be read", signature::slot_code_directory});
        else if (!job && work.detached.empty())
            errors.push_back({Failure::unsigned_code,
                              {},
                              item.executable_missing ? "the executable is missing" : std::string(),
                              std::nullopt});
        else
            check_signature(work, item, slice, job);
        const std::string& file = item.executable == "." ? tree_.entries().front().path : item.executable;
        if (file.empty() || !broken_files_.contains(file)) return;
        errors.push_back({Failure::bad_object_format, file, "a slice cannot be read", std::nullopt});
        work.findings.integrity.intact = false;
    }

    void check_signature(SliceWork& work, const CodeItem& item, const CodeSlice& slice, const FileJob* job) {
        const auto found = bound_.find(work.item);
        const auto& [info_plist, resources] = found == bound_.end() ? nothing_bound_ : found->second;
        const std::span<const PageJob> pages =
            job ? std::span(job->pages).subspan(work.first_page_job, work.page_jobs) : std::span<const PageJob>();
        const Bytes detached = work.slice ? Bytes() : assembled(work.detached);
        work.findings =
            check_slice({.item = item,
                         .slice = slice,
                         .code_size = work.slice ? tree_.entries()[work.entry].size : 0,
                         .signature = work.slice ? ByteView(job->kept[work.kept].bytes) : ByteView(detached),
                         .pages = pages,
                         .info_plist = info_plist,
                         .resources = resources,
                         .anchors = anchors_},
                        certificates_);
    }

    void check_sealed_files() {
        for (auto& [item, seal] : seals_)
            for (const SealedFile& file : seal.files) {
                const auto job = jobs_.find(file.entry);
                if (auto error = check_sealed_file(tree_, file, job == jobs_.end() ? nullptr : &job->second))
                    seal.errors.push_back(*std::move(error));
            }
    }

    void check_nested_code() {
        for (auto& [item, seal] : seals_)
            for (const SealedCode& code : seal.code)
                if (code.item)
                    check_nested_code(seal, *code.item, code);
                else
                    seal.errors.push_back(
                        {Failure::unsigned_nested_code, code.path, "is no signed code any more", std::nullopt});
    }

    void check_nested_code(SealCheck& holder, std::size_t index, const SealedCode& sealed) {
        const CodeItem& nested = bundle_.items[index];
        const auto [first, last] = std::ranges::equal_range(work_, index, {}, &SliceWork::item);
        for (auto work = first; work != last; ++work) {
            const signature::Signature* signature = signature_of(*work);
            const ChainState chain = work->findings.integrity.chain;
            const bool is_trusted = chain != ChainState::untrusted && chain != ChainState::self_signed;
            if (signature == nullptr || !is_trusted || work->findings.cdhashes.empty())
                continue; // it has errors of its own
            const auto satisfied = satisfies_seal(sealed, nested, *signature, work->findings);
            if (satisfied == Truth::no)
                holder.errors.push_back({Failure::bad_nested_code, nested.path,
                                         "does not satisfy the requirement that it was sealed with", std::nullopt});
            else if (satisfied != Truth::yes)
                unread_requirements_.insert(nested.path);
            if (satisfied != Truth::yes) return;
        }
    }

    /// Takes what concerns the item as a whole into the result of one slice.
    void finish(SliceWork& work) {
        SliceIntegrity& slice = work.findings.integrity;
        slice.item = work.item;
        slice.slice = work.slice;
        const bool is_signed = slice.errors.empty() || slice.errors.front().failure != Failure::unsigned_code;
        if (is_signed) {
            const auto take = [&](const std::vector<VerifyError>& errors) {
                slice.errors.insert(slice.errors.end(), errors.begin(), errors.end());
                const auto changed = [](const VerifyError& error) { return is_change(error.failure); };
                slice.intact = slice.intact && std::ranges::none_of(errors, changed);
            };
            take(check_structure(tree_, bundle_.items[work.item]));
            if (const auto seal = seals_.find(work.item); seal != seals_.end()) take(seal->second.errors);
        }
        slice.valid = slice.errors.empty();
        slice.ticket = ticket_state(work);
        result_.slices.push_back(std::move(slice));
    }

    TicketState ticket_state(const SliceWork& work) {
        // The ticket of an item's own, else that of the nearest item around it.
        std::optional<std::size_t> holder = work.item;
        while (holder && !bundle_.items[*holder].ticket) holder = bundle_.items[*holder].parent;
        if (!holder) return TicketState::none;
        const signature::Ticket& ticket = *bundle_.items[*holder].ticket;
        const auto [trusted, added] = tickets_.try_emplace(*holder, false);
        if (added) trusted->second = ticket_is_trusted(ticket, options_.trust);
        if (!trusted->second) return TicketState::invalid;
        return ticket_covers(ticket, work.findings.sha256_cdhashes) ? TicketState::covers : TicketState::does_not_cover;
    }

    /// What codesign says of an item: its own errors, then those of the nested code that its seal names. It descends
    /// nowhere else: not into system extensions, which are sealed as files, and not in flat bundles.
    void collect_codesign_errors(std::size_t item, std::vector<VerifyError>& errors,
                                 std::set<std::size_t>& seen) const {
        if (!seen.insert(item).second) return;
        for (VerifyError error : result_.errors_of(item)) {
            if (error.file.empty() && bundle_.items[item].parent) {
                error.file = bundle_.items[item].path;
                if (error.detail.empty()) error.detail = "in subcomponent";
            }
            errors.push_back(std::move(error));
        }
        const auto seal = seals_.find(item);
        if (seal == seals_.end()) return;
        for (const SealedCode& code : seal->second.code)
            if (code.item) collect_codesign_errors(*code.item, errors, seen);
    }

    void judge_roots() {
        for (std::size_t i = 0; i < bundle_.items.size(); ++i) {
            if (bundle_.items[i].parent || !is_judged(bundle_.items[i])) continue;
            RootIntegrity root;
            root.item = i;
            std::set<std::size_t> seen;
            collect_codesign_errors(i, root.errors, seen);
            root.codesign_valid = root.errors.empty();
            result_.roots.push_back(std::move(root));
        }
        const auto& slices = result_.slices;
        result_.codesign_valid = !slices.empty() && std::ranges::all_of(result_.roots, &RootIntegrity::codesign_valid);
        result_.integrity_valid = !slices.empty() && std::ranges::all_of(slices, &SliceIntegrity::intact);
        result_.valid = !slices.empty() && std::ranges::all_of(slices, &SliceIntegrity::valid);
    }

    void note_what_was_not_checked() {
        const auto add = [&](std::string what, std::string why) {
            result_.not_checked.push_back({std::move(what), std::move(why)});
        };
        add("revocation", "only Apple's servers know which certificates were withdrawn");
        add("notarisation without a stapled ticket", "only Apple's servers have the ticket");
        const bool encrypted = std::ranges::any_of(bundle_.items, [](const CodeItem& item) {
            return std::ranges::any_of(item.slices, [](const CodeSlice& slice) { return slice.code.encrypted; });
        });
        for (const std::string& path : unread_requirements_)
            add("the requirement that " + path + " was sealed with", "it cannot be evaluated here");
        for (const SliceWork& work : work_)
            if (work.slice.value_or(0) == 0)
                for (const std::string& version : other_versions(tree_, bundle_.items[work.item]))
                    add(version, "only the version that a framework uses is checked");
        if (encrypted) add("code before it was encrypted", "the App Store's key is on the device alone");
    }

    const source::FileTree& tree_;
    const Bundle& bundle_;
    const VerifyOptions& options_;
    signature::CertificateCache certificates_;
    Anchors anchors_{options_.trust};
    std::vector<SliceWork> work_;
    std::map<std::size_t, FileJob> jobs_;                          ///< by entry
    std::map<std::size_t, std::pair<BoundFile, BoundFile>> bound_; ///< by item: Info.plist, CodeResources
    std::map<std::size_t, SealCheck> seals_;                       ///< by item
    std::set<std::string, std::less<>> broken_files_;
    std::set<std::string> unread_requirements_;           ///< paths of nested code
    std::map<std::size_t, bool> tickets_;                 ///< by item: whether its ticket is trusted
    const CodeSlice no_code_;                             ///< of bundles without Mach-O
    const std::pair<BoundFile, BoundFile> nothing_bound_; ///< of bare Mach-O files
    Integrity result_;
};

} // namespace

Result<Integrity> verify(const source::FileTree& tree, const Bundle& bundle, const VerifyOptions& options) {
    return Verification(tree, bundle, options).run();
}

} // namespace nei::verify
