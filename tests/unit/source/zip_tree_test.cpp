// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/source/open.h"
#include "tests/unit/source/temporary_folder.h"
#include "tests/unit/source/tree_text.h"
#include "tests/unit/source/zip_writer.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>
#include <quazip/quazipnewinfo.h>

#include <gmock/gmock.h>

#include <thread>

namespace nei::source {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ZipTree : public ::testing::Test {
protected:
    Result<std::shared_ptr<const FileTree>> opened(const std::vector<ZipEntry>& entries, const ZipEnd& end = {}) {
        return open(folder_.write("App.zip", zip(entries, end)));
    }

    std::shared_ptr<const FileTree> tree(const std::vector<ZipEntry>& entries, const ZipEnd& end = {}) {
        const auto result = opened(entries, end);
        if (result) return *result;
        ADD_FAILURE() << result.error().message;
        throw std::runtime_error("no tree");
    }

    static std::vector<std::string> codes(const FileTree& tree) {
        std::vector<std::string> lines;
        for (const Problem& problem : tree.problems()) lines.push_back(problem.code + " " + problem.path);
        return lines;
    }

    TemporaryFolder folder_;
};

/// Text that deflate makes smaller, and that is different everywhere.
std::string long_text(std::size_t numbers) {
    std::string text;
    for (std::size_t i = 0; i < numbers; ++i) text += std::to_string(i) + ' ';
    return text;
}

TEST_F(ZipTree, ReadsWhatQuaZipWrites) {
    const std::filesystem::path path = folder_.path() / "App.ipa";
    QuaZip writer(QString::fromStdString(path.string()));
    writer.setUtf8Enabled(true);
    ASSERT_TRUE(writer.open(QuaZip::mdCreate));
    const auto write = [&](const char* name, const std::string& content, int method) {
        QuaZipNewInfo info(QString::fromUtf8(name));
        info.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        QuaZipFile file(&writer);
        ASSERT_TRUE(file.open(QIODevice::WriteOnly, info, nullptr, 0, method));
        file.write(content.data(), static_cast<qint64>(content.size()));
        file.close();
    };
    write("Payload/Größe.app/Info.plist", "<plist/>", 0);
    write("Payload/Größe.app/code", long_text(10'000), Z_DEFLATED);
    writer.close();

    const auto tree = open(path);
    ASSERT_TRUE(tree) << tree.error().message;
    EXPECT_THAT(listing(**tree), ElementsAre("Payload/", "Payload/Größe.app/", "Payload/Größe.app/Info.plist 8",
                                             "Payload/Größe.app/code 48890"));
    EXPECT_EQ((*tree)->entries()[2].mode, 0500u);
    EXPECT_EQ(content(**tree, "Payload/Größe.app/Info.plist"), "<plist/>");
    EXPECT_EQ(content(**tree, "Payload/Größe.app/code"), long_text(10'000));
    EXPECT_THAT((*tree)->problems(), IsEmpty());
    EXPECT_EQ((*tree)->kind(), SourceKind::zip);
    EXPECT_EQ((*tree)->name(), "App.ipa");
    EXPECT_EQ((*tree)->bytes(), std::filesystem::file_size(path));
}

TEST_F(ZipTree, AddsFoldersThatNamesImply) {
    const auto zip = tree({{"A.app/Contents/MacOS/A", "x"}, {"A.app/", "", 0040755}, {"b", ""}});
    EXPECT_THAT(listing(*zip),
                ElementsAre("A.app/", "A.app/Contents/", "A.app/Contents/MacOS/", "A.app/Contents/MacOS/A 1", "b 0"));
    EXPECT_EQ(zip->entries()[0].mode, 0755u);
    EXPECT_EQ(zip->entries()[1].mode, std::nullopt);
}

TEST_F(ZipTree, TakesTheRootOfTheArchiveForTheBundle) {
    const auto zip = tree({{"./", "", 0040755}, {"./Contents/./Info.plist", "<plist/>"}, {"./Contents//x", ""}});
    EXPECT_THAT(listing(*zip), ElementsAre("Contents/", "Contents/Info.plist 8", "Contents/x 0"));
    EXPECT_THAT(codes(*zip), IsEmpty());
}

TEST_F(ZipTree, KeepsModesOnlyWhereTheArchiveHasThem) {
    const auto zip = tree({{"dos", "", 0}, {"run", "", 0100755}});
    EXPECT_EQ(zip->entries()[0].mode, std::nullopt);
    EXPECT_EQ(zip->entries()[1].mode, 0755u);
}

TEST_F(ZipTree, KeepsNamesThatAreNotUtf8Apart) {
    const auto zip = tree({{"d\xff/a\xfe", "first"}, {"d\xff/a\xfd", "second"}, {"d\xff/a\\xfe", "third"}});
    EXPECT_THAT(listing(*zip), ElementsAre("d\\xff/", "d\\xff/a\\x5cxfe 5", "d\\xff/a\\xfd 6", "d\\xff/a\\xfe 5"));
    EXPECT_EQ(content(*zip, "d\\xff/a\\xfe"), "first");
    EXPECT_EQ(content(*zip, "d\\xff/a\\xfd"), "second");
    EXPECT_EQ(content(*zip, "d\\xff/a\\x5cxfe"), "third");
}

TEST_F(ZipTree, ListsSymlinks) {
    const auto zip = tree({{"Versions/A/code", "x"},
                           {"Versions/Current", "A", 0120755, true},
                           {"out", "../../../etc/passwd", 0120755},
                           {"long", std::string(limits::path_bytes + 1, 'a'), 0120755},
                           {"pipe", "", 0010644}});
    EXPECT_THAT(listing(*zip), ElementsAre("Versions/", "Versions/A/", "Versions/A/code 1", "Versions/Current -> A",
                                           "out -> ../../../etc/passwd", "pipe ?"));
    EXPECT_THAT(codes(*zip), ElementsAre("too-large long", "symlink-outside out"));
    EXPECT_EQ(zip->open(4).error().code, ErrorCode::unsupported) << "a symlink is not opened";
}

TEST_F(ZipTree, TellsAppleDouble) {
    const std::string attributes("\0\5\x16\7 rest", 9);
    const auto zip = tree({{"App/._Icon", attributes},
                           {"App/._packed", attributes, 0100644, true},
                           {"App/._notes", "notes"},
                           {"__MACOSX/App/._x", "whatever"},
                           {"__MACOSX/App/x", "x"}});
    EXPECT_THAT(listing(*zip),
                ElementsAre("App/", "App/._Icon 9 apple-double", "App/._notes 5", "App/._packed 9 apple-double",
                            "__MACOSX/", "__MACOSX/App/", "__MACOSX/App/._x 8 apple-double", "__MACOSX/App/x 1"));
}

TEST_F(ZipTree, LeavesOutNamesThatLeadOutAndKeepsTheRest) {
    const auto zip = tree({{"../up", ""},
                           {"a/../../up", ""},
                           {"a/..", "", 0040755},
                           {"/absolute", ""},
                           {std::string("zero\0byte", 9), ""},
                           {"", "no name"},
                           {"a..b", "kept"}});
    EXPECT_THAT(listing(*zip), ElementsAre("a..b 4"));
    EXPECT_THAT(codes(*zip), ElementsAre("entry-outside-bundle ../up", "entry-outside-bundle a/../../up",
                                         "entry-outside-bundle a/..", "entry-outside-bundle /absolute",
                                         std::string("entry-name zero\0byte", 20), "entry-name "));
}

TEST_F(ZipTree, LeavesOutWhatLiesBelowALinkOrAFile) {
    const auto zip = tree({{"link", "/etc", 0120755},
                           {"link/passwd", "x"},
                           {"link/deep/er", "x"},
                           {"file", "x"},
                           {"file/below", "x"},
                           {"file-2", "x"}});
    EXPECT_THAT(listing(*zip), ElementsAre("file 1", "file-2 1", "link -> /etc"));
    EXPECT_THAT(codes(*zip),
                ElementsAre("entry-outside-bundle file", "entry-outside-bundle link", "symlink-outside link"));
}

TEST_F(ZipTree, ShowsTheLastOfANameThatComesTwice) {
    const auto zip =
        tree({{"a", "first"}, {"a", "second"}, {"./a", "last one"}, {"d/", "", 0040755}, {"d/", "", 0040755}});
    EXPECT_THAT(listing(*zip), ElementsAre("a 8", "d/"));
    EXPECT_EQ(content(*zip, "a"), "last one");
    EXPECT_THAT(codes(*zip), ElementsAre("entry-duplicate a"));
}

TEST_F(ZipTree, SaysWhyAnEntryIsLeftOut) {
    ZipEntry encrypted{"encrypted", "x"}, bzip2{"bzip2", "x"}, longer{"longer", "x"}, bomb{"bomb", "x", 0100644, true},
        beyond{"beyond", "x"};
    encrypted.flags = 1;
    bzip2.method = 12;
    longer.size = 2;
    bomb.size = 4'000'000'000;
    beyond.packed_size_in_list = beyond.size = 1'000'000;
    const auto zip = tree({encrypted, bzip2, longer, bomb, beyond, {"kept", "x"}});
    EXPECT_THAT(listing(*zip), ElementsAre("kept 1"));
    EXPECT_THAT(codes(*zip), ElementsAre("entry-encrypted encrypted", "entry-unsupported bzip2", "entry-size longer",
                                         "entry-size bomb", "entry-size beyond"));
    EXPECT_THAT(zip->problems()[1].message, HasSubstr("bzip2"));

    const auto nothing = opened({encrypted});
    ASSERT_FALSE(nothing);
    EXPECT_THAT(nothing.error().message, HasSubstr("`encrypted`: It is encrypted."));
}

TEST_F(ZipTree, ReportsABoundedNumberOfProblems) {
    std::vector<ZipEntry> entries(limits::listing_problems + 5, ZipEntry{"../up", ""});
    entries.push_back({"kept", ""});
    const auto zip = tree(entries);
    ASSERT_EQ(zip->problems().size(), limits::listing_problems + 1);
    EXPECT_THAT(zip->problems().back().message, HasSubstr("5 more problems"));
}

TEST_F(ZipTree, LeavesOutNamesBeyondEveryBound) {
    std::string deep;
    for (std::size_t i = 0; i <= limits::folder_depth; ++i) deep += "d/";
    const auto zip = tree({{deep + "x", ""}, {std::string(limits::path_bytes + 1, 'n'), ""}, {"kept", ""}});
    EXPECT_THAT(listing(*zip), ElementsAre("kept 0"));
    EXPECT_EQ(zip->problems().size(), 2u);
}

TEST_F(ZipTree, ReadsForwardsBackwardsAndWithGaps) {
    const std::string text = long_text(50'000);
    for (const bool deflated : {false, true}) {
        const auto zip = tree({{"in front", "x"}, {"file", text, 0100644, deflated}});
        const auto file = zip->open(*zip->find("file"));
        ASSERT_TRUE(file);
        EXPECT_EQ((*file)->size(), text.size());
        const auto part = [&](std::size_t offset, std::size_t length) {
            const auto bytes = (*file)->read(offset, length);
            return bytes ? std::string(as_text(*bytes)) : bytes.error().message;
        };
        EXPECT_EQ(part(100, 50), text.substr(100, 50)) << deflated;
        EXPECT_EQ(part(150, 200'000), text.substr(150, 200'000)) << deflated;
        EXPECT_EQ(part(10, 20), text.substr(10, 20)) << "back, " << deflated;
        EXPECT_EQ(part(text.size() - 5, 5), text.substr(text.size() - 5)) << "the end, " << deflated;
        EXPECT_EQ(part(0, text.size()), text) << "again from the start, " << deflated;
        EXPECT_EQ((*file)->read(text.size() - 1, 2).error().code, ErrorCode::truncated);
        EXPECT_EQ((*file)->read(~0ULL, 1).error().code, ErrorCode::truncated);
    }
}

TEST_F(ZipTree, FindsAWrongChecksumAtTheEnd) {
    for (const bool deflated : {false, true}) {
        ZipEntry entry{"file", long_text(1'000), 0100644, deflated};
        entry.checksum = 1;
        const auto zip = tree({entry});
        const auto file = zip->open(0);
        ASSERT_TRUE(file);
        EXPECT_TRUE((*file)->read(0, 10));
        const auto rest = (*file)->read(10, entry.content.size() - 10);
        ASSERT_FALSE(rest) << deflated;
        EXPECT_EQ(rest.error().code, ErrorCode::malformed);
        EXPECT_THAT(rest.error().message, HasSubstr("checksum"));
    }
}

TEST_F(ZipTree, SaysThatPackedDataIsDamaged) {
    ZipEntry shorter{"shorter", long_text(1'000), 0100644, true};
    shorter.size = static_cast<std::uint32_t>(shorter.content.size() + 7);
    ZipEntry garbage{"garbage", std::string(100, '\xff')};
    garbage.method = 8;
    ZipEntry differs{"differs", "abc"};
    differs.packed_size_in_list = 2;
    differs.method = 8;
    const auto zip = tree({shorter, garbage, differs});
    EXPECT_THAT(content(*zip, "shorter"), HasSubstr("ends after 3,890 of 3,897 bytes"));
    EXPECT_THAT(content(*zip, "garbage"), HasSubstr("cannot be unpacked"));
    EXPECT_THAT(content(*zip, "differs"), HasSubstr("described differently"));
}

TEST_F(ZipTree, SaysThatTheArchiveBecameShorter) {
    for (const bool deflated : {false, true}) {
        const auto zip = tree({{"file", long_text(100'000), 0100644, deflated}});
        const auto file = zip->open(0);
        ASSERT_TRUE(file);
        std::filesystem::resize_file(folder_.path() / "App.zip", 50'000);
        const auto bytes = (*file)->read(0, static_cast<std::size_t>((*file)->size()));
        ASSERT_FALSE(bytes) << deflated;
        EXPECT_EQ(bytes.error().code, ErrorCode::changed_while_reading) << bytes.error().message;
    }
}

TEST_F(ZipTree, SaysWhatIsWrongWithAnArchive) {
    const std::string whole = zip({{"a", long_text(100)}});
    const auto error = [&](const std::string& bytes) { return open(folder_.write("App.zip", bytes)).error(); };
    EXPECT_THAT(error(whole.substr(0, 200)).message, HasSubstr("incomplete"));
    EXPECT_THAT(error(zip({})).message, HasSubstr("empty"));
    EXPECT_THAT(error(zip({{"a", ""}}, {.disk = 1})).message, HasSubstr("split"));
    EXPECT_THAT(error(zip({{"a", ""}}, {.list_moved_by = 1'000})).message, HasSubstr("damaged"));
    EXPECT_THAT(error("PK\x03\x04").message, HasSubstr("incomplete"));
}

TEST_F(ZipTree, BelievesTheListMoreThanItsNumber) {
    EXPECT_THAT(listing(*tree({{"a", ""}, {"b", ""}}, {.entries = 1})), ElementsAre("a 0", "b 0"));
    const auto less = tree({{"a", ""}}, {.entries = 7});
    EXPECT_THAT(listing(*less), ElementsAre("a 0"));
    EXPECT_THAT(codes(*less), ElementsAre("archive-inconsistent "));
}

TEST_F(ZipTree, ReadsArchivesWithACommentAndWithPaddingInsteadOfExtraFields) {
    ZipEntry padded{"padded", "content"};
    padded.extra_in_list = std::string("\xff", 1);
    const auto zip = tree({padded, {"next", "x"}}, {.comment = std::string(60'000, 'c')});
    EXPECT_THAT(listing(*zip), ElementsAre("next 1", "padded 7"));
    EXPECT_EQ(content(*zip, "padded"), "content");
}

TEST_F(ZipTree, VisitsInTheOrderOfTheArchive) {
    const auto zip = tree({{"c", ""}, {"a", ""}, {"b", ""}});
    const std::vector<std::size_t> wanted = {0, 1, 2};
    std::vector<std::string> visited;
    const auto done =
        zip->visit(wanted, [&](std::size_t entry, auto) { visited.push_back(zip->entries()[entry].path); }, {});
    EXPECT_TRUE(done);
    EXPECT_THAT(visited, ElementsAre("c", "a", "b"));
}

TEST_F(ZipTree, StopsListingWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const auto result = open(folder_.write("App.zip", zip({{"a", ""}})), {stop.get_token(), {}});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::cancelled);
}

TEST_F(ZipTree, IsReadBySeveralThreadsAtOnce) {
    std::vector<ZipEntry> entries;
    for (int i = 0; i < 20; ++i)
        entries.push_back({"file" + std::to_string(i), long_text(2'000 + static_cast<std::size_t>(i)), 0100644, true});
    const auto zip = tree(entries);
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (const ZipEntry& entry : entries) EXPECT_EQ(content(*zip, entry.name), entry.content);
        });
}

TEST_F(ZipTree, LivesNoLongerThanItsFilesNeed) {
    auto zip = tree({{"file", "content", 0100644, true}, {"stored", "content"}});
    const auto deflated = zip->open(0), stored = zip->open(1);
    zip.reset();
    EXPECT_EQ(as_text(*(*deflated)->read(0, 7)), "content");
    EXPECT_EQ(as_text(*(*stored)->read(0, 7)), "content");
}

} // namespace
} // namespace nei::source
