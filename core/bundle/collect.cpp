// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/collect.h"

#include "core/base/limits.h"
#include "core/bundle/layout.h"
#include "core/plist/property_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

namespace nei::bundle {
namespace {

using source::file_name;
using source::parent_path;

/// Bytes that tell a Mach-O or a profile from other files.
constexpr std::size_t sniff_bytes = 64;
/// Nothing smaller is a Mach-O, a profile or a signature's part.
constexpr std::uint64_t smallest_interesting_file = 28;

bool has_profile_name(std::string_view path) {
    const std::string extension = extension_of(path);
    return extension == "provisionprofile" || extension == "mobileprovision";
}

bool is_structure(std::string_view path) {
    return file_name(path) == "Info.plist" || has_profile_name(path);
}

/// What one file says.
struct Facts {
    std::optional<CodeFile> code;
    std::optional<plist::Value> info_plist;
    std::optional<profile::Profile> profile;
    std::optional<signature::Ticket> ticket;
    std::optional<signature::SealSummary> seal;
    std::optional<Bytes> signature_file;
    std::optional<Error> broken_profile;
    Problems problems;
};

/// Reads one file.
class FileReader {
public:
    FileReader(const std::string& path, source::File& file, signature::CertificateCache& certificates,
               const signature::TrustStore& trust)
        : path_(path), file_(file), certificates_(certificates), trust_(trust) {}

    Facts read() {
        take();
        return std::move(facts_);
    }

private:
    void problem(const Error& error) { facts_.problems.push_back(problem_from(error, path_)); }

    void problem(std::string code, std::string message) {
        facts_.problems.push_back({std::move(code), path_, std::move(message)});
    }

    void keep(const Problems& problems) {
        facts_.problems.insert(facts_.problems.end(), problems.begin(), problems.end());
    }

    void take() {
        const std::string_view name = file_name(path_);
        const bool in_signature_folder = file_name(parent_path(path_)) == "_CodeSignature";
        if (name == "Info.plist") return take_info_plist();
        if (in_signature_folder && name == "CodeResources") return take_seal();
        if (in_signature_folder && name.starts_with("Code")) return take_signature_file();
        if (name == "CodeResources") return take_ticket();
        if (has_profile_name(path_)) return take_profile(true);
        if (file_.size() < smallest_interesting_file) return;
        const auto start = file_.read(0, static_cast<std::size_t>(std::min<std::uint64_t>(file_.size(), sniff_bytes)));
        if (!start) return problem(start.error());
        if (macho::looks_like_macho(*start, file_.size())) return take_code();
        if (profile::looks_like_profile(*start)) return take_profile(false);
    }

    /// The whole file, or nothing and a problem.
    std::optional<Bytes> whole(std::size_t limit) {
        if (file_.size() > limit) {
            problem("too-large",
                    fmt::format("{} has {} bytes; files of its kind are read up to {}.", path_, file_.size(), limit));
            return std::nullopt;
        }
        auto bytes = file_.read(0, static_cast<std::size_t>(file_.size()));
        if (bytes) return std::move(*bytes);
        problem(bytes.error());
        return std::nullopt;
    }

    void take_info_plist() {
        const auto bytes = whole(limits::info_plist_bytes);
        if (!bytes) return;
        auto document = plist::parse(*bytes);
        if (document)
            facts_.info_plist = std::move(document->value);
        else
            problem("info-plist-unreadable", document.error().message);
    }

    void take_seal() {
        const auto bytes = whole(limits::plist_bytes);
        if (!bytes) return;
        if (const auto seal = signature::read_seal_summary(*bytes))
            facts_.seal = *seal;
        else
            problem("seal-unreadable", seal.error().message);
    }

    void take_signature_file() { facts_.signature_file = whole(limits::signature_file_bytes); }

    void take_ticket() {
        const auto start = file_.read(0, static_cast<std::size_t>(std::min<std::uint64_t>(file_.size(), 4)));
        if (!start || !signature::looks_like_ticket(*start)) return;
        const auto bytes = whole(limits::ticket_bytes);
        if (!bytes) return;
        auto ticket = signature::parse_ticket(*bytes, certificates_);
        if (!ticket) return problem("ticket-unreadable", ticket.error().message);
        for (Problem& found : ticket->problems) found.path = path_;
        keep(ticket->problems);
        facts_.ticket = std::move(*ticket);
    }

