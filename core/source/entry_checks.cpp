// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/entry_checks.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/source/symlinks.h"

#include <QString>

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace nei::source {
namespace {

/// Equal for names that are one on a Mac's disk (APFS as it is set up by default: case and composition do not count).
std::string folded(std::string_view path) {
    if (std::ranges::all_of(path, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return ascii_lower(path);
    const QString text = QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size()));
    return text.normalized(QString::NormalizationForm_D).toCaseFolded().toStdString();
}

void check_clashes(std::span<const Entry> entries, Problems& problems) {
    std::unordered_map<std::string, std::size_t> first; // folded paths
    first.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size() && problems.size() < limits::listing_problems; ++i) {
        const auto [known, is_new] = first.try_emplace(folded(entries[i].path), i);
        if (is_new) continue;
        const std::string& other = entries[known->second].path;
        // Folders that clash have been named; what is in them need not be.
        if (parent_path(other) != parent_path(entries[i].path)) continue;
        problems.push_back({"entry-name-clash", entries[i].path,
                            fmt::format("On most Macs this name and `{}` are one: only one of the two can be unpacked "
                                        "there. Both are shown.",
                                        display_text(other)),
                            ProblemSeverity::warning});
    }
}

void check_links(std::span<const Entry> entries, Problems& problems) {
    for (const Entry& entry : entries) {
        if (entry.kind != EntryKind::symlink) continue;
        if (problems.size() >= limits::listing_problems) return;
        const Followed followed = follow(entries, entry.path);
        if (followed.end == LinkEnd::outside)
            problems.push_back({"symlink-outside", entry.path,
                                fmt::format("This symbolic link leads out of what was opened, to `{}`. It is not "
                                            "followed.",
                                            display_text(followed.path)),
                                ProblemSeverity::warning});
        if (followed.end == LinkEnd::loop)
            problems.push_back({"symlink-loop", entry.path, "This symbolic link leads in a circle. It is not followed.",
                                ProblemSeverity::warning});
    }
}

} // namespace

Problems check_entries(std::span<const Entry> entries) {
    Problems problems;
    check_clashes(entries, problems);
    check_links(entries, problems);
    return problems;
}

} // namespace nei::source
