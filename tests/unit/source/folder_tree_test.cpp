// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/open.h"
#include "tests/unit/source/temporary_folder.h"
#include "tests/unit/source/tree_text.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <unistd.h>

namespace nei::source {
namespace {

using std::filesystem::permissions;
using std::filesystem::perms;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FolderTree, ListsEveryNameOnceSortedByBytes) {
    const TemporaryFolder folder;
    folder.write("App.app/Contents/Info.plist", "<plist/>");
    folder.write("App.app/Contents.txt", "");
    folder.write("App.app/Contents-old/x", "12345");
    const auto tree = open(folder.path() / "App.app");
    ASSERT_TRUE(tree) << tree.error().message;
    EXPECT_THAT(listing(**tree), ElementsAre("Contents/", "Contents-old/", "Contents-old/x 5", "Contents.txt 0",
                                             "Contents/Info.plist 8"));
    EXPECT_EQ((*tree)->kind(), SourceKind::folder);
    EXPECT_EQ((*tree)->name(), "App.app");
    EXPECT_EQ((*tree)->bytes(), 13u);
    EXPECT_TRUE((*tree)->problems().empty());
}

TEST(FolderTree, FindsAPathAndWhatIsBelowIt) {
    const TemporaryFolder folder;
    for (const char* name : {"a/b", "a/c/d", "a-b", "a0", "b"}) folder.write(name, "");
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    // a/ a-b a/b a/c/ a/c/d a0 b
    EXPECT_EQ((*tree)->find("a/c"), 3u);
    EXPECT_EQ((*tree)->find("a/"), std::nullopt);
    EXPECT_EQ((*tree)->find(""), std::nullopt);
    EXPECT_EQ((*tree)->below("a"), std::pair(std::size_t{2}, std::size_t{5}));
    EXPECT_EQ((*tree)->below("b"), std::pair(std::size_t{7}, std::size_t{7})) << "a file has nothing below it";
    EXPECT_EQ((*tree)->below(""), std::pair(std::size_t{0}, std::size_t{7}));
}

TEST(FolderTree, KeepsPermissionBits) {
    const TemporaryFolder folder;
    permissions(folder.write("run", "x"), static_cast<perms>(0751));
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    EXPECT_EQ((*tree)->entries()[0].mode, 0751u);
}

TEST(FolderTree, ListsSymlinksWithoutFollowingThem) {
    const TemporaryFolder folder;
    folder.write("App/Versions/A/code", "code");
    std::filesystem::create_directory_symlink("A", folder.path() / "App/Versions/Current");
    std::filesystem::create_symlink("/etc/passwd", folder.path() / "App/out");
    std::filesystem::create_symlink("loop", folder.path() / "App/loop");
    const auto tree = open(folder.path() / "App");
    ASSERT_TRUE(tree);
    EXPECT_THAT(listing(**tree), ElementsAre("Versions/", "Versions/A/", "Versions/A/code 4", "Versions/Current -> A",
                                             "loop -> loop", "out -> /etc/passwd"));
    EXPECT_THAT(content(**tree, "out"), HasSubstr("not a file"));
}

TEST(FolderTree, KeepsTwoNamesThatAreNotUtf8Apart) {
    const TemporaryFolder folder;
    folder.write("d\xff/a\xfe", "first");
    folder.write("d\xff/a\\xfe", "second");
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    EXPECT_THAT(listing(**tree), ElementsAre("d\\xff/", "d\\xff/a\\x5cxfe 6", "d\\xff/a\\xfe 5"));
    EXPECT_EQ(content(**tree, "d\\xff/a\\xfe"), "first");
    EXPECT_EQ(content(**tree, "d\\xff/a\\x5cxfe"), "second");
}

TEST(FolderTree, TellsAppleDoubleByItsContent) {
    const TemporaryFolder folder;
    folder.write("._embedded.provisionprofile", std::string("\0\5\x16\7 rest", 9));
    folder.write("._notes", "text");
    folder.write("._short", "\x01");
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    EXPECT_THAT(listing(**tree), ElementsAre("._embedded.provisionprofile 9 apple-double", "._notes 4", "._short 1"));
}

TEST(FolderTree, ListsAPipeWithoutWaitingForIt) {
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    EXPECT_THAT(listing(**tree), ElementsAre("pipe ?"));
    EXPECT_EQ((*tree)->open(0).error().code, ErrorCode::unsupported);
}

TEST(FolderTree, SaysWhichFolderItMayNotRead) {
    if (::geteuid() == 0) GTEST_SKIP() << "the superuser may read everything";
    const TemporaryFolder folder;
    folder.write("open/file", "x");
    permissions(folder.write("shut/file", "x").parent_path(), perms::none);
    permissions(folder.write("secret", "x"), perms::none);
    const auto tree = open(folder.path());
    permissions(folder.path() / "shut", perms::owner_all);
    ASSERT_TRUE(tree);
    EXPECT_THAT(listing(**tree), ElementsAre("open/", "open/file 1", "secret 1", "shut/"));
    ASSERT_EQ((*tree)->problems().size(), 1u);
    EXPECT_EQ((*tree)->problems()[0].code, "not-permitted");
    EXPECT_EQ((*tree)->problems()[0].path, "shut");
    EXPECT_EQ((*tree)->open(2).error().code, ErrorCode::not_permitted);
}

TEST(FolderTree, ReadsRanges) {
    const TemporaryFolder folder;
    folder.write("file", "0123456789");
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    const auto file = (*tree)->open(0);
    ASSERT_TRUE(file);
    EXPECT_EQ((*file)->size(), 10u);
    EXPECT_EQ(as_text(*(*file)->read(7, 3)), "789");
    EXPECT_EQ(as_text(*(*file)->read(0, 2)), "01") << "back is allowed";
    EXPECT_EQ(as_text(*(*file)->read(10, 0)), "");
    EXPECT_EQ((*file)->read(8, 3).error().code, ErrorCode::truncated);
    EXPECT_EQ((*file)->read(11, 0).error().code, ErrorCode::truncated);
    EXPECT_EQ((*file)->read(~0ULL, 2).error().code, ErrorCode::truncated) << "offset + length overflows";
}

TEST(FolderTree, SaysThatAFileBecameShorter) {
    const TemporaryFolder folder;
    const auto path = folder.write("file", "0123456789");
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    const auto file = (*tree)->open(0);
    ASSERT_TRUE(file);
    std::filesystem::resize_file(path, 4);
    EXPECT_EQ(as_text(*(*file)->read(0, 4)), "0123") << "what is still there can be read";
    const auto rest = (*file)->read(2, 8);
    ASSERT_FALSE(rest);
    EXPECT_EQ(rest.error().code, ErrorCode::changed_while_reading);
    EXPECT_THAT(rest.error().message, HasSubstr("ends at byte 4"));
    EXPECT_EQ(read_all(**tree, 0, 100).error().code, ErrorCode::changed_while_reading) << "also when opened after it";
}

TEST(FolderTree, SaysThatAFileVanishedOrWasReplaced) {
    const TemporaryFolder folder;
    folder.write("folder/gone", "x");
    folder.write("folder/link", "x");
    folder.write("moved/inner", "x");
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    std::filesystem::remove(folder.path() / "folder/gone");
    std::filesystem::remove(folder.path() / "folder/link");
    std::filesystem::create_symlink("/etc/passwd", folder.path() / "folder/link");
    std::filesystem::rename(folder.path() / "moved", folder.path() / "elsewhere");
    std::filesystem::create_directory_symlink("elsewhere", folder.path() / "moved");
    for (const char* path : {"folder/gone", "folder/link", "moved/inner"}) {
        const auto file = (*tree)->open(*(*tree)->find(path));
        ASSERT_FALSE(file) << path;
        EXPECT_EQ(file.error().code, ErrorCode::changed_while_reading) << path;
    }
}

TEST(FolderTree, ReadsNothingLargerThanAskedFor) {
    const TemporaryFolder folder;
    folder.write("file", "0123456789");
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    EXPECT_TRUE(read_all(**tree, 0, 10));
    EXPECT_EQ(read_all(**tree, 0, 9).error().code, ErrorCode::too_large);
}

TEST(FolderTree, VisitsInTheOrderGivenAndStops) {
    const TemporaryFolder folder;
    for (const char* name : {"a", "b", "c"}) folder.write(name, name);
    const auto tree = open(folder.path());
    ASSERT_TRUE(tree);
    std::stop_source stop;
    std::vector<std::size_t> visited;
    const std::vector<std::size_t> wanted = {2, 0, 1};
    const auto result = (*tree)->visit(
        wanted,
        [&](std::size_t entry, Result<std::unique_ptr<File>> file) {
            EXPECT_TRUE(file);
            visited.push_back(entry);
            if (visited.size() == 2) stop.request_stop();
        },
        stop.get_token());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::cancelled);
    EXPECT_THAT(visited, ElementsAre(2u, 0u));
}

TEST(FolderTree, StopsListingWhenAsked) {
    const TemporaryFolder folder;
    folder.write("file", "");
    std::stop_source stop;
    stop.request_stop();
    const auto tree = open(folder.path(), {stop.get_token(), {}});
    ASSERT_FALSE(tree);
    EXPECT_EQ(tree.error().code, ErrorCode::cancelled);
}

TEST(FolderTree, ReportsHowManyNamesItHasSeen) {
    const TemporaryFolder folder;
    for (int i = 0; i < 600; ++i) folder.write("f" + std::to_string(i), "");
    std::vector<std::uint64_t> counts;
    const auto tree = open(folder.path(), {{}, [&](const Progress& progress) { counts.push_back(progress.done); }});
    ASSERT_TRUE(tree);
    EXPECT_THAT(counts, ElementsAre(0u, 512u));
}

} // namespace
} // namespace nei::source
