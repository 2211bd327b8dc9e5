// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/inner_archive.h"
#include "core/source/open.h"
#include "core/source/private_file.h"
#include "tests/support/memory_file.h"
#include "tests/unit/source/tar_writer.h"
#include "tests/unit/source/temporary_folder.h"
#include "tests/unit/source/tree_text.h"
#include "tests/unit/source/zip_writer.h"

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <mutex>
#include <set>
#include <unistd.h>

namespace nei::source {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string& inner_zip() {
    static const std::string bytes = zip({{.name = "A.app/Contents/Info.plist", .content = "info", .deflated = true},
                                          {.name = "A.app/Contents/MacOS/A", .content = "code"}});
    return bytes;
}

const std::vector<std::string>& inside_of_inner() {
    static const std::vector<std::string> lines = {"A.app/", "A.app/Contents/", "A.app/Contents/Info.plist 4",
                                                   "A.app/Contents/MacOS/", "A.app/Contents/MacOS/A 4"};
    return lines;
}

std::vector<std::string> below(const std::vector<std::string>& lines, const std::string& folder) {
    std::vector<std::string> found;
    for (const std::string& line : lines)
        if (line.starts_with(folder + "/")) found.push_back(line.substr(folder.size() + 1));
    std::erase(found, "");
    return found;
}

TEST(InnerArchive, IsOpenedInEveryKindOfSource) {
    const TemporaryFolder folder;
    folder.write("folder/inner.ipa", inner_zip());
    const std::string packed_tar = tar({{.name = "inner.ipa", .content = inner_zip(), .link = ""}});
    const std::vector<std::filesystem::path> outer = {
        folder.path() / "folder",
        folder.write("deflated.zip", zip({{.name = "inner.ipa", .content = inner_zip(), .deflated = true}})),
        folder.write("stored.zip", zip({{.name = "inner.ipa", .content = inner_zip()}})),
        folder.write("outer.tar", packed_tar),
        folder.write("outer.tar.xz", compressed(packed_tar, Compression::xz)),
    };
    for (const auto& path : outer) {
        SCOPED_TRACE(path.filename());
        const auto tree = open(path);
        ASSERT_TRUE(tree) << tree.error().message;
        EXPECT_THAT((*tree)->problems(), IsEmpty());
        EXPECT_THAT(listing(**tree), Contains("inner.ipa!/"));
        EXPECT_EQ(below(listing(**tree), "inner.ipa!"), inside_of_inner());
        EXPECT_EQ(content(**tree, "inner.ipa!/A.app/Contents/Info.plist"), "info");
        EXPECT_EQ(content(**tree, "inner.ipa"), inner_zip());
        std::set<std::size_t> files, visited;
        for (std::size_t i = 0; i < (*tree)->entries().size(); ++i)
            if ((*tree)->entries()[i].kind == EntryKind::file) files.insert(i);
        std::mutex mutex;
        const auto visit = [&](std::size_t entry, const Result<std::unique_ptr<File>>& file) {
            const std::scoped_lock lock(mutex);
            EXPECT_EQ((*file)->size(), (*tree)->entries()[entry].size);
            visited.insert(entry);
        };
        ASSERT_TRUE((*tree)->visit(std::vector(files.begin(), files.end()), visit, {}));
        EXPECT_EQ(visited, files);
    }
}

TEST(InnerArchive, IsATarInAZipAsWell) {
    const TemporaryFolder folder;
    const std::string inner = compressed(tar({{.name = "A.app/x", .content = "x", .link = ""}}), Compression::gzip);
    const auto tree = open(folder.write("outer.whl", zip({{.name = "a/inner.tar.gz", .content = inner}})));
    ASSERT_TRUE(tree);
    EXPECT_EQ(content(**tree, "a/inner.tar.gz!/A.app/x"), "x");
}

TEST(InnerArchive, StaysClosedInsideABundle) {
    const TemporaryFolder folder;
    for (const char* path : {"A.app/Contents/Resources/data.zip", "A.framework/data.zip", "Contents/data.zip"}) {
        const auto tree = open(folder.write("outer.zip", zip({{.name = path, .content = inner_zip()}})));
        ASSERT_TRUE(tree);
        EXPECT_FALSE((*tree)->find(std::string(path) + "!")) << path;
        EXPECT_THAT((*tree)->problems(), IsEmpty());
    }
}

TEST(InnerArchive, IsNotOpenedASecondLevelDeep) {
    const TemporaryFolder folder;
    const std::string middle = zip({{.name = "inner.zip", .content = inner_zip()}, {.name = "x", .content = "x"}});
    const auto tree = open(folder.write("outer.zip", zip({{.name = "middle.zip", .content = middle}})));
    ASSERT_TRUE(tree);
    EXPECT_TRUE((*tree)->find("middle.zip!/inner.zip"));
    EXPECT_FALSE((*tree)->find("middle.zip!/inner.zip!"));
    ASSERT_EQ((*tree)->problems().size(), 1u);
    EXPECT_EQ((*tree)->problems()[0].code, "archive-not-opened");
    EXPECT_EQ((*tree)->problems()[0].path, "middle.zip!/inner.zip");
}

TEST(InnerArchive, ThatCannotBeReadIsAProblemAndTheRestIsThere) {
    const TemporaryFolder folder;
    const auto tree = open(folder.write("outer.zip", zip({{.name = "a.zip", .content = "no zip"},
                                                          {.name = "b.zip", .content = inner_zip()},
                                                          {.name = "c.dmg", .content = "image"},
                                                          {.name = "d.pkg", .content = "\xcf\xfa\xed\xfe"}})));
    ASSERT_TRUE(tree);
    EXPECT_EQ(below(listing(**tree), "b.zip!"), inside_of_inner());
    std::vector<std::string> problems;
    for (const Problem& problem : (*tree)->problems()) problems.push_back(problem.code + " " + problem.path);
    EXPECT_THAT(problems,
                ElementsAre("archive-not-opened a.zip", "archive-not-opened c.dmg", "archive-not-opened d.pkg"));
}

TEST(InnerArchive, GivesWayToAnEntryOfItsName) {
    const TemporaryFolder folder;
    const auto tree = open(folder.write(
        "outer.zip", zip({{.name = "a.zip", .content = inner_zip()}, {.name = "a.zip!/mine", .content = "mine"}})));
    ASSERT_TRUE(tree);
    EXPECT_EQ(below(listing(**tree), "a.zip!"), std::vector<std::string>{"mine 4"});
    ASSERT_EQ((*tree)->problems().size(), 1u);
    EXPECT_THAT((*tree)->problems()[0].message, HasSubstr("not opened"));
}

TEST(InnerArchive, GoesToAPrivateFileWhereMemoryIsUsedUp) {
    test::MemoryFile file(Bytes(3'000'000, std::byte{7}));
    InnerMemory memory(4'000'000);
    std::uint64_t copied = 0;
    const auto count = [&](std::uint64_t bytes) {
        copied += bytes;
        return true;
    };
    const auto first = copy_of(file, "a.zip", memory, count), second = copy_of(file, "b.zip", memory, count);
    EXPECT_EQ(copied, 6'000'000u);
    const auto stop = [](std::uint64_t) { return false; };
    EXPECT_EQ(copy_of(file, "c.zip", memory, stop).error().code, ErrorCode::cancelled);
    ASSERT_TRUE(first && second);
    EXPECT_NE(dynamic_cast<const MemoryBytes*>(first->get()), nullptr);
    EXPECT_NE(dynamic_cast<const PrivateFile*>(second->get()), nullptr);
    for (const auto& copy : {*first, *second}) {
        EXPECT_EQ(copy->size(), 3'000'000u);
        Bytes bytes(10);
        EXPECT_EQ(copy->read_at(2'999'995, bytes).value(), 5u);
        EXPECT_EQ(bytes[4], std::byte{7});
        EXPECT_EQ(bytes[5], std::byte{0});
    }
}

TEST(PrivateFile, LeavesNothingInItsFolder) {
    const TemporaryFolder folder;
    for (const auto& make : {PrivateFile::create, PrivateFile::create_and_remove}) {
        auto file = make(folder.path());
        ASSERT_TRUE(file) << file.error().message();
        EXPECT_FALSE(file->append(as_bytes("something")));
        EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
        EXPECT_EQ(file->size(), 9u);
    }
    EXPECT_FALSE(PrivateFile::create_and_remove(folder.path() / "absent"));
}

TEST(PrivateFile, TakesAwayWhatAKilledProgramLeft) {
    const TemporaryFolder folder;
    folder.write("ne-inspector-abcdef/inner-archive", "");
    folder.write("ne-inspector-ghijkl/something else", "");
    folder.write("ne-inspector-new/inner-archive", "");
    const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
    std::filesystem::last_write_time(folder.path() / "ne-inspector-abcdef", old);
    std::filesystem::last_write_time(folder.path() / "ne-inspector-ghijkl", old);
    ASSERT_TRUE(PrivateFile::create_and_remove(folder.path()));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "ne-inspector-abcdef"));
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "ne-inspector-ghijkl/something else")) << "not ours";
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "ne-inspector-new/inner-archive")) << "in use perhaps";
}

