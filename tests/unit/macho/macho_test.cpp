// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/macho/macho.h"
#include "tests/support/memory_file.h"

#include <gmock/gmock.h>

namespace nei::macho {
namespace {

using test::MemoryFile;
using testing::ElementsAre;
using testing::HasSubstr;

/// Little-endian bytes put together by hand, so that the reader is judged by the format and not by another program of
/// ours.
class Image {
public:
    Image& u32(std::uint32_t value) {
        for (int i = 0; i < 4; ++i) bytes_.push_back(static_cast<std::byte>(value >> 8 * i));
        return *this;
    }
    Image& u64(std::uint64_t value) {
        return u32(static_cast<std::uint32_t>(value)).u32(static_cast<std::uint32_t>(value >> 32));
    }
    Image& text(std::string_view text, std::size_t width) {
        const ByteView view = as_bytes(text);
        bytes_.insert(bytes_.end(), view.begin(), view.end());
        bytes_.resize(bytes_.size() + width - text.size());
        return *this;
    }
    Image& append(const Image& other) {
        bytes_.insert(bytes_.end(), other.bytes_.begin(), other.bytes_.end());
        return *this;
    }
    Image& pad_to(std::size_t size) {
        bytes_.resize(size);
        return *this;
    }
    std::size_t size() const { return bytes_.size(); }
    const Bytes& bytes() const { return bytes_; }

private:
    Bytes bytes_;
};

/// A 64-bit arm64 executable with these load commands.
Image executable(const std::vector<Image>& commands) {
    Image all;
    for (const Image& command : commands) all.append(command);
    return Image()
        .u32(0xfeedfacf)
        .u32(0x0100000c)
        .u32(0)
        .u32(2)
        .u32(static_cast<std::uint32_t>(commands.size()))
        .u32(static_cast<std::uint32_t>(all.size()))
        .u32(0x200085)
        .u32(0)
        .append(all);
}

Image build_version(std::uint32_t platform, std::uint32_t minimum, std::uint32_t sdk) {
    return Image().u32(0x32).u32(24).u32(platform).u32(minimum).u32(sdk).u32(0);
}

Image code_signature(std::uint32_t offset, std::uint32_t size) {
    return Image().u32(0x1d).u32(16).u32(offset).u32(size);
}

MachO parsed(const Bytes& bytes) {
    MemoryFile file(bytes);
    auto macho = parse(file, "Tool");
    if (!macho) {
        ADD_FAILURE() << macho.error().message;
        return {};
    }
    return std::move(*macho);
}

TEST(MachO, ReadsWhatTheLoadCommandsSay) {
    const Image dylib =
        Image().u32(0x80000018).u32(48).u32(24).u32(2).u32(0x00010203).u32(0x00010000).text("@rpath/A.dylib", 24);
    const Image rpath = Image().u32(0x8000001c).u32(40).u32(12).text("@loader_path/../Frame", 28);
    const Image uuid = Image().u32(0x1b).u32(24).u32(0x03020100).u32(0x07060504).u32(0x0b0a0908).u32(0x0f0e0d0c);
    const Image main = Image().u32(0x80000028).u32(24).u64(0x1234).u64(0);
    const MachO macho =
        parsed(executable({build_version(1, 0x000d0000, 0x000e0201), dylib, rpath, uuid, main}).bytes());
    ASSERT_EQ(macho.slices.size(), 1u);
    const Slice& slice = macho.slices[0];
    EXPECT_FALSE(macho.universal);
    EXPECT_EQ(slice.architecture, "arm64");
    EXPECT_EQ(slice.file_type, FileType::execute);
    ASSERT_EQ(slice.platforms.size(), 1u);
    EXPECT_EQ(slice.platforms[0].name, "macos");
    EXPECT_EQ(slice.platforms[0].minimum_os.text(), "13.0");
    EXPECT_EQ(slice.platforms[0].sdk->text(), "14.2.1");
    ASSERT_EQ(slice.libraries.size(), 1u);
    EXPECT_EQ(slice.libraries[0], (Library{"@rpath/A.dylib", LibraryKind::weak, {1, 2, 3}, {1, 0, 0}}));
    EXPECT_THAT(slice.rpaths, ElementsAre("@loader_path/../Frame"));
    EXPECT_EQ(slice.uuid, "00010203-0405-0607-0809-0a0b0c0d0e0f");
    EXPECT_EQ(slice.main_entry, 0x1234u);
    EXPECT_TRUE(slice.problems.empty());
}

TEST(MachO, AZipperedLibraryHasTwoPlatforms) {
    const Image version_min = Image().u32(0x24).u32(16).u32(0x000a0f00).u32(0);
    const MachO macho = parsed(executable({version_min, build_version(6, 0x000d0100, 0x000f0000)}).bytes());
    const auto& platforms = macho.slices.at(0).platforms;
    ASSERT_EQ(platforms.size(), 2u);
    EXPECT_EQ(platforms[0], (Platform{"macos", 1, {10, 15, 0}, std::nullopt}));
    EXPECT_EQ(platforms[1], (Platform{"mac-catalyst", 6, {13, 1, 0}, Version{15, 0, 0}}));
}

TEST(MachO, TakesTheSignatureAndTheEmbeddedInfoPlist) {
    const Image segment = Image()
                              .u32(0x19)
                              .u32(152)
                              .text("__TEXT", 16)
                              .u64(0)
                              .u64(4096)
                              .u64(0)
                              .u64(512)
                              .u32(5)
                              .u32(5)
                              .u32(1)
                              .u32(0)
                              .text("__info_plist", 16)
                              .text("__TEXT", 16)
                              .u64(0)
                              .u64(5)
                              .u32(300)
                              .u32(0)
                              .u32(0)
                              .u32(0)
                              .u32(0)
                              .u32(0)
                              .u32(0)
                              .u32(0);
    Image image = executable({segment, code_signature(400, 8)});
    image.pad_to(300).text("plist", 5).pad_to(400).text("SIGNED!!", 8);
    const MachO macho = parsed(image.bytes());
    const Slice& slice = macho.slices.at(0);
    ASSERT_TRUE(slice.embedded_info_plist);
    EXPECT_EQ(as_text(*slice.embedded_info_plist), "plist");
    ASSERT_TRUE(slice.signature);
    EXPECT_EQ(as_text(*slice.signature), "SIGNED!!");
    EXPECT_EQ(slice.text_segment_size, 512u);
    ASSERT_EQ(slice.sections.size(), 1u);
    EXPECT_EQ(slice.sections[0], (Section{"__TEXT", "__info_plist", 5, 300}));
}

TEST(MachO, ReadsOnlyTheFirstOfSeveralEmbeddedInfoPlists) {
    constexpr std::uint32_t count = 3;
    Image segment = Image().u32(0x19).u32(72 + 80 * count).text("__TEXT", 16).u64(0).u64(4096).u64(0).u64(512);
    segment.u32(5).u32(5).u32(count).u32(0);
    for (std::uint32_t i = 0; i < count; ++i)
        segment.text("__info_plist", 16).text("__TEXT", 16).u64(0).u64(1).u32(400 + i).append(Image().pad_to(28));
    const MachO macho = parsed(executable({segment}).pad_to(400).text("abc", 3).bytes());
    const Slice& slice = macho.slices.at(0);
    EXPECT_EQ(as_text(slice.embedded_info_plist.value()), "a");
    ASSERT_EQ(slice.problems.size(), count - 1);
    EXPECT_THAT(slice.problems[0].message, HasSubstr("more than one __info_plist"));
}

TEST(MachO, ListsTheFirstOfVeryManyProblems) {
    const MachO macho = parsed(executable(std::vector<Image>(5'000, Image().u32(0x1b).u32(8))).bytes());
    const Problems& problems = macho.slices.at(0).problems;
    ASSERT_EQ(problems.size(), limits::slice_problems);
    EXPECT_THAT(problems.back().message, HasSubstr("more of it is broken"));
}

TEST(MachO, SaysWhereACutOffSignatureShouldBe) {
    const MachO macho = parsed(executable({code_signature(9'000, 800)}).pad_to(1'000).bytes());
    const Slice& slice = macho.slices.at(0);
    EXPECT_FALSE(slice.signature);
    ASSERT_EQ(slice.problems.size(), 1u);
    EXPECT_EQ(slice.problems[0].code, "signature-unreadable");
    EXPECT_THAT(slice.problems[0].message, HasSubstr("ends at byte 1000"));
    EXPECT_THAT(slice.problems[0].message, HasSubstr("9000 to 9800"));
}

TEST(MachO, KeepsWhatCameBeforeABrokenLoadCommand) {
    const MachO macho = parsed(executable({build_version(1, 0x000d0000, 0), Image().u32(0x1b).u32(4096)}).bytes());
    const Slice& slice = macho.slices.at(0);
    EXPECT_EQ(slice.platforms.size(), 1u);
    EXPECT_THAT(slice.problems.at(0).message, HasSubstr("Load command 2 of 2"));
}

Bytes universal(std::uint32_t count, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& slices,
                std::size_t size) {
    Bytes bytes;
    const auto big = [&](std::uint32_t value) {
        for (int i = 3; i >= 0; --i) bytes.push_back(static_cast<std::byte>(value >> 8 * i));
    };
    big(0xcafebabe);
    big(count);
    for (const auto& [offset, length] : slices) {
        big(0x0100000c);
        big(0);
        big(offset);
        big(length);
        big(12);
    }
    bytes.resize(size);
    return bytes;
}

TEST(MachO, ReadsTheSlicesOfAUniversalFile) {
    const Image one = executable({build_version(1, 0x000b0000, 0)});
    Bytes bytes = universal(2, {{4096, 56}, {8192, 56}}, 8192 + 56);
    std::ranges::copy(one.bytes(), bytes.begin() + 4096);
    std::ranges::copy(one.bytes(), bytes.begin() + 8192);
    const MachO macho = parsed(bytes);
    EXPECT_TRUE(macho.universal);
    ASSERT_EQ(macho.slices.size(), 2u);
    EXPECT_EQ(macho.slices[1].offset, 8192u);
}

TEST(MachO, LeavesOutSlicesThatLieOutsideOrOnEachOther) {
    const Image one = executable({build_version(1, 0x000b0000, 0)});
    Bytes bytes = universal(3, {{4096, 56}, {4100, 56}, {900'000, 56}}, 8192);
    std::ranges::copy(one.bytes(), bytes.begin() + 4096);
    const MachO macho = parsed(bytes);
    EXPECT_EQ(macho.slices.size(), 1u);
    ASSERT_EQ(macho.problems.size(), 2u);
    EXPECT_THAT(macho.problems[0].message, HasSubstr("lies on another slice"));
    EXPECT_THAT(macho.problems[1].message, HasSubstr("900000"));
}

TEST(LooksLikeMachO, TellsJavaClassesFromUniversalFiles) {
    EXPECT_FALSE(looks_like_macho(*from_hex("cafebabe00000034"), 5000)) << "Java 8";
    EXPECT_FALSE(looks_like_macho(*from_hex("cafebabe0003002d"), 5000)) << "Java 1.1 with a minor version";
    EXPECT_TRUE(looks_like_macho(*from_hex("cafebabe00000002"), 5000));
    EXPECT_TRUE(looks_like_macho(*from_hex("cffaedfe0c000001"), 5000));
    EXPECT_FALSE(looks_like_macho(*from_hex("cffaedfe"), 4));
}

TEST(MachO, IsNotCrashedByAnyPrefixOfAFile) {
    const Image whole = executable({build_version(1, 0x000d0000, 0), code_signature(100, 20)}).pad_to(120);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        MemoryFile file(Bytes(whole.bytes().begin(), whole.bytes().begin() + static_cast<std::ptrdiff_t>(size)));
        const auto macho = parse(file, "Tool");
        EXPECT_TRUE(macho || macho.error().message.ends_with('.')) << size;
    }
}

} // namespace
} // namespace nei::macho
