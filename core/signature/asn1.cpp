// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/asn1.h"

#include "core/base/limits.h"
#include "core/signature/openssl.h"

#include <openssl/objects.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace nei::signature {

std::optional<Timestamp> timestamp(const ASN1_TIME* time) {
    std::tm broken_down{};
    if (!time || ASN1_TIME_to_tm(time, &broken_down) != 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{broken_down.tm_year + 1900},
                                           std::chrono::month{static_cast<unsigned>(broken_down.tm_mon) + 1},
                                           std::chrono::day{static_cast<unsigned>(broken_down.tm_mday)}};
    return std::chrono::sys_days{date} + std::chrono::hours(broken_down.tm_hour) +
           std::chrono::minutes(broken_down.tm_min) + std::chrono::seconds(broken_down.tm_sec);
}

namespace asn1 {
namespace {

struct Header {
    Tag tag;
    std::size_t size = 0;
    std::size_t length = 0; ///< of the content; meaningless where indefinite
    bool constructed = false, indefinite = false;
};

constexpr std::byte continued{0x80}; ///< bit of a byte of an object identifier: the number goes on in the next one

constexpr int header_error = 0x80; // bits of what ASN1_get_object returns
constexpr int header_indefinite = 0x01;

TagClass tag_class(int openssl_class) {
    switch (openssl_class) {
    case V_ASN1_APPLICATION: return TagClass::application;
    case V_ASN1_CONTEXT_SPECIFIC: return TagClass::context;
    case V_ASN1_PRIVATE: return TagClass::private_use;
    default: return TagClass::universal;
    }
}

std::optional<Header> read_header(ByteView data) {
    const unsigned char* position = openssl_bytes(data);
    const unsigned char* const start = position;
    long length = 0;
    int number = 0, openssl_class = 0;
    const int bits = ASN1_get_object(&position, &length, &number, &openssl_class, static_cast<long>(data.size()));
    if ((bits & header_error) != 0 || length < 0) return std::nullopt;
    Header header;
    header.tag = {tag_class(openssl_class), number};
    header.size = static_cast<std::size_t>(position - start);
    header.length = static_cast<std::size_t>(length);
    header.constructed = (bits & V_ASN1_CONSTRUCTED) != 0;
    header.indefinite = (bits & header_indefinite) != 0;
    if (!header.indefinite && header.length > data.size() - header.size) return std::nullopt;
    return header;
}

bool starts_with_end_of_contents(ByteView data) {
    return data.size() >= 2 && data[0] == std::byte{0} && data[1] == std::byte{0};
}

/// Where the end-of-contents mark lies that belongs to the value whose content starts at `data`.
std::optional<std::size_t> find_end_of_contents(ByteView data) {
    std::size_t offset = 0;
    for (std::size_t depth = 1; offset < data.size();) {
        const ByteView rest = data.subspan(offset);
        if (starts_with_end_of_contents(rest)) {
            if (--depth == 0) return offset;
            offset += 2;
            continue;
        }
        const auto header = read_header(rest);
        if (!header) return std::nullopt;
        if (header->indefinite && ++depth > limits::asn1_depth) return std::nullopt;
        offset += header->size + (header->indefinite ? 0 : header->length);
    }
    return std::nullopt;
}

bool append_octets(const Value& value, std::size_t depth, Bytes& result) {
    if (!value.constructed) {
        result.insert(result.end(), value.content.begin(), value.content.end());
        return true;
    }
    if (depth == limits::asn1_depth) return false;
    Reader pieces(value);
    while (const auto piece = pieces.next(octet_string))
        if (!append_octets(*piece, depth + 1, result)) return false;
    return pieces.at_end();
}

/// The text of an object identifier whose numbers have at most 63 bits; all that code signing uses are such. OpenSSL
/// writes any, and decides what is none, but takes a microsecond or two for each, and a signature has thirty of them.
std::optional<std::string> usual_identifier_text(const Value& value) {
    const bool ends_within = value.content.empty() || (value.content.back() & continued) != std::byte{0};
    if (value.constructed || ends_within) return std::nullopt;
    std::string text;
    std::uint64_t number = 0;
    bool starts = true;
    for (const std::byte byte : value.content) {
        if ((starts && byte == continued) || number >> 56 != 0) return std::nullopt;
        number = number << 7 | std::to_integer<std::uint64_t>(byte & ~continued);
        starts = (byte & continued) == std::byte{0};
        if (!starts) continue;
        if (text.empty()) { // the first two numbers are one
            const std::uint64_t first = std::min<std::uint64_t>(number / 40, 2);
            text = std::to_string(first);
            number -= first * 40;
        }
        text += '.';
        text += std::to_string(number);
        number = 0;
    }
    return text;
}

} // namespace

std::optional<Value> Reader::next() {
    if (failed_ || rest_.empty()) return std::nullopt;
    failed_ = true; // until all of the value is read
    const auto header = read_header(rest_);
    if (!header) return std::nullopt;
    std::size_t length = header->length, mark = 0;
    if (header->indefinite) {
        const auto end = find_end_of_contents(rest_.subspan(header->size));
        if (!end) return std::nullopt;
        length = *end;
        mark = 2;
    }
    Value value{header->tag, header->constructed, header->indefinite, rest_.subspan(header->size, length),
                rest_.first(header->size + length + mark)};
    rest_ = rest_.subspan(value.encoded.size());
    failed_ = false;
    return value;
}

std::optional<Value> Reader::next(Tag tag) {
    if (at_end()) return std::nullopt;
    auto value = next_if(tag);
    if (!value) failed_ = true;
    return value;
}

std::optional<Value> Reader::next_if(Tag tag) {
    if (failed_ || rest_.empty()) return std::nullopt;
    const auto header = read_header(rest_);
    if (header && header->tag != tag) return std::nullopt;
    return next();
}

std::optional<Bytes> octets(const Value& value) {
    Bytes result;
    if (!append_octets(value, 0, result)) return std::nullopt;
    return result;
}

std::string object_identifier_text(const Value& value) {
    if (value.tag != object_identifier) return {};
    if (auto text = usual_identifier_text(value)) return *std::move(text);
    const unsigned char* position = openssl_bytes(value.encoded);
    const Asn1ObjectPointer object(d2i_ASN1_OBJECT(nullptr, &position, static_cast<long>(value.encoded.size())));
    if (!object) return {};
    std::array<char, 256> text{};
    const int length = OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object.get(), 1);
    if (length <= 0 || static_cast<std::size_t>(length) >= text.size()) return {};
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Timestamp> time(const Value& value) {
    const unsigned char* position = openssl_bytes(value.encoded);
    const Asn1TimePointer moment(d2i_ASN1_TIME(nullptr, &position, static_cast<long>(value.encoded.size())));
    return moment ? timestamp(moment.get()) : std::nullopt;
}

} // namespace asn1
} // namespace nei::signature
