// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/member_counts.h"

#include "core/base/limits.h"

#include <algorithm>
#include <array>
#include <vector>

namespace nei::plist {
namespace {

/// Elements that hold text or nothing.
constexpr std::array<std::string_view, 7> leaves{"string", "data", "integer", "real", "date", "true", "false"};

/// Seals nest four deep.
constexpr std::size_t deepest = 16;

/// Goes through the elements of a property list. Every function returns false where it meets something else.
class Counter {
public:
    explicit Counter(std::string_view text) : rest_(text) {}

    bool document(MemberCounts& counts) {
        skip("<?xml", "?>");
        skip("<!DOCTYPE", ">");
        if (!open() || !tag_.name.starts_with("plist")) return false;
        if (!open() || tag_.name != "dict" || tag_.empty) return false;
        return members(1, [&](std::string_view key) { return counted_member(counts, key); }) && close("plist");
    }

private:
    struct Tag {
        std::string_view name;
        bool empty = false; ///< `<true/>`
    };

    /// A value right inside the root dictionary.
    bool counted_member(MemberCounts& counts, std::string_view name) {
        counts.erase(name); // where a name occurs twice, the second counts
        if (!open()) return false;
        if (tag_.name != "dict") return value(1);
        std::vector<std::string_view> keys;
        const bool read = tag_.empty || members(2, [&](std::string_view key) {
                              keys.push_back(key);
                              return open() && value(2);
                          });
        std::ranges::sort(keys);
        counts[name] = static_cast<std::size_t>(std::ranges::unique(keys).begin() - keys.begin());
        return read;
    }

    /// The members of a dictionary up to its end; `member` reads the value behind a key.
    template <class Member>
    bool members(std::size_t depth, Member member) {
        if (depth > deepest) return false;
        while (!close("dict")) {
            if (!open() || tag_.name != "key" || tag_.empty) return false;
            const std::string_view key = rest_.substr(0, rest_.find('<'));
            rest_.remove_prefix(key.size());
            if (!close("key") || !member(key)) return false;
        }
        return true;
    }

    /// A value whose tag was read.
    bool value(std::size_t depth) {
        const Tag tag = tag_;
        const bool is_dict = tag.name == "dict", is_array = tag.name == "array";
        if (!is_dict && !is_array && std::ranges::find(leaves, tag.name) == leaves.end()) return false;
        if (depth > deepest) return false;
        if (tag.empty) return true;
        if (is_dict) return members(depth + 1, [&](std::string_view) { return open() && value(depth + 1); });
        if (!is_array) {
            rest_.remove_prefix(std::min(rest_.find('<'), rest_.size()));
            return close(tag.name);
        }
        while (!close("array"))
            if (!open() || !value(depth + 1)) return false;
        return true;
    }

    /// Reads the tag that comes next, unless it closes an element.
    bool open() {
        skip_space();
        if (!rest_.starts_with('<') || ++values_ > limits::plist_values) return false;
        const std::size_t end = rest_.find('>');
        if (end == std::string_view::npos) return false;
        tag_.name = rest_.substr(1, end - 1);
        tag_.empty = tag_.name.ends_with('/');
        if (tag_.empty) tag_.name.remove_suffix(1);
        rest_.remove_prefix(end + 1);
        return true;
    }

    bool close(std::string_view name) {
        skip_space();
        const bool closes = rest_.starts_with("</") && rest_.substr(2).starts_with(name) &&
                            rest_.substr(2 + name.size()).starts_with('>');
        if (closes) rest_.remove_prefix(name.size() + 3);
        return closes;
    }

    void skip(std::string_view start, std::string_view end) {
        skip_space();
        if (!rest_.starts_with(start)) return;
        const std::size_t found = std::min(rest_.find(end), rest_.size() - end.size());
        rest_.remove_prefix(found + end.size());
    }

    void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

    std::string_view rest_;
    Tag tag_;
    std::size_t values_ = 0;
};

} // namespace

std::optional<MemberCounts> count_members(ByteView bytes) {
    const std::string_view text = as_text(bytes);
    if (text.size() > limits::plist_bytes || text.find('&') != std::string_view::npos) return std::nullopt;
    MemberCounts counts;
    if (!Counter(text).document(counts)) return std::nullopt;
    return counts;
}

} // namespace nei::plist
