// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/der.h"

#include <gmock/gmock.h>

namespace nei::plist {
namespace {

using testing::HasSubstr;

TEST(DerDictionary, WritesWhatItReads) {
    const Dictionary claims{{"com.apple.security.app-sandbox", Value(true)},
                            {"count", Value(-300)},
                            {"groups", Array{Value("A1.group"), Value("A1.other")}},
                            {"nested", Dictionary{{"key", Value("value")}}},
                            {"hash", Value(Bytes{std::byte{1}, std::byte{2}})}};
    const auto again = parse_der_dictionary(to_der_dictionary(claims));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, Value(claims));
}

TEST(DerDictionary, IsEncodedAsApplesToolsDo) {
    // {get-task-allow: true} as the system writes it: APPLICATION 16, version 1, CONTEXT 16, one pair.
    EXPECT_EQ(to_hex(to_der_dictionary({{"get-task-allow", Value(true)}})),
              "701a020101b01530130c0e6765742d7461736b2d616c6c6f770101ff");
}

TEST(DerDictionary, ReadsTheOlderFormAsASet) {
    const auto bytes = from_hex("3115"
                                "3013"
                                "0c0e6765742d7461736b2d616c6c6f77"
                                "0101ff");
    const auto value = parse_der_dictionary(*bytes);
    ASSERT_TRUE(value) << value.error().message;
    EXPECT_EQ(one_line(*value), "{get-task-allow = true}");
}

TEST(DerDictionary, RefusesDamage) {
    const Bytes good = to_der_dictionary({{"a", Value("b")}});
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_FALSE(parse_der_dictionary(ByteView(good).first(length))) << length;
    Bytes longer = good;
    longer.push_back(std::byte{0});
    EXPECT_THAT(parse_der_dictionary(longer).error().message, HasSubstr("follow"));
    EXPECT_FALSE(parse_der_dictionary(*from_hex("0c0161"))) << "a lone string is no dictionary";
    EXPECT_FALSE(parse_der_dictionary(*from_hex("3080"
                                                "0000")))
        << "DER has no indefinite lengths";
}

TEST(DerDictionary, RefusesDeepNesting) {
    Bytes nested;
    for (int i = 0; i < 200; ++i) {
        Bytes outer = *from_hex("3082");
        outer.push_back(static_cast<std::byte>(nested.size() >> 8));
        outer.push_back(static_cast<std::byte>(nested.size() & 255));
        outer.insert(outer.end(), nested.begin(), nested.end());
        nested = outer;
    }
    EXPECT_EQ(parse_der_value(nested).error().code, ErrorCode::too_large);
}

} // namespace
} // namespace nei::plist
