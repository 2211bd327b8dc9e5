// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/open.h"
#include "tests/unit/source/tar_writer.h"
#include "tests/unit/source/tree_text.h"

#include <gmock/gmock.h>

namespace nei::source {
namespace {

using ::testing::ElementsAre;

std::string number(std::uint64_t value) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
    return bytes;
}

/// Pieces of 1,000 bytes, every third of them plain, as Apple's tools leave what does not become smaller.
std::string pbzx(const std::string& content) {
    constexpr std::size_t piece_size = 1'000;
    std::string bytes = "pbzx" + number(piece_size);
    for (std::size_t at = 0; at < content.size(); at += piece_size) {
        const std::string piece = content.substr(at, piece_size);
        const std::string stored = at / piece_size % 3 == 1 ? piece : compressed(piece, Compression::xz);
        bytes += number(piece.size()) + number(stored.size()) + stored;
    }
    return bytes;
}

Result<std::shared_ptr<const FileTree>> opened(const std::string& bytes) {
    return open_bytes(std::make_shared<MemoryBytes>(to_bytes(as_bytes(bytes))), "Payload");
}

const std::string& payload() {
    static const std::string bytes = pbzx(tar({{.name = "A.app/Contents/Info.plist", .content = "info", .link = ""},
                                               {.name = "A.app/b", .content = std::string(9'000, 'b'), .link = ""}}));
    return bytes;
}

TEST(Pbzx, IsUnpackedPieceByPiece) {
    const auto tree = opened(payload());
    ASSERT_TRUE(tree) << tree.error().message;
    EXPECT_THAT(listing(**tree),
                ElementsAre("A.app/", "A.app/Contents/", "A.app/Contents/Info.plist 4", "A.app/b 9000"));
    EXPECT_EQ(content(**tree, "A.app/b"), std::string(9'000, 'b'));
    EXPECT_EQ(content(**tree, "A.app/Contents/Info.plist"), "info");
}

TEST(Pbzx, SurvivesEveryTruncation) {
    for (std::size_t length = 0; length < payload().size(); ++length) {
        const auto tree = opened(payload().substr(0, length));
        if (tree) continue;
        EXPECT_TRUE(tree.error().message.ends_with('.')) << length << ": " << tree.error().message;
    }
}

TEST(Pbzx, RefusesAPieceOfGigabytes) {
    const auto tree = opened("pbzx" + number(1) + number(1) + number(5'000'000'000) + std::string(600, 'x'));
    ASSERT_FALSE(tree);
    EXPECT_EQ(tree.error().code, ErrorCode::malformed);
}

} // namespace
} // namespace nei::source
