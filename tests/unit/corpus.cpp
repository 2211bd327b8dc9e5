// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/corpus.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace nei::test {

std::filesystem::path corpus_file(const std::string& name) {
    return std::filesystem::path(NEI_CORPUS_DIR) / name;
}

std::optional<CorpusItem> CorpusItem::unpack(const std::string& archive) {
    const std::filesystem::path packed = corpus_file(archive);
    std::error_code error;
    if (!std::filesystem::is_regular_file(packed, error)) return std::nullopt;
    std::string pattern = (std::filesystem::temp_directory_path() / "nei-corpus-XXXXXX").string();
    const char* made = mkdtemp(pattern.data());
    if (!made) return std::nullopt;
    CorpusItem item{std::filesystem::path(made)};
    const std::string command = "tar xf '" + packed.string() + "' -C '" + pattern + "' >/dev/null 2>&1";
    if (std::system(command.c_str()) != 0) return std::nullopt;
    return item;
}

CorpusItem::~CorpusItem() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

Bytes read_whole(const std::filesystem::path& file) {
    std::ifstream input(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
    return to_bytes(as_bytes(text));
}

} // namespace nei::test
