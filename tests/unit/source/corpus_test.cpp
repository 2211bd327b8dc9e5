// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/open.h"
#include "tests/unit/source/tree_text.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>

#include <numeric>

/// Archives that nobody of this project made.
namespace nei::source {
namespace {

/// Reads everything that can be read; the sentences that say what could not.
std::vector<std::string> complaints(const std::filesystem::path& path) {
    const auto tree = open(path);
    if (!tree) return {tree.error().message};
    std::vector<std::string> sentences;
    for (const Problem& problem : (*tree)->problems()) sentences.push_back(problem.message);
    std::vector<std::size_t> files;
    for (std::size_t i = 0; i < (*tree)->entries().size(); ++i)
        if ((*tree)->entries()[i].kind == EntryKind::file) files.push_back(i);
    const auto visited = (*tree)->visit(files,
                                        [&](std::size_t, Result<std::unique_ptr<File>> file) {
                                            if (!file) return sentences.push_back(file.error().message);
                                            const auto bytes =
                                                (*file)->read(0, static_cast<std::size_t>((*file)->size()));
                                            if (!bytes) sentences.push_back(bytes.error().message);
                                        },
                                        {});
    EXPECT_TRUE(visited);
    return sentences;
}

TEST(Corpus, OpensASignedAppFromAZip) {
    const auto files = test::corpus_files("S05-");
    NEI_REQUIRE_CORPUS(files, 1);
    const auto tree = open(files.front());
    ASSERT_TRUE(tree) << tree.error().message;
    const auto code = (*tree)->find("DevSignedApp.app/Contents/MacOS/SignedApp");
    ASSERT_TRUE(code);
    EXPECT_EQ((*tree)->entries()[*code].mode, 0755u);
    EXPECT_EQ(content(**tree, "DevSignedApp.app/Contents/PkgInfo"), "APPL????");
    EXPECT_THAT(complaints(files.front()), ::testing::IsEmpty());
}

TEST(Corpus, SaysWhatIsWrongWithBrokenArchives) {
    const auto items = test::corpus_files("S14-libzip");
    NEI_REQUIRE_CORPUS(items, 1);
    const test::TemporaryFolder folder;
    ASSERT_TRUE(test::unpack(items.front(), folder.path()));
    std::size_t broken = 0;
    for (const auto& file : test::files_below(folder.path())) {
        SCOPED_TRACE(file.filename());
        const std::string name = file.filename().string();
        const std::vector<std::string> sentences = complaints(file);
        for (const std::string& sentence : sentences) EXPECT_THAT(sentence, ::testing::EndsWith("."));
        // What libzip's authors made inconsistent is noticed where it matters for reading.
        if (name.starts_with("incons-local-") || name.starts_with("incons-central-comp") ||
            name.starts_with("incons-file-count") || name.starts_with("encrypt-aes") || name == "bigzero-zip.zip") {
            EXPECT_FALSE(sentences.empty());
            ++broken;
        }
        if (name == "zip64.zip" || name == "streamed-zip64.zip" || name == "test-utf8.zip" ||
            name == "testdeflated2.zip" || name == "firstsecond.zip") {
            EXPECT_THAT(sentences, ::testing::IsEmpty());
        }
    }
    EXPECT_GE(broken, 10u);
}

} // namespace
} // namespace nei::source