    void take_profile(bool named_so) {
        const auto bytes = whole(limits::profile_bytes);
        if (!bytes) return;
        auto parsed = profile::parse_profile(*bytes, certificates_, trust_);
        if (!parsed) {
            // Other CMS files start alike; only the name makes it a broken profile.
            if (!named_so) return;
            facts_.broken_profile = parsed.error();
            return problem("profile-unreadable", parsed.error().message);
        }
        for (Problem& found : parsed->problems) found.path = path_;
        keep(parsed->problems);
        facts_.profile = std::move(*parsed);
    }

    void take_code() {
        auto parsed = macho::parse(file_, path_);
        if (!parsed) return problem("macho-unreadable", parsed.error().message);
        keep(parsed->problems);
        CodeFile code{std::move(*parsed), {}, {}};
        for (macho::Slice& slice : code.code.slices) {
            keep(slice.problems);
            code.signatures.push_back(signature_of(slice, code.pages.emplace_back()));
        }
        facts_.code = std::move(code);
    }

    std::optional<signature::Signature> signature_of(macho::Slice& slice, signature::CodePages& pages) {
        if (!slice.signature) return std::nullopt;
        const Bytes bytes = std::move(*slice.signature);
        slice.signature.reset();
        auto parsed = signature::parse_signature(bytes, certificates_, path_);
        if (!parsed) {
            problem("signature-unreadable", fmt::format("The signature of the {} slice cannot be read. {}",
                                                        slice.architecture, parsed.error().message));
            return std::nullopt;
        }
        keep(parsed->problems);
        pages = signature::code_pages(bytes, *parsed, slice.header_size);
        signature::keep_what_is_shown(*parsed);
        return std::move(*parsed);
    }

    const std::string& path_;
    source::File& file_;
    signature::CertificateCache& certificates_;
    const signature::TrustStore& trust_;
    Facts facts_;
};

/// Reads files in several threads, and files what each says.
class Collector {
public:
    Collector(const source::FileTree& tree, signature::CertificateCache& certificates, const ScanOptions& options,
              Collected& collected)
        : tree_(tree), certificates_(certificates), options_(options), collected_(collected) {}

    Result<void> run(Part part) {
        std::vector<std::size_t> files;
        for (std::size_t i = 0; i < tree_.entries().size(); ++i) {
            const source::Entry& entry = tree_.entries()[i];
            if (entry.kind != source::EntryKind::file || entry.apple_double) continue;
            if (part == Part::everything || (part == Part::structure) == is_structure(entry.path)) files.push_back(i);
        }
        const auto visit = [&](std::size_t index, const Result<std::unique_ptr<source::File>>& file) {
            Facts facts;
            const std::string& path = tree_.entries()[index].path;
            if (file)
                facts = FileReader(path, **file, certificates_, options_.trust).read();
            else
                facts.problems.push_back(problem_from(file.error(), path));
            const std::scoped_lock lock(mutex_);
            keep(index, std::move(facts));
            if (options_.control.report && done_ % files_per_report == 0)
                options_.control.report({"Reading code, profiles and property lists", done_, files.size()});
            ++done_;
        };
        return tree_.visit(files, visit, options_.control.stop);
    }

private:
    static constexpr std::uint64_t files_per_report = 64;

    void keep(std::size_t index, Facts facts) {
        const auto into = [&](auto& map, auto& found) {
            if (found) map.emplace(index, *std::move(found));
        };
        into(collected_.code, facts.code);
        into(collected_.info_plists, facts.info_plist);
        into(collected_.profiles, facts.profile);
        into(collected_.tickets, facts.ticket);
        into(collected_.seals, facts.seal);
        into(collected_.signature_files, facts.signature_file);
        into(collected_.broken_profiles, facts.broken_profile);
        if (!facts.problems.empty()) collected_.problems.emplace(index, std::move(facts.problems));
    }

    const source::FileTree& tree_;
    signature::CertificateCache& certificates_;
    const ScanOptions& options_;
    std::mutex mutex_; ///< for the two below
    Collected& collected_;
    std::uint64_t done_ = 0;
};

} // namespace

Result<void> collect(const source::FileTree& tree, Part part, signature::CertificateCache& certificates,
                     const ScanOptions& options, Collected& collected) {
    return Collector(tree, certificates, options, collected).run(part);
}

} // namespace nei::bundle
