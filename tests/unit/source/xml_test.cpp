// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/source/xml.h"

#include <gtest/gtest.h>

namespace nei::source {
namespace {

Result<XmlElement> parsed(std::string_view text) {
    return parse_xml(as_bytes(text), "`x`");
}

ErrorCode error_of(std::string_view text) {
    const auto root = parsed(text);
    return root ? ErrorCode::cancelled : root.error().code;
}

TEST(Xml, ReadsElementsAttributesAndText) {
    const auto root =
        parsed("<?xml version=\"1.0\"?><!-- <no> --><a x='1' y=\"a &amp; b\">\n one <b><![CDATA[<2>]]></b> "
               "<c/><b>three</b></a>");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->name, "a");
    EXPECT_EQ(root->attribute_text("x"), "1");
    EXPECT_EQ(root->attribute_text("y"), "a & b");
    EXPECT_EQ(root->attribute("z"), nullptr);
    EXPECT_EQ(root->text, "one");
    ASSERT_EQ(root->children.size(), 3u);
    EXPECT_EQ(root->child_text("b"), "<2>");
    EXPECT_EQ(root->child_text("d"), "");
}

TEST(Xml, LeavesPrefixesOut) {
    const auto root = parsed("<p:a xmlns:p='urn:x' p:k='v'><p:b>1</p:b></p:a>");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->name, "a");
    EXPECT_EQ(root->attribute_text("k"), "v");
    EXPECT_EQ(root->child_text("b"), "1");
}

TEST(Xml, ReadsUtf16WithItsMark) {
    const std::u16string text = u"\ufeff<a>\u00fc</a>";
    const auto root = parse_xml(std::as_bytes(std::span(text)), "`x`");
    ASSERT_TRUE(root);
    EXPECT_EQ(root->text, "ü");
}

TEST(Xml, SaysWhereItIsNotWellFormed) {
    for (const std::string_view text : {"", "plain", "<a>", "<a></b>", "<a/><b/>", "<a b=1/>", "<a>&unknown;</a>"})
        EXPECT_EQ(error_of(text), ErrorCode::malformed) << text;
    EXPECT_NE(parsed("<a>\n</b>").error().message.find("line 2"), std::string::npos);
}

TEST(Xml, ExpandsNothing) {
    EXPECT_EQ(error_of("<!DOCTYPE a [<!ENTITY b 'bbbb'>]><a>&b;</a>"), ErrorCode::unsupported);
    EXPECT_EQ(error_of("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"), ErrorCode::unsupported);
    // A quote that hides the bracket from a simple search.
    EXPECT_EQ(error_of("<!DOCTYPE a SYSTEM 'x>' [<!ENTITY b 'bbbb'>]><a>&b;</a>"), ErrorCode::unsupported);
    EXPECT_TRUE(parsed("<!DOCTYPE a SYSTEM 'a.dtd'><a/>"));
}

TEST(Xml, IsBounded) {
    std::string deep, wide = "<a>", attributes = "<a";
    for (std::size_t i = 0; i <= limits::xml_depth; ++i) deep += "<a>";
    for (std::size_t i = 0; i <= limits::xml_elements; ++i) wide += "<a/>";
    for (std::size_t i = 0; i <= limits::xml_attributes; ++i) attributes += " a" + std::to_string(i) + "='>'";
    EXPECT_EQ(error_of(deep), ErrorCode::too_large);
    EXPECT_EQ(error_of(wide + "</a>"), ErrorCode::too_large);
    EXPECT_EQ(error_of(attributes + "/>"), ErrorCode::too_large);
    EXPECT_EQ(error_of(std::string(limits::xml_bytes + 1, ' ')), ErrorCode::too_large);
}

} // namespace
} // namespace nei::source
