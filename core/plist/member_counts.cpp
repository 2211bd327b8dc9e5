// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/member_counts.h"

#include "core/plist/xml_walk.h"

#include <algorithm>
#include <vector>

namespace nei::plist {
namespace {

/// A value right inside the root dictionary.
bool counted_member(XmlWalk& walk, MemberCounts& counts, std::string_view name) {
    counts.erase(name); // where a name occurs twice, the second counts
    if (!walk.open()) return false;
    if (walk.tag().name != "dict") return walk.value(1);
    std::vector<std::string_view> keys;
    const bool read = walk.tag().empty || walk.members(2, [&](std::string_view key) {
        keys.push_back(key);
        return walk.open() && walk.value(2);
    });
    std::ranges::sort(keys);
    counts[name] = static_cast<std::size_t>(std::ranges::unique(keys).begin() - keys.begin());
    return read;
}

} // namespace

std::optional<MemberCounts> count_members(ByteView bytes) {
    if (!XmlWalk::can_walk(as_text(bytes))) return std::nullopt;
    XmlWalk walk(bytes);
    MemberCounts counts;
    const bool read = walk.begin() &&
                      walk.members(1, [&](std::string_view key) { return counted_member(walk, counts, key); }) &&
                      walk.end();
    return read ? std::optional(std::move(counts)) : std::nullopt;
}

} // namespace nei::plist
