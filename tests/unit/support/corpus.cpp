// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/support/corpus.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

namespace nei::test {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
    std::random_device random;
    do path_ = fs::temp_directory_path() / ("ne-inspector-test-" + std::to_string(random()));
    while (!fs::create_directory(path_));
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::vector<fs::path> corpus_files(const std::string& prefix) {
    std::vector<fs::path> files;
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator(NEI_CORPUS_DIR, absent))
        if (entry.path().filename().string().starts_with(prefix)) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

bool unpack(const fs::path& archive, const fs::path& folder) {
    // Shell quoting is safe here: both paths are the test's own.
    const std::string command = "tar xf '" + archive.string() + "' -C '" + folder.string() + "' 2>/dev/null";
    return std::system(command.c_str()) == 0;
}

std::optional<CorpusItem> CorpusItem::unpack(const std::string& archive) {
    const auto packed = corpus_files(archive);
    auto folder = std::make_unique<TemporaryFolder>();
    if (packed.empty() || !test::unpack(packed[0], folder->path())) return std::nullopt;
    return CorpusItem(std::move(folder));
}

std::optional<fs::path> downloaded(std::string_view prefix) {
    const char* folder = std::getenv("NEI_DOWNLOADS");
    std::error_code absent;
    if (folder)
        for (const auto& entry : fs::directory_iterator(folder, absent))
            if (entry.path().filename().string().starts_with(prefix)) return entry.path();
    return std::nullopt;
}

Bytes read_whole(const fs::path& file) {
    std::ifstream input(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
    return to_bytes(as_bytes(text));
}

std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && !entry.is_symlink()) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

} // namespace nei::test
