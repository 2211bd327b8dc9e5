// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/open.h"
#include "tests/unit/source/tar_writer.h"
#include "tests/unit/source/temporary_folder.h"
#include "tests/unit/source/tree_text.h"

#include <gmock/gmock.h>

#include <map>

namespace nei::source {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::shared_ptr<const FileTree> opened(const std::string& bytes, const std::string& name = "App.tar") {
    auto tree = open_bytes(std::make_shared<MemoryBytes>(to_bytes(as_bytes(bytes))), name);
    if (tree) return *std::move(tree);
    ADD_FAILURE() << tree.error().message;
    throw std::runtime_error("no tree");
}

/// Bytes that do not repeat, so that a mistake in an offset shows.
std::string numbers(std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; text.size() < bytes; ++i) text += std::to_string(i) + ' ';
    text.resize(bytes);
    return text;
}

const std::vector<TarEntry>& sample() {
    static const std::vector<TarEntry> entries = {
        {.name = "./A.app/", .content = "", .type = '5', .link = "", .mode = 0755},
        {.name = "./A.app/Contents/MacOS/A", .content = numbers(300'000), .link = "", .mode = 0755},
        {.name = "A.app/Contents/Info.plist", .content = "info", .link = ""},
        {.name = "A.app/link", .content = "", .type = '2', .link = "Contents/Info.plist"},
    };
    return entries;
}

TEST(StreamTree, ListsAndReadsEveryCompression) {
    const std::string plain = tar(sample());
    const std::map<std::string, std::string> archives = {
        {"App.tar", plain},
        {"App.tar.gz", compressed(plain, Compression::gzip)},
        {"App.tbz", compressed(plain, Compression::bzip2)},
        {"App.tar.xz", compressed(plain, Compression::xz)},
    };
    for (const auto& [name, bytes] : archives) {
        SCOPED_TRACE(name);
        const auto tree = opened(bytes, name);
        EXPECT_EQ(tree->kind(), SourceKind::tar);
        EXPECT_EQ(tree->bytes(), bytes.size());
        EXPECT_THAT(tree->problems(), IsEmpty());
        EXPECT_THAT(listing(*tree),
                    ElementsAre("A.app/", "A.app/Contents/", "A.app/Contents/Info.plist 4", "A.app/Contents/MacOS/",
                                "A.app/Contents/MacOS/A 300000", "A.app/link -> Contents/Info.plist"));
        EXPECT_EQ(content(*tree, "A.app/Contents/MacOS/A"), numbers(300'000));
        EXPECT_EQ(tree->entries()[4].mode, 0755u);
    }
}

TEST(StreamTree, VisitsInOnePassWhateverTheOrder) {
    const auto tree = opened(compressed(tar(sample()), Compression::gzip));
    const std::vector<std::size_t> backwards = {4, 2};
    std::vector<std::string> seen;
    const auto visit = [&](std::size_t entry, Result<std::unique_ptr<File>> file) {
        ASSERT_TRUE(file) << file.error().message;
        seen.push_back(tree->entries()[entry].path);
        EXPECT_EQ((*file)->size(), tree->entries()[entry].size);
        EXPECT_EQ((*file)->read(2, 2), to_bytes(as_bytes(entry == 2 ? "fo" : "1 ")));
        // What was read a moment ago is there again; so is what lies far before it.
        if (entry != 4) return;
        EXPECT_EQ(as_text(*(*file)->read(299'000, 1'000)), numbers(300'000).substr(299'000));
        EXPECT_EQ(as_text(*(*file)->read(0, 10)), numbers(10));
        EXPECT_EQ(as_text(*(*file)->read(100'000, 10)), numbers(100'010).substr(100'000));
    };
    ASSERT_TRUE(tree->visit(backwards, visit, {}));
    EXPECT_THAT(seen, ElementsAre("A.app/Contents/MacOS/A", "A.app/Contents/Info.plist"));
}

TEST(StreamTree, RefusesToStartTheArchiveAnewForEver) {
    std::vector<TarEntry> entries;
    for (int i = 0; i < 40; ++i)
        entries.push_back({.name = "file" + std::to_string(i), .content = numbers(100'000), .link = ""});
    const auto tree = opened(compressed(tar(entries), Compression::gzip));
    std::vector<std::size_t> all(tree->entries().size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    int refused = 0;
    const auto visit = [&](std::size_t, Result<std::unique_ptr<File>> file) {
        ASSERT_TRUE(file && (*file)->read(99'000, 10));
        const auto back = (*file)->read(50'000, 10);
        if (back) return;
        ++refused;
        EXPECT_THAT(back.error().message, HasSubstr("Unpack the archive"));
    };
    ASSERT_TRUE(tree->visit(all, visit, {}));
    EXPECT_EQ(refused, 40 - 16);
}

TEST(StreamTree, GivesHardLinksTheContentThatTheyShare) {
    const auto tree = opened(tar({{.name = "a", .content = "shared", .link = ""},
                                  {.name = "b", .content = "", .type = '1', .link = "a"},
                                  {.name = "c", .content = "", .type = '1', .link = "missing"}}));
    EXPECT_THAT(listing(*tree), ElementsAre("a 6", "b 6"));
    EXPECT_EQ(content(*tree, "b"), "shared");
    ASSERT_EQ(tree->problems().size(), 1u);
    EXPECT_EQ(tree->problems()[0].path, "c");
    std::vector<std::string> contents;
    const std::vector<std::size_t> both = {0, 1};
    const auto visit = [&](std::size_t, Result<std::unique_ptr<File>> file) {
        contents.emplace_back(as_text(*(*file)->read(0, 6)));
    };
    ASSERT_TRUE(tree->visit(both, visit, {}));
    EXPECT_THAT(contents, ElementsAre("shared", "shared"));
}

TEST(StreamTree, KeepsTheBytesOfNames) {
    const std::string composed = "nfc-\xc3\xa9", decomposed = "nfd-e\xcc\x81";
    const auto tree = opened(tar({{.name = composed, .content = "1", .link = ""},
                                  {.name = decomposed, .content = "2", .link = ""},
                                  {.name = "bad-\xff", .content = "3", .link = ""}}));
    EXPECT_THAT(listing(*tree), ElementsAre("bad-\\xff 1", composed + " 1", decomposed + " 1"));
}

TEST(StreamTree, ShowsWhatStandsBeforeTheDamage) {
    const std::string whole = tar({{.name = "first", .content = numbers(5'000), .link = ""},
                                   {.name = "second", .content = numbers(50'000), .link = ""},
                                   {.name = "third", .content = "3", .link = ""}});
    const auto tree = opened(whole.substr(0, 20'000));
    EXPECT_THAT(listing(*tree), ElementsAre("first 5000", "second 50000"));
    ASSERT_EQ(tree->problems().size(), 1u);
    EXPECT_THAT(tree->problems()[0].message, HasSubstr("get it again"));
    EXPECT_EQ(content(*tree, "first"), numbers(5'000));
    const auto file = tree->open(1);
    ASSERT_TRUE(file);
    EXPECT_FALSE((*file)->read(0, 50'000));
}

TEST(StreamTree, RefusesCpioThatMayNameGigabytes) {
    // Thirteen numbers of eight digits; the twelfth is how long the name is.
    std::string header = "070701";
    for (int field = 1; field <= 13; ++field) header += field == 12 ? "a0000000" : "00000001";
    for (const std::string& bytes : {header + "name", compressed(header + "name", Compression::gzip)}) {
        const auto tree = open_bytes(std::make_shared<MemoryBytes>(to_bytes(as_bytes(bytes))), "App.cpio");
        ASSERT_FALSE(tree);
        EXPECT_EQ(tree.error().code, ErrorCode::unsupported);
        EXPECT_THAT(tree.error().message, HasSubstr("\"newc\""));
    }
}

TEST(StreamTree, MarksExtendedAttributes) {
    const std::string double_file = std::string("\0\5\x16\7", 4) + "attributes";
    const auto tree = opened(tar({{.name = "._a", .content = double_file, .link = ""},
                                  {.name = "a", .content = "1", .link = ""},
                                  {.name = "._plain", .content = "just named so", .link = ""}}));
    EXPECT_TRUE(tree->entries()[*tree->find("._a")].apple_double);
    EXPECT_FALSE(tree->entries()[*tree->find("._plain")].apple_double);
}

TEST(StreamTree, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const auto bytes = std::make_shared<MemoryBytes>(to_bytes(as_bytes(tar(sample()))));
    EXPECT_EQ(open_bytes(bytes, "App.tar", {stop.get_token(), {}}).error().code, ErrorCode::cancelled);
}

} // namespace
} // namespace nei::source
