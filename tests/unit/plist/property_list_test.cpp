// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/plist/guard.h"
#include "core/plist/property_list.h"

#include <gmock/gmock.h>

namespace nei::plist {
namespace {

using testing::HasSubstr;

std::string xml(std::string_view body) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">" + std::string(body) + "</plist>\n";
}

Value parsed(std::string_view body) {
    const std::string text = xml(body);
    const auto document = parse(as_bytes(text));
    if (!document) {
        ADD_FAILURE() << document.error().message;
        return {};
    }
    return document->value;
}

TEST(PropertyList, ReadsEveryTypeOfXml) {
    const Value value = parsed("<dict><key>s</key><string>a &amp; b</string><key>t</key><true/><key>i</key>"
                               "<integer>-7</integer><key>u</key><integer>18446744073709551615</integer><key>r</key>"
                               "<real>2.5</real><key>d</key><data>AAH/</data><key>w</key><date>4001-01-01T00:00:00Z"
                               "</date><key>a</key><array><string>x</string><dict/></array></dict>");
    EXPECT_EQ(*value.find("s")->string(), "a & b");
    EXPECT_EQ(*value.find("t")->boolean(), true);
    EXPECT_EQ(*value.find("i")->integer(), -7);
    EXPECT_EQ(*value.find("u"), Value(std::uint64_t{UINT64_MAX}));
    EXPECT_EQ(*value.find("r")->real(), 2.5);
    EXPECT_EQ(to_hex(*value.find("d")->data()), "0001ff");
    EXPECT_EQ(to_rfc3339(*value.find("w")->date()), "4001-01-01T00:00:00Z") << "beyond 32 bits of seconds";
    EXPECT_EQ(value.find("a")->array()->size(), 2u);
    EXPECT_EQ(value.find("absent"), nullptr);
}

TEST(PropertyList, WritesWhatItReads) {
    const Value value(Dictionary{{"list", Array{Value("<&>"), Value(true), Value(-1), Value(Bytes(100, std::byte{7}))}},
                                 {"when", Value(*from_rfc3339("2026-11-21T09:30:00Z"))},
                                 {"none", Dictionary{}},
                                 {"ratio", Value(0.25)}});
    const auto again = parse(as_bytes(to_xml(value)));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->value, value);
    EXPECT_EQ(again->format, Format::xml);
    EXPECT_FALSE(again->trailing_text);
}

TEST(PropertyList, SaysThatTextFollowsTheEnd) {
    const std::string text = xml("<dict/>") + "</xml>\n";
    const auto document = parse(as_bytes(text));
    ASSERT_TRUE(document);
    EXPECT_TRUE(document->trailing_text);
}

TEST(PropertyList, ReadsABinaryList) {
    // {"a": [true, "é"]} with a UTF-16 string, one byte offsets and references.
    const auto bytes = from_hex("62706c697374303"
                                "0d10102"    // 8: dictionary of one: key object 1, value object 2
                                "5161"       // 11: "a"
                                "a20304"     // 13: array of objects 3 and 4
                                "09"         // 16: true
                                "6100e9"     // 17: UTF-16 "é"
                                "080b0d1011" // 20: offsets
                                "000000000000"
                                "0101"
                                "0000000000000005"
                                "0000000000000000"
                                "0000000000000014");
    ASSERT_TRUE(bytes);
    const auto document = parse(*bytes);
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_EQ(document->format, Format::binary);
    EXPECT_EQ(one_line(document->value), "{a = [true, é]}");
}

/// A binary list of arrays, each of which names its successor twice.
Bytes doubling_list(std::size_t levels) {
    std::string bytes = "bplist00";
    std::string offsets;
    for (std::size_t i = 0; i < levels; ++i) {
        offsets += static_cast<char>(bytes.size());
        const char next = static_cast<char>(i + 1);
        bytes += i + 1 < levels ? std::string{'\xa2', next, next} : std::string("\x09");
    }
    const std::size_t table = bytes.size();
    bytes += offsets + std::string(6, '\0') + "\x01\x01" + std::string(7, '\0') + static_cast<char>(levels) +
             std::string(8, '\0') + std::string(7, '\0') + static_cast<char>(table);
    return to_bytes(as_bytes(bytes));
}

TEST(PropertyList, RefusesReferencesThatExpandWithoutEnd) {
    EXPECT_TRUE(parse(doubling_list(10)));
    const auto bomb = parse(doubling_list(40));
    ASSERT_FALSE(bomb);
    EXPECT_EQ(bomb.error().code, ErrorCode::too_large);
}

TEST(PropertyList, RefusesABinaryListThatContainsItself) {
    auto bytes = doubling_list(3);
    bytes[8 + 1] = std::byte{0};
    const auto loop = parse(bytes);
    ASSERT_FALSE(loop);
    EXPECT_THAT(loop.error().message, HasSubstr("contains itself"));
}

