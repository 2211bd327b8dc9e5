// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/der.h"

#include "core/base/limits.h"

#include <openssl/asn1.h>
#include <openssl/err.h>

#include <algorithm>
#include <ctime>
#include <memory>

namespace nei::plist {
namespace {

constexpr int dictionary_tag = 16; // [CONTEXT 16] and, with the version around it, [APPLICATION 16]

std::unexpected<Error> malformed(std::string_view what) {
    return fail(ErrorCode::malformed, "The DER data is damaged: " + std::string(what) + ".");
}

/// One tag-length-value, split by OpenSSL.
struct Element {
    int tag = 0;
    int tag_class = 0;
    bool constructed = false;
    ByteView content;
    ByteView whole;
};

/// Takes the first element off `rest`. DER only: no indefinite lengths.
Result<Element> next_element(ByteView& rest) {
    const auto* begin = reinterpret_cast<const unsigned char*>(rest.data());
    const unsigned char* content = begin;
    long length = 0;
    Element element;
    const int flags = ASN1_get_object(&content, &length, &element.tag, &element.tag_class,
                                      static_cast<long>(std::min<std::size_t>(rest.size(), LONG_MAX)));
    if ((flags & 0x80) != 0 || (flags & 1) != 0) {
        ERR_clear_error();
        return malformed("a value is cut off or has no definite length");
    }
    element.constructed = (flags & V_ASN1_CONSTRUCTED) != 0;
    const auto header = static_cast<std::size_t>(content - begin);
    element.content = rest.subspan(header, static_cast<std::size_t>(length));
    element.whole = rest.first(header + static_cast<std::size_t>(length));
    rest = rest.subspan(element.whole.size());
    return element;
}

Result<Value> to_value(const Element& element, std::size_t depth);

Result<Value> integer_value(const Element& element) {
    const auto* at = reinterpret_cast<const unsigned char*>(element.whole.data());
    const std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)> integer(
        d2i_ASN1_INTEGER(nullptr, &at, static_cast<long>(element.whole.size())), ASN1_INTEGER_free);
    std::int64_t value = 0;
    std::uint64_t large = 0;
    if (integer && ASN1_INTEGER_get_int64(&value, integer.get()) == 1) return Value(value);
    if (integer && ASN1_INTEGER_get_uint64(&large, integer.get()) == 1) return Value(large);
    ERR_clear_error();
    return malformed("an integer has more than 64 bits");
}

Result<Value> time_value(const Element& element) {
    const auto* at = reinterpret_cast<const unsigned char*>(element.whole.data());
    const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> time(
        d2i_ASN1_TIME(nullptr, &at, static_cast<long>(element.whole.size())), ASN1_TIME_free);
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time.get(), &parts) != 1) {
        ERR_clear_error();
        return malformed("a date cannot be read");
    }
    const std::chrono::year_month_day date{std::chrono::year{parts.tm_year + 1900},
                                           std::chrono::month{static_cast<unsigned>(parts.tm_mon + 1)},
                                           std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
    return Value(Timestamp(std::chrono::sys_days{date}) + std::chrono::hours(parts.tm_hour) +
                 std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec));
}

Result<Value> array_value(ByteView content, std::size_t depth) {
    Array array;
    while (!content.empty()) {
        const auto element = next_element(content);
        if (!element) return std::unexpected(element.error());
        auto value = to_value(*element, depth + 1);
        if (!value) return value;
        array.push_back(std::move(*value));
    }
    return Value(std::move(array));
}

Result<Value> dictionary_value(ByteView content, std::size_t depth) {
    Dictionary dictionary;
    while (!content.empty()) {
        const auto pair = next_element(content);
        if (!pair) return std::unexpected(pair.error());
        if (pair->tag != V_ASN1_SEQUENCE || pair->tag_class != V_ASN1_UNIVERSAL)
            return malformed("a dictionary holds something that is no pair of key and value");
        ByteView rest = pair->content;
        const auto key = next_element(rest);
        if (!key) return std::unexpected(key.error());
        if (key->tag != V_ASN1_UTF8STRING || key->tag_class != V_ASN1_UNIVERSAL)
            return malformed("a key is not a UTF-8 string");
        const auto element = next_element(rest);
        if (!element) return std::unexpected(element.error());
        if (!rest.empty()) return malformed("a pair holds more than a key and a value");
        auto value = to_value(*element, depth + 1);
        if (!value) return value;
        if (!dictionary.emplace(std::string(as_text(key->content)), std::move(*value)).second)
            return malformed("the key \"" + std::string(as_text(key->content)) + "\" occurs twice");
    }
    return Value(std::move(dictionary));
}

/// [APPLICATION 16] { INTEGER version, dictionary }: the version is 1 in everything seen and not judged.
Result<Value> versioned_value(ByteView content, std::size_t depth) {
    const auto version = next_element(content);
    if (!version) return std::unexpected(version.error());
    if (version->tag != V_ASN1_INTEGER) return malformed("the version before the dictionary is missing");
    const auto inner = next_element(content);
    if (!inner) return std::unexpected(inner.error());
    return to_value(*inner, depth + 1);
}

