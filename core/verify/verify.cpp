// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/verify.h"

#include "core/base/parallel.h"
#include "core/bundle/files.h"
#include "core/source/symlinks.h"
#include "core/verify/hashing_tree.h"
#include "core/verify/nested_code.h"
#include "core/verify/plan.h"
#include "core/verify/seal_check.h"
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

/// Seals of a few megabytes that are in memory together.
constexpr std::size_t seals_at_once = 256;

class Verification {
public:
    Verification(const source::FileTree& tree, const Bundle& bundle, const VerifyOptions& options)
        : tree_(tree), bundle_(bundle), options_(options) {}

    Result<Integrity> run() {
        note_broken_files();
        plan_ = make_plan(tree_, bundle_);
        if (const auto listed = check_seals(); !listed) return std::unexpected(listed.error());
        if (const auto read = read_files(); !read) return std::unexpected(read.error());
        check_sealed_files();
        check_nested_code();
        for (SliceWork& work : plan_.slices) finish(work);
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

    /// Whether there is a seal, be it one that cannot be read.
    bool has_seal(std::size_t index) const {
        const auto bound = plan_.bound.find(index);
        const auto entry = bound == plan_.bound.end() ? std::nullopt : tree_.find(bound->second.resources.path);
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
            for (const SealedFile& file : seal.files) plan_.job_for(file.entry).whole[file.algorithm];
            for (SealedCode& code : seal.code)
                if (const auto found = items.find(code.path);
                    found != items.end() && is_judged(bundle_.items[found->second]))
                    code.item = found->second;
        }
        return {};
    }

    /// Reads everything once, and checks signatures as soon as their code was read.
    Result<void> read_files() {
        std::multimap<std::size_t, SliceWork*> work_on; // by entry
        for (SliceWork& work : plan_.slices)
            if (work.page_jobs > 0) work_on.emplace(work.entry, &work);
        const auto check_code = [&](FileJob& job) {
            const auto [first, last] = work_on.equal_range(job.entry);
            for (auto work = first; work != last; ++work) check(*work->second);
            job.pages.clear();
            job.kept.clear();
        };
        FileJobs known = take_known();
        const auto bytes = run_file_pass(tree_, plan_.jobs, options_.control, check_code);
        if (!bytes) return std::unexpected(bytes.error());
        result_.hashed_bytes = *bytes;
        std::vector<FileJob*> to_check;
        for (auto& [entry, job] : known) {
            result_.hashed_bytes += tree_.entries()[entry].size;
            to_check.push_back(&job);
        }
        plan_.jobs.merge(known); // moves nothing: pointers stay good
        parallel_for(to_check.size(), processor_count(), [&](std::size_t i) { check_code(*to_check[i]); });
        for (SliceWork& work : plan_.slices)
            if (work.page_jobs == 0) check(work);
        return {};
    }

    /// Jobs whose results are there already, out of those of the plan.
    FileJobs take_known() {
        FileJobs known;
        const auto* hashed = dynamic_cast<const HashingTree*>(&tree_);
        for (auto job = plan_.jobs.begin(); hashed && job != plan_.jobs.end();) {
            const auto here = job++;
            if (hashed->fill(here->second)) known.insert(plan_.jobs.extract(here));
        }
        return known;
    }

    void take_bound(BoundFile& file) const {
        const auto entry = tree_.find(file.path);
        const auto job = entry ? plan_.jobs.find(*entry) : plan_.jobs.end();
        if (job != plan_.jobs.end() && !job->second.error) file.digests = job->second.whole;
    }

    /// The files of a detached signature; each belongs to one item, and is kept whole.
    void take_detached(SliceWork& work) const {
        for (DetachedPart& part : work.detached) {
            const FileJob& job = plan_.jobs.at(part.entry);
            if (!job.error && !job.kept.empty()) part.bytes = job.kept.front().bytes;
        }
    }

    void check(SliceWork& work) {
        const CodeItem& item = bundle_.items[work.item];
        const CodeSlice& slice = code_of(work);
        auto& errors = work.findings.integrity.errors;
        const FileJob* job = work.page_jobs > 0 ? &plan_.jobs.at(work.entry) : nullptr;
        take_detached(work);
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
        BoundFiles bound; // none of a bare Mach-O
        if (const auto found = plan_.bound.find(work.item); found != plan_.bound.end()) bound = found->second;
        take_bound(bound.info_plist);
        take_bound(bound.resources);
        const std::span<const PageJob> pages =
            job ? std::span(job->pages).subspan(work.first_page_job, work.page_jobs) : std::span<const PageJob>();
        const Bytes detached = work.slice ? Bytes() : assembled(work.detached);
        work.findings =
            check_slice({.item = item,
                         .slice = slice,
                         .code_size = work.slice ? tree_.entries()[work.entry].size : 0,
                         .signature = work.slice ? ByteView(job->kept[work.kept].bytes) : ByteView(detached),
                         .pages = pages,
                         .info_plist = bound.info_plist,
                         .resources = bound.resources,
                         .anchors = anchors_},
                        certificates_);
    }

    void check_sealed_files() {
        for (auto& [item, seal] : seals_)
            for (const SealedFile& file : seal.files) {
                const auto job = plan_.jobs.find(file.entry);
                if (auto error = check_sealed_file(tree_, file, job == plan_.jobs.end() ? nullptr : &job->second))
                    seal.add(*std::move(error));
            }
    }

    void check_nested_code() {
        for (auto& [item, seal] : seals_)
            for (const SealedCode& code : seal.code)
                if (code.item)
                    check_nested_code(seal, *code.item, code);
                else
                    seal.add({Failure::unsigned_nested_code, code.path, "is no signed code any more", std::nullopt});
    }

    void check_nested_code(SealCheck& holder, std::size_t index, const SealedCode& sealed) {
        const CodeItem& nested = bundle_.items[index];
        const auto [first, last] = std::ranges::equal_range(plan_.slices, index, {}, &SliceWork::item);
        for (auto work = first; work != last; ++work) {
            const signature::Signature* signature = signature_of(*work);
            const ChainState chain = work->findings.integrity.chain;
            const bool is_trusted = chain != ChainState::untrusted && chain != ChainState::self_signed;
            if (signature == nullptr || !is_trusted || work->findings.cdhashes.empty())
                continue; // it has errors of its own
            const auto satisfied = satisfies_seal(sealed, nested, *signature, work->findings);
            if (satisfied == Truth::no)
                holder.add({Failure::bad_nested_code, nested.path,
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
        for (const SliceWork& work : plan_.slices)
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
    Plan plan_;
    std::map<std::size_t, SealCheck> seals_; ///< by item
    std::set<std::string, std::less<>> broken_files_;
    std::set<std::string> unread_requirements_; ///< paths of nested code
    std::map<std::size_t, bool> tickets_;       ///< by item: whether its ticket is trusted
    const CodeSlice no_code_;                   ///< of bundles without Mach-O
    Integrity result_;
};

} // namespace

Result<Integrity> verify(const source::FileTree& tree, const Bundle& bundle, const VerifyOptions& options) {
    return Verification(tree, bundle, options).run();
}

} // namespace nei::verify
