// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/symlinks.h"

#include <algorithm>

namespace nei::source {
namespace {

/// As the kernel's MAXSYMLINKS.
constexpr int most_links = 32;

const Entry* find(std::span<const Entry> entries, std::string_view path) {
    const auto found = std::ranges::lower_bound(entries, path, {}, &Entry::path);
    return found == entries.end() || found->path != path ? nullptr : &*found;
}

} // namespace

std::optional<std::string> normalised_path(std::string_view base, std::string_view relative) {
    std::vector<std::string_view> parts;
    for (std::string_view rest : {base, relative}) {
        while (!rest.empty()) {
            const std::string_view part = rest.substr(0, rest.find('/'));
            rest.remove_prefix(std::min(part.size() + 1, rest.size()));
            if (part.empty() || part == ".") continue;
            if (part != "..")
                parts.push_back(part);
            else if (parts.empty())
                return std::nullopt;
            else
                parts.pop_back();
        }
    }
    std::string path;
    for (const std::string_view part : parts) {
        if (!path.empty()) path += '/';
        path += part;
    }
    return path;
}

Followed follow(std::span<const Entry> entries, std::string path) {
    for (int links = 0; links <= most_links; ++links) {
        bool followed = false;
        for (std::size_t end = path.find('/'); !followed; end = path.find('/', end + 1)) {
            const std::string prefix = path.substr(0, end);
            const Entry* entry = find(entries, prefix);
            // A link to "." or to the top of the source: no entry stands for that.
            if (!entry) return {path.empty() ? LinkEnd::found : LinkEnd::missing, path};
            if (entry->kind == EntryKind::symlink) {
                if (entry->link_target.starts_with('/')) return {LinkEnd::outside, entry->link_target};
                const auto target = normalised_path(parent_path(prefix), entry->link_target);
                if (!target) return {LinkEnd::outside, entry->link_target};
                path = join(*target, end == std::string::npos ? "" : std::string_view(path).substr(end + 1));
                followed = true;
            } else if (end == std::string::npos) {
                return {LinkEnd::found, path};
            }
        }
    }
    return {LinkEnd::loop, path};
}

} // namespace nei::source
