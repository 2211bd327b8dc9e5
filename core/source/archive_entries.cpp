// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/archive_entries.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/source/entry_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace nei::source {
namespace {

enum class NameFault { none, leads_out, empty, has_zero_byte, too_long, too_deep };

struct RelativeName {
    std::string path; ///< bytes as the archive has them, without "." parts and doubled slashes
    NameFault fault = NameFault::none;
};

RelativeName relative_name(std::string_view raw) {
    RelativeName name;
    const auto faulty = [&](NameFault fault) {
        name.fault = fault;
        return name;
    };
    if (raw.size() > limits::path_bytes) return faulty(NameFault::too_long);
    if (raw.starts_with('/')) return faulty(NameFault::leads_out);
    if (raw.find('\0') != std::string_view::npos) return faulty(NameFault::has_zero_byte);
    name.path.reserve(raw.size());
    std::size_t depth = 0;
    while (!raw.empty()) {
        const std::string_view part = raw.substr(0, raw.find('/'));
        raw.remove_prefix(std::min(raw.size(), part.size() + 1));
        if (part.empty() || part == ".") continue;
        if (part == "..") return faulty(NameFault::leads_out);
        if (++depth > limits::folder_depth) return faulty(NameFault::too_deep);
        if (!name.path.empty()) name.path += '/';
        name.path += part;
    }
    if (name.path.empty()) name.fault = NameFault::empty;
    return name;
}

} // namespace

std::string_view ArchiveEntries::path_of(const Added& added) {
    return added.entry.path;
}

bool ArchiveEntries::add(std::string_view raw_name, Entry entry, std::uint64_t position) {
    const RelativeName name = relative_name(raw_name);
    switch (name.fault) {
    case NameFault::none: break;
    case NameFault::leads_out:
        leave_out(raw_name, "entry-outside-bundle",
                  "Its name leads out of the archive. It is left out, and nothing was read or written there.");
        return true;
    case NameFault::empty:
        // "./" is how many archives begin: the folder that was packed.
        if (entry.kind != EntryKind::directory) leave_out(raw_name, "entry-name", "It has no name. It is left out.");
        return true;
    case NameFault::has_zero_byte:
        leave_out(raw_name, "entry-name", "Its name has a zero byte, which no file name can have. It is left out.");
        return true;
    case NameFault::too_long:
        leave_out(
            raw_name, "too-large",
            fmt::format("Its name has {} bytes, and macOS allows 1,024. It is left out.", grouped(raw_name.size())));
        return true;
    case NameFault::too_deep:
        leave_out(raw_name, "too-large",
                  fmt::format("It lies deeper than {} folders. It is left out.", grouped(limits::folder_depth)));
        return true;
    }
    entry.path = name_text(name.path);
    if (added_.size() >= limits::entries || !count_path(entry.path.size())) {
        warn("too-large",
             fmt::format("The archive holds more names than NE Inspector lists. Only the first {} are shown.",
                         grouped(added_.size())));
        return false;
    }
    added_.push_back({std::move(entry), position});
    return true;
}

bool ArchiveEntries::count_path(std::size_t bytes) {
    path_bytes_ += bytes;
    return path_bytes_ <= limits::listed_path_bytes;
}

void ArchiveEntries::leave_out(std::string_view raw_name, std::string code, std::string message) {
    report({std::move(code), name_text(raw_name.substr(0, limits::path_bytes)), std::move(message),
            ProblemSeverity::error});
}

void ArchiveEntries::warn(std::string code, std::string message) {
    report({std::move(code), {}, std::move(message), ProblemSeverity::warning});
}

void ArchiveEntries::report(Problem problem) {
    if (problems_.size() < limits::listing_problems)
        problems_.push_back(std::move(problem));
    else
        ++problems_dropped_;
}

ArchiveEntries::Finished ArchiveEntries::finish() {
    std::ranges::sort(added_, [](const Added& a, const Added& b) {
        return std::tie(a.entry.path, a.position) < std::tie(b.entry.path, b.position);
    });
    keep_last_of_each();
    add_implied_folders();

    Finished finished;
    finished.entries.reserve(added_.size());
    finished.positions.reserve(added_.size());
    for (Added& added : added_) {
        finished.entries.push_back(std::move(added.entry));
        finished.positions.push_back(added.position);
    }
    if (problems_dropped_ > 0)
        problems_.push_back({"too-large",
                             {},
                             fmt::format("{} of the same kinds are not listed.",
                                         counted(problems_dropped_, "more problem", "more problems")),
                             ProblemSeverity::warning});
    finished.problems = std::move(problems_);
    std::ranges::move(check_entries(finished.entries), std::back_inserter(finished.problems));
    return finished;
}

