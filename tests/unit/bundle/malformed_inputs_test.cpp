// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"
#include "core/profile/profile.h"
#include "core/report/inspect.h"
#include "core/source/open.h"
#include "tests/unit/support/corpus.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

/// Public sets of malformed Mach-O files, property lists, CMS messages, zips and profiles. None may crash, hang or be
/// refused without a sentence; sanitizer builds make overruns and huge allocations fail.
namespace nei {
namespace {

void expect_sentence(const Error& error, const std::string& about) {
    EXPECT_FALSE(error.message.empty()) << about;
    EXPECT_TRUE(error.message.ends_with('.')) << about << ": " << error.message;
}

/// Opens, scans and prints one input in every form.
void inspect(const std::filesystem::path& path) {
    const auto tree = source::open(path);
    if (!tree) return expect_sentence(tree.error(), path.filename());
    const auto bundle = bundle::scan(**tree, {});
    if (!bundle) return expect_sentence(bundle.error(), path.filename());
    for (const Problem& problem : (*bundle)->problems)
        expect_sentence({ErrorCode::malformed, problem.message}, path.filename());
    EXPECT_FALSE(report::inspect_json(**bundle, {}).empty());
    EXPECT_FALSE(report::inspect_text(**bundle, {}, {.all = true}).empty());
}

class MalformedInputs : public testing::TestWithParam<const char*> {};

TEST_P(MalformedInputs, AreSurvivedAndExplained) {
    const auto archives = test::corpus_files(GetParam());
    NEI_REQUIRE_CORPUS(archives, 1);
    const test::TemporaryFolder folder;
    ASSERT_TRUE(test::unpack(archives.front(), folder.path()));
    const auto files = test::files_below(folder.path());
    ASSERT_FALSE(files.empty());
    for (const auto& file : files) {
        SCOPED_TRACE(file.filename());
        const auto start = std::chrono::steady_clock::now();
        inspect(file);
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2)) << "hangs";
    }
    inspect(folder.path());
}

INSTANTIATE_TEST_SUITE_P(Corpus, MalformedInputs,
                         testing::Values("S14-llvm-macho-invalid", "S14-libplist-fuzz", "S14-apple-si-27-cms-parse",
                                         "S14-libzip-regress", "S09-profiles-negative"),
                         [](const auto& set) {
                             std::string name = set.param;
                             std::erase_if(name, [](char c) { return c == '-'; });
                             return name;
                         });

} // namespace
} // namespace nei
