// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/property_list.h"

#include "core/base/limits.h"
#include "core/plist/guard.h"

#include <fmt/format.h>
#include <plist/plist.h>

#include <cstdlib>
#include <memory>

namespace nei::plist {
namespace {

struct FreeNode {
    void operator()(void* node) const { plist_free(node); }
};
using Node = std::unique_ptr<void, FreeNode>;

struct FreeText {
    void operator()(char* text) const { std::free(text); }
};

/// The text between the tags of a single date or integer, as libplist writes it. Its accessors have 32 bits for dates
/// and no sign for integers; its XML has both.
std::string written_text(plist_t node) {
    char* xml = nullptr;
    std::uint32_t length = 0;
    plist_to_xml(node, &xml, &length);
    const std::unique_ptr<char, FreeText> owner(xml);
    const std::string_view text(xml ? xml : "", xml ? length : 0);
    std::size_t start = text.find("<date>");
    if (start == std::string_view::npos) start = text.find("<integer>");
    if (start == std::string_view::npos) return {};
    start = text.find('>', start) + 1;
    return std::string(text.substr(start, text.find('<', start) - start));
}

Value date_value(plist_t node) {
    if (const auto date = from_rfc3339(written_text(node))) return *date;
    std::int32_t seconds = 0, microseconds = 0;
    plist_get_date_val(node, &seconds, &microseconds);
    constexpr Timestamp epoch = std::chrono::sys_days{std::chrono::year{2001} / 1 / 1};
    return epoch + std::chrono::seconds(seconds);
}

Value integer_value(plist_t node) {
    std::uint64_t raw = 0;
    plist_get_uint_val(node, &raw);
    const bool top_bit = raw >> 63 != 0;
    if (top_bit && !written_text(node).starts_with('-')) return raw;
    return static_cast<std::int64_t>(raw);
}

Value to_value(plist_t node);

Value array_value(plist_t node) {
    Array array;
    array.reserve(plist_array_get_size(node));
    plist_array_iter raw_iterator = nullptr;
    plist_array_new_iter(node, &raw_iterator);
    const std::unique_ptr<char, FreeText> owner(static_cast<char*>(raw_iterator));
    for (plist_t item = nullptr; plist_array_next_item(node, raw_iterator, &item), item; item = nullptr)
        array.push_back(to_value(item));
    return array;
}

Value dictionary_value(plist_t node) {
    Dictionary dictionary;
    plist_dict_iter raw_iterator = nullptr;
    plist_dict_new_iter(node, &raw_iterator);
    const std::unique_ptr<char, FreeText> owner(static_cast<char*>(raw_iterator));
    while (true) {
        char* raw_key = nullptr;
        plist_t member = nullptr;
        plist_dict_next_item(node, raw_iterator, &raw_key, &member);
        const std::unique_ptr<char, FreeText> key(raw_key);
        if (!member) return dictionary;
        dictionary.insert_or_assign(key ? key.get() : "", to_value(member));
    }
}

Value to_value(plist_t node) {
    std::uint64_t length = 0;
    switch (plist_get_node_type(node)) {
    case PLIST_BOOLEAN: {
        std::uint8_t boolean = 0;
        plist_get_bool_val(node, &boolean);
        return boolean != 0;
    }
    case PLIST_UINT: return integer_value(node);
    case PLIST_REAL: {
        double real = 0;
        plist_get_real_val(node, &real);
        return real;
    }
    case PLIST_STRING: {
        const char* text = plist_get_string_ptr(node, &length);
        return text ? std::string(text, static_cast<std::size_t>(length)) : std::string();
    }
    case PLIST_DATA: {
        const char* data = plist_get_data_ptr(node, &length);
        return data ? to_bytes(as_bytes({data, static_cast<std::size_t>(length)})) : Bytes();
    }
    case PLIST_DATE: return date_value(node);
    case PLIST_UID: {
        std::uint64_t uid = 0;
        plist_get_uid_val(node, &uid);
        return Uid{uid};
    }
    case PLIST_ARRAY: return array_value(node);
    case PLIST_DICT: return dictionary_value(node);
    default: return std::string();
    }
}

bool only_white_space(std::string_view text) {
    return text.find_first_not_of(std::string_view(" \t\r\n\0", 5)) == std::string_view::npos;
}

Result<Document> parse_binary(ByteView bytes) {
    if (auto checked = check_binary(bytes); !checked) return std::unexpected(checked.error());
    plist_t raw = nullptr;
    const std::string_view text = as_text(bytes);
    plist_from_bin(text.data(), static_cast<std::uint32_t>(text.size()), &raw);
    const Node node(raw);
    if (!node) return fail(ErrorCode::malformed, "The binary property list is damaged and cannot be read.");
    return Document{to_value(node.get()), Format::binary, false};
}

Result<Document> parse_xml(std::string_view text) {
    const auto length = check_xml(text);
    if (!length) return std::unexpected(length.error());
    plist_t raw = nullptr;
    plist_from_xml(text.data(), static_cast<std::uint32_t>(*length), &raw);
    const Node node(raw);
    if (!node)
        return fail(ErrorCode::malformed, "The XML property list is not well formed; `plutil -lint` names the line.");
    return Document{to_value(node.get()), Format::xml, !only_white_space(text.substr(*length))};
}

} // namespace

Result<Document> parse(ByteView bytes) {
    if (bytes.size() > limits::plist_bytes)
        return fail(ErrorCode::too_large, fmt::format("The property list has {} bytes, more than the {} that are read.",
                                                      bytes.size(), limits::plist_bytes));
    std::string_view text = as_text(bytes);
    if (text.starts_with("bplist")) return parse_binary(bytes);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (text.starts_with("\xfe\xff") || text.starts_with("\xff\xfe"))
        return fail(ErrorCode::unsupported, "The property list is UTF-16 text, which NE Inspector does not read; "
                                            "`plutil -convert xml1` on a Mac makes it UTF-8.");
    if (only_white_space(text)) return fail(ErrorCode::malformed, "The property list is empty.");
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    switch (text[start]) {
    case '<':
        // Data in old-style property lists is <0fbd77…>; XML starts with a name, '?' or '!'.
        if (text.find("<plist") != std::string_view::npos || text.substr(start).starts_with("<?xml"))
            return parse_xml(text.substr(start));
        break;
    case '{':
    case '(':
    case '"':
    case '/':
        return fail(ErrorCode::unsupported,
                    "The property list is in the old OpenStep or JSON form, which NE Inspector does not read; "
                    "`plutil -convert xml1` on a Mac turns it into XML.");
    default: break;
    }
    return fail(ErrorCode::malformed, "This is not a property list: neither XML nor binary.");
}

} // namespace nei::plist
