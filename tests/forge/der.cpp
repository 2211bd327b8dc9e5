// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/der.h"

#include "tests/forge/byte_writer.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nei::forge::der {
namespace {

Bytes joined(const std::vector<Bytes>& members) {
    Bytes content;
    for (const Bytes& member : members) content.insert(content.end(), member.begin(), member.end());
    return content;
}

std::string digits(Timestamp moment, bool whole_year) {
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(moment - day);
    const std::string year = fmt::format("{:04}", static_cast<int>(date.year()));
    return fmt::format("{}{:02}{:02}{:02}{:02}{:02}Z", whole_year ? year : year.substr(2),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

std::vector<Bytes> plist_members(const plist::Dictionary& dictionary) {
    std::vector<Bytes> members;
    for (const auto& [key, value] : dictionary) members.push_back(sequence({utf8(key), plist_value(value)}));
    return members;
}

} // namespace

Bytes tagged(std::uint8_t tag, ByteView content) {
    ByteWriter out;
    out.u8(tag);
    const std::size_t length = content.size();
    if (length < 0x80) {
        out.u8(length);
    } else {
        std::size_t width = 1;
        while (length >> (8 * width) != 0) ++width;
        out.u8(0x80 | width);
        for (std::size_t i = width; i > 0; --i) out.u8(length >> (8 * (i - 1)));
    }
    return out.bytes(content).take();
}

Bytes context(unsigned number, ByteView content) {
    return tagged(static_cast<std::uint8_t>(0xa0 | number), content);
}

Bytes sequence(const std::vector<Bytes>& members) {
    return tagged(0x30, joined(members));
}

Bytes set_of(std::vector<Bytes> members) {
    std::ranges::sort(members);
    return set_in_order(members);
}

Bytes set_in_order(const std::vector<Bytes>& members) {
    return tagged(0x31, joined(members));
}

Bytes integer(std::int64_t value) {
    Bytes content;
    bool more = true;
    while (more) {
        const auto low = static_cast<std::uint8_t>(value & 0xff);
        content.insert(content.begin(), static_cast<std::byte>(low));
        value >>= 8;
        more = !((value == 0 && low < 0x80) || (value == -1 && low >= 0x80));
    }
    return tagged(0x02, content);
}

Bytes unsigned_integer(ByteView magnitude) {
    while (magnitude.size() > 1 && magnitude[0] == std::byte{0}) magnitude = magnitude.subspan(1);
    Bytes content = to_bytes(magnitude);
    if (content.empty() || (content[0] & std::byte{0x80}) != std::byte{0})
        content.insert(content.begin(), std::byte{0});
    return tagged(0x02, content);
}

Bytes boolean(bool value) {
    return tagged(0x01, Bytes{std::byte{static_cast<unsigned char>(value ? 0xff : 0)}});
}

Bytes null() {
    return tagged(0x05, {});
}

Bytes octets(ByteView content) {
    return tagged(0x04, content);
}

Bytes bits(ByteView content) {
    Bytes padded{std::byte{0}};
    padded.insert(padded.end(), content.begin(), content.end());
    return tagged(0x03, padded);
}

Bytes utf8(std::string_view text) {
    return tagged(0x0c, as_bytes(text));
}

Bytes printable(std::string_view text) {
    return tagged(0x13, as_bytes(text));
}

Bytes time(Timestamp moment) {
    const bool late = moment >= Timestamp(std::chrono::sys_days(std::chrono::year(2050) / 1 / 1));
    return late ? generalized_time(moment) : tagged(0x17, as_bytes(digits(moment, false)));
}

Bytes generalized_time(Timestamp moment) {
    return tagged(0x18, as_bytes(digits(moment, true)));
}

Bytes oid_content(std::string_view dotted) {
    std::vector<std::uint64_t> arcs;
    const char* position = dotted.data();
    const char* const end = position + dotted.size();
    while (position != end) {
        std::uint64_t arc = 0;
        const auto [next, error] = std::from_chars(position, end, arc);
        if (error != std::errc{} || (next != end && *next != '.'))
            throw SpecError(fmt::format("not an OID: {}", dotted));
        arcs.push_back(arc);
        position = next == end ? end : next + 1;
    }
    if (arcs.size() < 2) throw SpecError(fmt::format("an OID needs two numbers at least: {}", dotted));
    arcs[1] += arcs[0] * 40;
    Bytes content;
    for (std::size_t i = 1; i < arcs.size(); ++i) {
        Bytes groups{static_cast<std::byte>(arcs[i] & 0x7f)};
        for (std::uint64_t rest = arcs[i] >> 7; rest != 0; rest >>= 7)
            groups.insert(groups.begin(), static_cast<std::byte>(0x80 | (rest & 0x7f)));
        content.insert(content.end(), groups.begin(), groups.end());
    }
    return content;
}

Bytes oid(std::string_view dotted) {
    return tagged(0x06, oid_content(dotted));
}

Bytes digest_algorithm(DigestAlgorithm algorithm) {
    switch (algorithm) {
    case DigestAlgorithm::sha1: return sequence({oid("1.3.14.3.2.26"), null()});
    case DigestAlgorithm::sha256: return sequence({oid("2.16.840.1.101.3.4.2.1"), null()});
    case DigestAlgorithm::sha384: return sequence({oid("2.16.840.1.101.3.4.2.2"), null()});
    case DigestAlgorithm::sha512: return sequence({oid("2.16.840.1.101.3.4.2.3"), null()});
    }
    throw SpecError("unknown digest algorithm");
}

Bytes plist_value(const plist::Value& value) {
    if (const auto* text = value.string()) return utf8(*text);
    if (const auto* flag = value.boolean()) return boolean(*flag);
    if (const auto* number = value.integer()) return integer(*number);
    if (const auto* data = value.data()) return octets(*data);
    if (const auto* date = value.date()) return time(*date);
    if (const auto* dictionary = value.dictionary()) return tagged(0xb0, joined(plist_members(*dictionary)));
    if (const auto* array = value.array()) {
        std::vector<Bytes> members;
        for (const plist::Value& member : *array) members.push_back(plist_value(member));
        return sequence(members);
    }
    throw SpecError(fmt::format("a {} has no DER form in entitlements", value.type_name()));
}

Bytes plist_dictionary(const plist::Dictionary& dictionary) {
    return tagged(0x70, concatenate({integer(1), tagged(0xb0, joined(plist_members(dictionary)))}));
}

} // namespace nei::forge::der