TEST(PropertyList, RefusesDeepNestingBeforeItReachesTheParser) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<array>";
    EXPECT_EQ(parse(as_bytes(xml(deep))).error().code, ErrorCode::too_large);
    std::string hidden;
    for (int i = 0; i < 100'000; ++i) hidden += "<array><!-- </array> -->";
    EXPECT_EQ(parse(as_bytes(xml(hidden))).error().code, ErrorCode::too_large) << "comments close nothing";
}

TEST(PropertyList, RefusesXmlInWhichTheParserCouldSeeAnotherNesting) {
    for (const std::string piece :
         {"<array><!--></array>-->", "<array a=\"></array>\">", "<array><?x ></array>?>", "<array><?x \"?></array>\"?>",
          "<array><!DOCTYPE x [></array>]>", "<array><!DOCTYPE \"></array>\">"}) {
        std::string hidden;
        for (int i = 0; i < 100'000; ++i) hidden += piece;
        const auto document = parse(as_bytes(xml(hidden)));
        ASSERT_FALSE(document) << piece;
        EXPECT_NE(document.error().code, ErrorCode::truncated) << piece << ": " << document.error().message;
    }
    EXPECT_TRUE(parse(as_bytes("<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/x.dtd\">"
                               "<!-- > <array> --><plist version=\"1.0\"><dict/></plist>")));
}

TEST(PropertyList, RefusesATextOfVeryManyCharacterReferences) {
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += "&lt;";
    EXPECT_EQ(parse(as_bytes(xml("<string>" + text + "</string>"))).error().code, ErrorCode::too_large);
    EXPECT_EQ(parsed("<string>" + text.substr(0, 40'000) + "</string>").string()->size(), 10'000u);
}

/// A binary list: an array of ten times the next object, and so on, `leaf` at last.
Bytes tenfold_list(std::size_t levels, const std::string& leaf) {
    std::string bytes = "bplist00", offsets;
    for (std::size_t i = 0; i <= levels; ++i) {
        offsets += static_cast<char>(bytes.size());
        bytes += i < levels ? '\xaa' + std::string(10, static_cast<char>(i + 1)) : leaf;
    }
    const std::size_t table = bytes.size();
    bytes += offsets + std::string(6, '\0') + "\x01\x01" + std::string(7, '\0') + static_cast<char>(levels + 1) +
             std::string(8, '\0') + std::string(6, '\0') + static_cast<char>(table >> 8) +
             static_cast<char>(table & 255);
    return to_bytes(as_bytes(bytes));
}

TEST(PropertyList, RefusesSmallBinaryListsThatStandForVeryMuch) {
    const std::string kilobyte = std::string("\x5f\x11\x04\x00", 4) + std::string(1024, 'a');
    EXPECT_TRUE(parse(tenfold_list(2, kilobyte)));
    EXPECT_EQ(parse(tenfold_list(3, kilobyte)).error().code, ErrorCode::too_large) << "a megabyte";
    EXPECT_TRUE(parse(tenfold_list(3, "\xa0")));
    EXPECT_EQ(parse(tenfold_list(5, "\xa0")).error().code, ErrorCode::too_large) << "100,000 lists";
}

TEST(PropertyList, RefusesManyValuesThatLieDeep) {
    std::string deep, ends, values;
    for (int i = 0; i < 200; ++i) deep += "<array>", ends += "</array>";
    for (int i = 0; i < 100'000; ++i) values += "<true/>";
    EXPECT_TRUE(parse(as_bytes(xml("<array>" + values + "</array>"))));
    EXPECT_EQ(parse(as_bytes(xml(deep + values + ends))).error().code, ErrorCode::too_large);
}

TEST(PropertyList, NamesWhatItDoesNotRead) {
    EXPECT_THAT(parse(as_bytes("{ a = b; }")).error().message, HasSubstr("OpenStep"));
    EXPECT_THAT(parse(as_bytes("  \n")).error().message, HasSubstr("empty"));
    EXPECT_THAT(parse(as_bytes("hello")).error().message, HasSubstr("not a property list"));
    EXPECT_EQ(parse(as_bytes("<plist><dict>")).error().code, ErrorCode::truncated);
    EXPECT_EQ(parse(as_bytes("bplist00")).error().code, ErrorCode::malformed);
}

TEST(OneLine, IsWhatPeopleRead) {
    EXPECT_EQ(one_line(Array{Value("packet-tunnel-provider"), Value("dns-proxy")}),
              "packet-tunnel-provider, dns-proxy");
    EXPECT_EQ(one_line(Bytes(10, std::byte{0xab})), "<10 bytes abababababababab…>");
}

} // namespace
} // namespace nei::plist
