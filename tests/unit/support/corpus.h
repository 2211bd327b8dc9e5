// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Real inputs that are not part of the project. They are used where they lie beside it (NEI_CORPUS_DIR).
namespace nei::test {

/// A folder of its own that is removed with the object.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Names of the corpus files that start with `prefix`; none where there is no corpus.
std::vector<std::filesystem::path> corpus_files(const std::string& prefix);

/// Unpacks a .tar.xz of the corpus; whether `tar` managed to.
bool unpack(const std::filesystem::path& archive, const std::filesystem::path& folder);

/// One item of the corpus in a temporary folder that goes away with this object.
class CorpusItem {
public:
    /// `archive` is a name such as "S09-profiles-negative.tar.xz"; nothing where it is absent or cannot be unpacked.
    static std::optional<CorpusItem> unpack(const std::string& archive);

    const std::filesystem::path& folder() const { return folder_->path(); }

private:
    explicit CorpusItem(std::unique_ptr<TemporaryFolder> folder) : folder_(std::move(folder)) {}
    std::unique_ptr<TemporaryFolder> folder_;
};

/// A real package that is too large to keep: the first file whose name starts so in the folder that NEI_DOWNLOADS
/// names. Nothing where it is absent. CONTRIBUTING.md, "Tests", says how such packages get there.
std::optional<std::filesystem::path> downloaded(std::string_view prefix);

/// The bytes of a file; none where it cannot be read.
Bytes read_whole(const std::filesystem::path& file);

/// Every regular file below a folder, sorted.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);

} // namespace nei::test

/// First line of a test over real inputs: skips it, and says how many it would have used, where they are not there.
#define NEI_REQUIRE_CORPUS(files, expected_count)                                                                      \
    if ((files).empty())                                                                                               \
    GTEST_SKIP() << "skipped " << (expected_count) << " corpus items: " << NEI_CORPUS_DIR << " is absent"
