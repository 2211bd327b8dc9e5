// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/xml_walk.h"

#include "core/base/limits.h"

#include <algorithm>
#include <array>

namespace nei::plist {
namespace {

/// Elements that hold text or nothing.
constexpr std::array<std::string_view, 7> leaves{"string", "data", "integer", "real", "date", "true", "false"};

} // namespace

bool XmlWalk::can_walk(std::string_view text) {
    return text.size() <= limits::plist_bytes && text.find('&') == std::string_view::npos;
}

bool XmlWalk::begin() {
    skip("<?xml", "?>");
    skip("<!DOCTYPE", ">");
    if (!open() || !tag_.name.starts_with("plist")) return false;
    return open() && tag_.name == "dict" && !tag_.empty;
}

bool XmlWalk::open() {
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

std::string_view XmlWalk::text() {
    const std::string_view found = rest_.substr(0, rest_.find('<'));
    rest_.remove_prefix(found.size());
    return found;
}

bool XmlWalk::close(std::string_view name) {
    skip_space();
    const bool closes =
        rest_.starts_with("</") && rest_.substr(2).starts_with(name) && rest_.substr(2 + name.size()).starts_with('>');
    if (closes) rest_.remove_prefix(name.size() + 3);
    return closes;
}

bool XmlWalk::value(std::size_t depth) {
    const Tag tag = tag_;
    const bool is_dict = tag.name == "dict", is_array = tag.name == "array";
    if (!is_dict && !is_array && std::ranges::find(leaves, tag.name) == leaves.end()) return false;
    if (depth > deepest) return false;
    if (tag.empty) return true;
    if (is_dict) return members(depth + 1, [&](std::string_view) { return open() && value(depth + 1); });
    if (!is_array) {
        text();
        return close(tag.name);
    }
    while (!close("array"))
        if (!open() || !value(depth + 1)) return false;
    return true;
}

void XmlWalk::skip(std::string_view start, std::string_view end) {
    skip_space();
    if (!rest_.starts_with(start)) return;
    const std::size_t found = std::min(rest_.find(end), rest_.size() - end.size());
    rest_.remove_prefix(found + end.size());
}

void XmlWalk::skip_space() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
}

} // namespace nei::plist