Result<Value> to_value(const Element& element, std::size_t depth) {
    if (depth > limits::asn1_depth) return fail(ErrorCode::too_large, "The DER data nests too deep and is not read.");
    if (element.tag_class == V_ASN1_APPLICATION && element.tag == dictionary_tag)
        return versioned_value(element.content, depth);
    if (element.tag_class == V_ASN1_CONTEXT_SPECIFIC && element.tag == dictionary_tag)
        return dictionary_value(element.content, depth);
    if (element.tag_class != V_ASN1_UNIVERSAL) return malformed("a value has a tag that is not used in entitlements");
    switch (element.tag) {
    case V_ASN1_BOOLEAN:
        if (element.content.size() != 1) return malformed("a boolean has the wrong length");
        return Value(element.content[0] != std::byte{0});
    case V_ASN1_INTEGER: return integer_value(element);
    case V_ASN1_UTF8STRING:
    case V_ASN1_PRINTABLESTRING:
    case V_ASN1_IA5STRING: return Value(as_text(element.content));
    case V_ASN1_OCTET_STRING: return Value(to_bytes(element.content));
    case V_ASN1_UTCTIME:
    case V_ASN1_GENERALIZEDTIME: return time_value(element);
    case V_ASN1_SEQUENCE: return array_value(element.content, depth);
    case V_ASN1_SET: return dictionary_value(element.content, depth);
    default: return malformed("a value has a type that is not used in entitlements");
    }
}

// --- writing ---

void append(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

Bytes element(int tag, int tag_class, bool constructed, ByteView content) {
    Bytes header(32);
    auto* start = reinterpret_cast<unsigned char*>(header.data());
    unsigned char* at = start;
    ASN1_put_object(&at, constructed ? 1 : 0, static_cast<int>(content.size()), tag, tag_class);
    header.resize(static_cast<std::size_t>(at - start));
    append(header, content);
    return header;
}

Bytes universal(int tag, ByteView content) {
    return element(tag, V_ASN1_UNIVERSAL, tag == V_ASN1_SEQUENCE, content);
}

Bytes integer_bytes(std::int64_t value) {
    const std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)> integer(ASN1_INTEGER_new(), ASN1_INTEGER_free);
    if (!integer || ASN1_INTEGER_set_int64(integer.get(), value) != 1) return {};
    unsigned char* der = nullptr;
    const int length = i2d_ASN1_INTEGER(integer.get(), &der);
    if (length <= 0) return {};
    const Bytes bytes = to_bytes(std::as_bytes(std::span(der, static_cast<std::size_t>(length))));
    OPENSSL_free(der);
    return bytes;
}

Bytes dictionary_bytes(const Dictionary& dictionary);

Bytes value_bytes(const Value& value) {
    if (const auto* boolean = value.boolean()) {
        const std::byte content{static_cast<unsigned char>(*boolean ? 0xff : 0)};
        return universal(V_ASN1_BOOLEAN, ByteView(&content, 1));
    }
    if (const auto* integer = value.integer()) return integer_bytes(*integer);
    if (const auto* data = value.data()) return universal(V_ASN1_OCTET_STRING, *data);
    if (const auto* dictionary = value.dictionary()) return dictionary_bytes(*dictionary);
    if (const auto* array = value.array()) {
        Bytes content;
        for (const Value& member : *array) append(content, value_bytes(member));
        return universal(V_ASN1_SEQUENCE, content);
    }
    if (const auto* date = value.date()) {
        std::string text = to_rfc3339(*date).substr(2); // UTCTime: YYMMDDhhmmssZ
        std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == 'T'; });
        return universal(V_ASN1_UTCTIME, as_bytes(text));
    }
    return universal(V_ASN1_UTF8STRING, as_bytes(one_line(value)));
}

Bytes dictionary_bytes(const Dictionary& dictionary) {
    Bytes content;
    for (const auto& [key, member] : dictionary) {
        Bytes pair = universal(V_ASN1_UTF8STRING, as_bytes(key));
        append(pair, value_bytes(member));
        append(content, universal(V_ASN1_SEQUENCE, pair));
    }
    return element(dictionary_tag, V_ASN1_CONTEXT_SPECIFIC, true, content);
}

} // namespace

Result<Value> parse_der_value(ByteView bytes) {
    const auto element = next_element(bytes);
    if (!element) return std::unexpected(element.error());
    if (!bytes.empty()) return malformed("bytes follow its end");
    return to_value(*element, 0);
}

Result<Value> parse_der_dictionary(ByteView bytes) {
    auto value = parse_der_value(bytes);
    if (value && !value->dictionary()) return malformed("it is not a dictionary");
    return value;
}

Bytes to_der_dictionary(const Dictionary& dictionary) {
    Bytes content = integer_bytes(1);
    append(content, dictionary_bytes(dictionary));
    return element(dictionary_tag, V_ASN1_APPLICATION, true, content);
}

} // namespace nei::plist
