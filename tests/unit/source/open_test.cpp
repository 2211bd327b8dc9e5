// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/open.h"
#include "tests/unit/source/temporary_folder.h"
#include "tests/unit/source/tree_text.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <unistd.h>

namespace nei::source {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Error error_of(const std::filesystem::path& path) {
    const auto tree = open(path);
    EXPECT_FALSE(tree) << path;
    return tree ? Error{ErrorCode::read_failed, "opened"} : tree.error();
}

TEST(Open, SaysThatThereIsNothing) {
    const TemporaryFolder folder;
    const Error missing = error_of(folder.path() / "Missing.app");
    EXPECT_EQ(missing.code, ErrorCode::not_found);
    EXPECT_THAT(missing.message, HasSubstr("`Missing.app`"));
    EXPECT_EQ(error_of(folder.write("file", "") / "below").code, ErrorCode::not_found);
    const Error empty = error_of(folder.path() / "file" / "..");
    EXPECT_EQ(empty.code, ErrorCode::not_found) << "a file has no parent through itself";
}

TEST(Open, SaysThatAFolderIsEmpty) {
    const TemporaryFolder folder;
    const Error error = error_of(folder.path());
    EXPECT_EQ(error.code, ErrorCode::not_found);
    EXPECT_THAT(error.message, HasSubstr("is empty"));
}

TEST(Open, SaysThatTheSystemRefuses) {
    if (::geteuid() == 0) GTEST_SKIP() << "the superuser may read everything";
    const TemporaryFolder folder;
    std::filesystem::permissions(folder.write("Shut.app/x", "").parent_path(), std::filesystem::perms::none);
    const Error error = error_of(folder.path() / "Shut.app");
    std::filesystem::permissions(folder.path() / "Shut.app", std::filesystem::perms::owner_all);
    EXPECT_EQ(error.code, ErrorCode::not_permitted);
    EXPECT_THAT(error.message, HasSubstr("Privacy & Security"));
}

TEST(Open, RefusesPipesAndDevicesAtOnce) {
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(error_of(folder.path() / "pipe").code, ErrorCode::unsupported);
    EXPECT_EQ(error_of("/dev/null").code, ErrorCode::unsupported);
}

TEST(Open, NamesTheFolderThatWasMeant) {
    const TemporaryFolder folder;
    folder.write("App.app/Contents/x", "");
    for (const char* path : {"App.app", "App.app/", "App.app/.", "App.app/Contents/.."}) {
        const auto tree = open(folder.path() / path);
        ASSERT_TRUE(tree) << path;
        EXPECT_EQ((*tree)->name(), "App.app") << path;
    }
    std::filesystem::create_directory_symlink("App.app", folder.path() / "Link.app");
    const auto tree = open(folder.path() / "Link.app");
    ASSERT_TRUE(tree) << "a link that the user names is followed";
    EXPECT_EQ((*tree)->name(), "Link.app");
    std::filesystem::create_symlink("circle", folder.path() / "circle");
    EXPECT_THAT(error_of(folder.path() / "circle").message, HasSubstr("circle"));
}

struct Sample {
    const char* name;
    std::string content;
    SourceKind kind;
};

TEST(Open, TellsSingleFilesByTheirContent) {
    const std::string cms("\x30\x82\x30\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 15);
    const std::vector<Sample> samples = {
        {"thin", std::string("\xcf\xfa\xed\xfe\x0c\0\0\1", 8), SourceKind::mach_o},
        {"named.zip", std::string("\xca\xfe\xba\xbe\0\0\0\2", 8), SourceKind::mach_o},
        {"universal-64", std::string("\xca\xfe\xba\xbf\0\0\0\2", 8), SourceKind::mach_o},
        {"old", std::string("\xfe\xed\xfa\xce\0\0\0\x12", 8), SourceKind::mach_o},
        {"cms", cms, SourceKind::profile},
        {"plain.mobileprovision", "<?xml version=\"1.0\"?>", SourceKind::profile},
        {"empty.provisionprofile", "", SourceKind::profile},
        {"notes.txt", "notes", SourceKind::mach_o},
    };
    const TemporaryFolder folder;
    for (const Sample& sample : samples) {
        const auto tree = open(folder.write(sample.name, sample.content));
        ASSERT_TRUE(tree) << sample.name << ": " << tree.error().message;
        EXPECT_EQ((*tree)->kind(), sample.kind) << sample.name;
        EXPECT_EQ((*tree)->bytes(), sample.content.size());
        EXPECT_THAT(listing(**tree), ElementsAre(sample.name + (" " + std::to_string(sample.content.size()))));
        EXPECT_EQ(content(**tree, sample.name), sample.content);
    }
}

TEST(Open, SaysWhatToDoWithFilesThatAreNotRead) {
    const std::string padding(600, '\0');
    const std::vector<std::pair<const char*, std::string>> samples = {
        {"image", padding + "koly" + std::string(508, '\0')},
        {"Raw.DMG", padding},
        {"app.7z", "7z\xbc\xaf\x27\x1c" + padding},
        {"app.zst", "\x28\xb5\x2f\xfd" + padding},
    };
    const TemporaryFolder folder;
    for (const auto& [name, content] : samples) {
        const Error error = error_of(folder.write(name, content));
        EXPECT_EQ(error.code, ErrorCode::unsupported) << name;
        EXPECT_THAT(error.message, HasSubstr(name));
        EXPECT_THAT(error.message, ::testing::AnyOf(HasSubstr("npack it first"), HasSubstr("drop the app inside")));
    }
}

TEST(Open, SaysThatAnArchiveIsNone) {
    const TemporaryFolder folder;
    for (const char* name : {"App.ipa", "App.zip", "app.whl", "app.tgz", "App.pkg", "app.tar.xz"}) {
        const Error error = error_of(folder.write(name, "<html>404 Not Found</html>"));
        EXPECT_EQ(error.code, ErrorCode::malformed) << name;
        EXPECT_THAT(error.message, HasSubstr("get it again"));
    }
}

TEST(Open, SaysThatAnArchiveIsDamagedFromItsStart) {
    const std::string padding(600, '\0');
    const std::vector<std::pair<const char*, std::string>> samples = {
        {"App.pkg", "xar!\0\x1c" + padding},
        {"app.tar", "ustar" + padding},
        {"app.tar.gz", "\x1f\x8b\x08" + padding},
        {"app.tar.xz", std::string("\xfd"
                                   "7zXZ\0",
                                   6) +
                           padding},
        {"app.tar.bz2", "BZh91AY&SY" + padding},
        {"notes.gz", "\x1f\x8b\x08" + padding},
        {"Payload", "pbzx" + padding},
    };
    const TemporaryFolder folder;
    for (const auto& [name, content] : samples) {
        const Error error = error_of(folder.write(name, content));
        EXPECT_EQ(error.code, ErrorCode::malformed) << name;
        EXPECT_THAT(error.message, HasSubstr(name));
        EXPECT_TRUE(error.message.ends_with('.')) << error.message;
    }
}

TEST(Open, ShowsControlCharactersOfNames) {
    const TemporaryFolder folder;
    const Error error = error_of(folder.path() / "a\x1b[31m.app");
    EXPECT_THAT(error.message, Not(HasSubstr("\x1b")));
    EXPECT_THAT(error.message, HasSubstr("\\u{1b}"));
}

} // namespace
} // namespace nei::source
