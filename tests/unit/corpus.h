// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <filesystem>
#include <optional>
#include <string>

/// The folder of real files that lies beside the project for those who have it (NEI_CORPUS_DIR). Tests that use it are
/// skipped where it is absent, and say how much they skipped.
namespace nei::test {

/// One item of it, unpacked to a temporary folder that goes away with this object.
class CorpusItem {
public:
    /// `archive` is a name such as "S09-profiles-negative.tar.xz"; nothing where it is absent or cannot be unpacked.
    static std::optional<CorpusItem> unpack(const std::string& archive);

    CorpusItem(CorpusItem&& other) noexcept : folder_(std::move(other.folder_)) { other.folder_.clear(); }
    CorpusItem& operator=(CorpusItem&&) = delete;
    ~CorpusItem();

    const std::filesystem::path& folder() const { return folder_; }

private:
    explicit CorpusItem(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path folder_;
};

std::filesystem::path corpus_file(const std::string& name);

Bytes read_whole(const std::filesystem::path& file);

} // namespace nei::test