#if defined(__linux__)
/// Files below `folder` that the process has open although they have no name any more.
std::size_t nameless_files(pid_t process, const std::filesystem::path& folder) {
    std::size_t count = 0;
    std::error_code ignored; // descriptors come and go
    for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd", ignored)) {
        const std::string target = std::filesystem::read_symlink(entry.path(), ignored).string();
        if (target.starts_with(folder.string()) && target.ends_with("(deleted)")) ++count;
    }
    return count;
}

TEST(PrivateFile, VanishesWithAProgramThatIsKilled) {
    const TemporaryFolder folder;
    const std::filesystem::path temporary = folder.path() / "temporary";
    std::filesystem::create_directory(temporary);
    const auto path = [&] {
        // More than is held in memory.
        const std::string inner = zip({{.name = "code", .content = std::string(80'000'000, 'x')}});
        return folder.write("outer.zip", zip({{.name = "inner.zip", .content = inner}}));
    }();
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        setenv("TMPDIR", temporary.c_str(), 1);
        while (open(path)) {
        }
        _exit(1);
    }
    int ended = 0;
    std::size_t seen = 0;
    for (int tries = 0; tries < 20'000 && seen == 0 && waitpid(child, &ended, WNOHANG) == 0; ++tries) {
        EXPECT_TRUE(std::filesystem::is_empty(temporary)) << "others could see it";
        seen = nameless_files(child, temporary);
        usleep(500);
    }
    EXPECT_EQ(seen, 1u) << "the archive never went to a private file";
    kill(child, SIGKILL);
    waitpid(child, &ended, 0);
    EXPECT_TRUE(WIFSIGNALED(ended));
    EXPECT_TRUE(std::filesystem::is_empty(temporary));
}
#endif

} // namespace
} // namespace nei::source
