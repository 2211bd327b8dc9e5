// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/collect.h"

#include "core/base/limits.h"
#include "core/bundle/layout.h"
#include "core/plist/property_list.h"

#include <fmt/format.h>

#include <algorithm>

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

/// Takes files one by one and files what they say.
class Collector {
public:
    Collector(const source::FileTree& tree, signature::CertificateCache& certificates, const ScanOptions& options)
        : tree_(tree), certificates_(certificates), options_(options) {}

    Result<Collected> run() {
        std::vector<std::size_t> files;
        for (std::size_t i = 0; i < tree_.entries().size(); ++i) {
            const source::Entry& entry = tree_.entries()[i];
            if (entry.kind == source::EntryKind::file && !entry.apple_double) files.push_back(i);
        }
        std::uint64_t done = 0;
        const auto visit = [&](std::size_t index, Result<std::unique_ptr<source::File>> file) {
            if (options_.control.report && done % 64 == 0)
                options_.control.report({"Reading code, profiles and property lists", done, files.size()});
            ++done;
            if (file)
                take(index, **file);
            else
                problem(file.error(), path(index));
        };
        if (auto visited = tree_.visit(files, visit, options_.control.stop); !visited)
            return std::unexpected(visited.error());
        return std::move(collected_);
    }

private:
    const std::string& path(std::size_t index) const { return tree_.entries()[index].path; }

    void problem(const Error& error, const std::string& at) { collected_.problems.push_back(problem_from(error, at)); }

    void problem(std::string code, const std::string& at, std::string message) {
        collected_.problems.push_back({std::move(code), at, std::move(message)});
    }

    void keep(const Problems& problems) {
        collected_.problems.insert(collected_.problems.end(), problems.begin(), problems.end());
    }

    void take(std::size_t index, source::File& file) {
        const std::string& at = path(index);
        const std::string_view name = file_name(at);
        const bool in_signature_folder = file_name(parent_path(at)) == "_CodeSignature";
        if (name == "Info.plist") return take_info_plist(index, file);
        if (in_signature_folder && name == "CodeResources") return take_seal(index, file);
        if (in_signature_folder && name.starts_with("Code")) return take_signature_file(index, file);
        if (name == "CodeResources") return take_ticket(index, file);
        if (has_profile_name(at)) return take_profile(index, file, true);
        if (file.size() < smallest_interesting_file) return;
        const auto start = file.read(0, static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), sniff_bytes)));
        if (!start) return problem(start.error(), at);
        if (macho::looks_like_macho(*start, file.size())) return take_code(index, file);
        if (profile::looks_like_profile(*start)) return take_profile(index, file, false);
    }

    /// The whole file, or nothing and a problem.
    std::optional<Bytes> whole(std::size_t index, source::File& file, std::size_t limit) {
        if (file.size() > limit) {
            problem(
                "too-large", path(index),
                fmt::format("{} has {} bytes; files of its kind are read up to {}.", path(index), file.size(), limit));
            return std::nullopt;
        }
        auto bytes = file.read(0, static_cast<std::size_t>(file.size()));
        if (bytes) return std::move(*bytes);
        problem(bytes.error(), path(index));
        return std::nullopt;
    }

    std::optional<plist::Value> property_list(std::size_t index, source::File& file, std::string_view code) {
        const auto bytes = whole(index, file, limits::plist_bytes);
        if (!bytes) return std::nullopt;
        auto document = plist::parse(*bytes);
        if (document) return std::move(document->value);
        problem(std::string(code), path(index), document.error().message);
        return std::nullopt;
    }

    void take_info_plist(std::size_t index, source::File& file) {
        if (auto value = property_list(index, file, "info-plist-unreadable"))
            collected_.info_plists.emplace(index, std::move(*value));
    }

    void take_seal(std::size_t index, source::File& file) {
        const auto value = property_list(index, file, "seal-unreadable");
        if (!value) return;
        if (const auto seal = signature::summarise_seal(*value))
            collected_.seals.emplace(index, *seal);
        else
            problem("seal-unreadable", path(index), seal.error().message);
    }

    void take_signature_file(std::size_t index, source::File& file) {
        if (auto bytes = whole(index, file, limits::signature_bytes))
            collected_.signature_files.emplace(index, std::move(*bytes));
    }

    void take_ticket(std::size_t index, source::File& file) {
        const auto start = file.read(0, static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), 4)));
        if (!start || !signature::looks_like_ticket(*start)) return;
        const auto bytes = whole(index, file, limits::ticket_bytes);
        if (!bytes) return;
        auto ticket = signature::parse_ticket(*bytes, certificates_);
        if (!ticket) return problem("ticket-unreadable", path(index), ticket.error().message);
        for (Problem& found : ticket->problems) found.path = path(index);
        keep(ticket->problems);
        collected_.tickets.emplace(index, std::move(*ticket));
    }

    void take_profile(std::size_t index, source::File& file, bool named_so) {
        const auto bytes = whole(index, file, limits::profile_bytes);
        if (!bytes) return;
        auto parsed = profile::parse_profile(*bytes, certificates_, options_.trust);
        if (!parsed) {
            // Other CMS files start alike; only the name makes it a broken profile.
            if (!named_so) return;
            collected_.broken_profiles.emplace(index, parsed.error());
            return problem("profile-unreadable", path(index), parsed.error().message);
        }
        for (Problem& found : parsed->problems) found.path = path(index);
        keep(parsed->problems);
        collected_.profiles.emplace(index, std::move(*parsed));
    }

    void take_code(std::size_t index, source::File& file) {
        const std::string& at = path(index);
        auto parsed = macho::parse(file, at);
        if (!parsed) return problem("macho-unreadable", at, parsed.error().message);
        keep(parsed->problems);
        CodeFile code{std::move(*parsed), {}};
        for (macho::Slice& slice : code.code.slices) {
            keep(slice.problems);
            code.signatures.push_back(signature_of(slice, at));
        }
        collected_.code.emplace(index, std::move(code));
    }

    std::optional<signature::Signature> signature_of(macho::Slice& slice, const std::string& at) {
        if (!slice.signature) return std::nullopt;
        const Bytes bytes = std::move(*slice.signature);
        slice.signature.reset();
        auto parsed = signature::parse_signature(bytes, certificates_, at);
        if (!parsed) {
            problem("signature-unreadable", at,
                    fmt::format("The signature of the {} slice cannot be read. {}", slice.architecture,
                                parsed.error().message));
            return std::nullopt;
        }
        keep(parsed->problems);
        return std::move(*parsed);
    }

    const source::FileTree& tree_;
    signature::CertificateCache& certificates_;
    const ScanOptions& options_;
    Collected collected_;
};

} // namespace

Result<Collected> collect(const source::FileTree& tree, signature::CertificateCache& certificates,
                          const ScanOptions& options) {
    return Collector(tree, certificates, options).run();
}

} // namespace nei::bundle