void ArchiveEntries::keep_last_of_each() {
    std::vector<Added> kept;
    kept.reserve(added_.size());
    bool reported = false; // once for each name, however often it comes
    for (Added& added : added_) {
        if (kept.empty() || kept.back().entry.path != added.entry.path) {
            kept.push_back(std::move(added));
            reported = false;
            continue;
        }
        const bool folders = kept.back().entry.kind == EntryKind::directory && added.entry.kind == EntryKind::directory;
        if (!folders && !reported) {
            report({"entry-duplicate", added.entry.path,
                    "The archive has this name more than once. The last one is shown, which is what unpacking leaves.",
                    ProblemSeverity::warning});
            reported = true;
        }
        kept.back() = std::move(added);
    }
    added_ = std::move(kept);
}

ArchiveEntries::Implied ArchiveEntries::implied_folders() {
    Implied implied;
    std::unordered_set<std::string_view> seen; // views into added_, which does not change meanwhile
    for (const Added& added : added_) {
        for (std::string_view folder = parent_path(added.entry.path); !folder.empty(); folder = parent_path(folder)) {
            if (!seen.insert(folder).second) break;
            const auto found = std::ranges::lower_bound(added_, folder, {}, path_of);
            if (found != added_.end() && found->entry.path == folder) {
                if (found->entry.kind != EntryKind::directory) implied.not_folders.emplace_back(folder);
            } else if (count_path(folder.size()) && added_.size() + implied.missing.size() < limits::entries) {
                implied.missing.emplace_back(folder);
            } else {
                warn("too-large", "The archive implies more folders than NE Inspector lists. Some are not shown.");
                return implied;
            }
        }
    }
    return implied;
}

void ArchiveEntries::add_implied_folders() {
    Implied implied = implied_folders();
    for (std::string& path : implied.missing) {
        Entry entry;
        entry.path = std::move(path);
        entry.kind = EntryKind::directory;
        added_.push_back({std::move(entry), no_position});
    }
    if (!implied.missing.empty()) std::ranges::sort(added_, {}, path_of);
    leave_out_below(std::move(implied.not_folders));
}

void ArchiveEntries::leave_out_below(std::vector<std::string> not_folders) {
    if (not_folders.empty()) return;
    std::ranges::sort(not_folders); // an outer one then comes before those inside it
    const auto index_of = [&](const std::string& bound) {
        return static_cast<std::size_t>(std::ranges::lower_bound(added_, bound, {}, path_of) - added_.begin());
    };
    std::vector<bool> left_out(added_.size(), false);
    for (const std::string& path : not_folders) {
        const std::size_t first = index_of(path + '/'), last = index_of(path + '0'); // '0' follows '/'
        if (first == last || left_out[first]) continue;
        std::fill(left_out.begin() + static_cast<std::ptrdiff_t>(first),
                  left_out.begin() + static_cast<std::ptrdiff_t>(last), true);
        report({"entry-outside-bundle", path,
                fmt::format("The archive has {} below this name, which is not a folder. Nothing below it is shown.",
                            counted(last - first, "entry", "entries")),
                ProblemSeverity::error});
    }
    std::size_t index = 0;
    std::erase_if(added_, [&](const Added&) { return left_out[index++]; });
}

Result<void> expect_entries(const std::vector<Entry>& entries, const Problems& problems, std::string_view name) {
    if (!entries.empty()) return {};
    const std::string shown = display_text(name);
    if (problems.empty())
        return fail(ErrorCode::not_found,
                    fmt::format("The archive `{}` is empty: there is nothing in it to inspect.", shown));
    const Problem& first = problems.front();
    return fail(ErrorCode::unsupported,
                fmt::format("Nothing in the archive `{}` can be read.{} {}", shown,
                            first.path.empty() ? std::string() : fmt::format(" `{}`:", display_text(first.path)),
                            first.message));
}

} // namespace nei::source
