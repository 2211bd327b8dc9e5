// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/word_diff.h"

#include <gmock/gmock.h>

namespace nei::compare {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string whole(const std::vector<Piece>& pieces) {
    std::string text;
    for (const Piece& piece : pieces) text += piece.text;
    return text;
}

TEST(WordDiff, MarksTheWordThatDiffers) {
    const WordDiff diff = word_diff("7Q2L.com.example.fernway.dev", "7Q2L.com.example.fernway");
    EXPECT_THAT(diff.a, ElementsAre(Piece{"7Q2L.com.example.fernway", false}, Piece{".dev", true}));
    EXPECT_THAT(diff.b, ElementsAre(Piece{"7Q2L.com.example.fernway", false}));
}

TEST(WordDiff, MarksASuffixAndNotTheWholeValue) {
    const WordDiff diff = word_diff("packet-tunnel-provider", "packet-tunnel-provider-systemextension");
    EXPECT_THAT(diff.a, ElementsAre(Piece{"packet-tunnel-provider", false}));
    EXPECT_THAT(diff.b, ElementsAre(Piece{"packet-tunnel-provider", false}, Piece{"-systemextension", true}));
}

TEST(WordDiff, FindsWhatIsCommonInTheMiddle) {
    const WordDiff diff = word_diff("old name of a thing", "new name of the thing");
    EXPECT_THAT(diff.a,
                ElementsAre(Piece{"old", true}, Piece{" name of ", false}, Piece{"a", true}, Piece{" thing", false}));
    EXPECT_THAT(diff.b,
                ElementsAre(Piece{"new", true}, Piece{" name of ", false}, Piece{"the", true}, Piece{" thing", false}));
}

TEST(WordDiff, EqualAndEmptyTexts) {
    EXPECT_THAT(word_diff("", "").a, IsEmpty());
    EXPECT_THAT(word_diff("same", "same").b, ElementsAre(Piece{"same", false}));
    EXPECT_THAT(word_diff("", "all").b, ElementsAre(Piece{"all", true}));
}

TEST(WordDiff, NeverCutsACharacter) {
    const WordDiff diff = word_diff("Bücher ä", "Bücher ö");
    EXPECT_THAT(diff.a, ElementsAre(Piece{"Bücher ", false}, Piece{"ä", true}));
}

TEST(WordDiff, TextsOfAnyLengthAreTheirPieces) {
    std::string a = "start ", b = "start ";
    for (int i = 0; i < 20'000; ++i) (a += std::to_string(i)) += ' ', (b += std::to_string(i * 7 % 20'011)) += ',';
    (a += "end"), (b += "end");
    const WordDiff diff = word_diff(a, b);
    EXPECT_EQ(whole(diff.a), a);
    EXPECT_EQ(whole(diff.b), b);
    EXPECT_FALSE(diff.a.front().differs);
    EXPECT_EQ(diff.a.back(), (Piece{"end", false}));
}

TEST(ElementDiff, AlignsWhatBothHave) {
    const plist::Array a{"app-proxy-provider", "packet-tunnel-provider", "dns-proxy"};
    const plist::Array b{"packet-tunnel-provider", "dns-proxy", "relay"};
    EXPECT_THAT(element_diff(a, b),
                ElementsAre(ElementPair{"app-proxy-provider", std::nullopt},
                            ElementPair{"packet-tunnel-provider", "packet-tunnel-provider"},
                            ElementPair{"dns-proxy", "dns-proxy"}, ElementPair{std::nullopt, "relay"}));
}

TEST(ElementDiff, OfEmptyLists) {
    EXPECT_THAT(element_diff({}, {}), IsEmpty());
    EXPECT_THAT(element_diff({}, {1}), ElementsAre(ElementPair{std::nullopt, 1}));
}

} // namespace
} // namespace nei::compare
