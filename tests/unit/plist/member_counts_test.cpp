// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/member_counts.h"
#include "core/plist/property_list.h"

#include <gmock/gmock.h>

namespace nei::plist {
namespace {

using testing::Optional;

constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                  "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                                  "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n";

std::optional<MemberCounts> counted(std::string_view text) {
    return count_members(as_bytes(text));
}

std::string document(std::string_view members) {
    return std::string(head) + "<dict>" + std::string(members) + "</dict>\n</plist>\n";
}

TEST(MemberCounts, AreThoseOfTheValuesThatParsingMakes) {
    const Value seal(Dictionary{
        {"files", Dictionary{{"Resources/a.png", Bytes(20)}, {"Resources/b [1].png", Dictionary{{"optional", true}}}}},
        {"files2", Dictionary{}},
        {"rules2", Dictionary{{"^[^/]+$", Dictionary{{"nested", true}, {"weight", 10.0}}}}},
        {"list", Array{Dictionary{{"a", 1}}, "text", Array{}}},
        {"date", Timestamp{}},
        {"text", ""},
    });
    const std::string xml = to_xml(seal);
    EXPECT_THAT(count_members(as_bytes(xml)), Optional(MemberCounts{{"files", 2}, {"files2", 0}, {"rules2", 1}}));
    EXPECT_EQ(parse(as_bytes(xml))->value, seal);
}

TEST(MemberCounts, CountRepeatedKeysOnce) {
    EXPECT_THAT(
        counted(document("<key>a</key><dict><key>x</key><true/><key>y</key><true/><key>x</key><false/></dict>")),
        Optional(MemberCounts{{"a", 2}}));
    EXPECT_THAT(counted(document("<key>a</key><dict><key>x</key><true/></dict><key>a</key><dict/>")),
                Optional(MemberCounts{{"a", 0}}));
    EXPECT_THAT(counted(document("<key>a</key><dict/><key>a</key><string>x</string>")), Optional(MemberCounts{}));
}

TEST(MemberCounts, LeaveWhatIsUnusualToTheParser) {
    for (const std::string& members :
         {std::string("<key>a</key>"), std::string("<true/>"), std::string("<key>a</key><dict>"),
          std::string("<key>a &amp; b</key><true/>"), std::string("<key>a</key><!-- comment --><true/>"),
          std::string("<key>a</key><string><![CDATA[x]]></string>"), std::string("<key>a</key><unknown/>"),
          std::string("<key>a</key><string>x</data>"), std::string("<key>a</key><key/>"),
          std::string("<key>a</key><dict><key>b</key></dict>"), std::string("<key/><true/>")})
        EXPECT_EQ(counted(document(members)), std::nullopt) << members;
    EXPECT_EQ(counted(""), std::nullopt);
    EXPECT_EQ(counted("bplist00"), std::nullopt);
    EXPECT_EQ(counted("<?xml"), std::nullopt);
    EXPECT_EQ(counted(std::string(head) + "<array></array></plist>"), std::nullopt);
    EXPECT_EQ(counted(std::string(head) + "<dict></dict>"), std::nullopt);
}

TEST(MemberCounts, LeaveDeepNestingToTheParser) {
    std::string deep = "<key>a</key>";
    for (int i = 0; i < 100'000; ++i) deep += "<array>";
    EXPECT_EQ(counted(document(deep)), std::nullopt);
}

} // namespace
} // namespace nei::plist
