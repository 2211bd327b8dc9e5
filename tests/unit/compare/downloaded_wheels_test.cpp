// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/compare/compared.h"
#include "tests/unit/support/corpus.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

/// Two versions of a real product. Opt-in: NEI_DOWNLOADS names a folder that holds them; CONTRIBUTING.md, "Tests", says
/// how they get there.
namespace nei::compare {
namespace {

std::vector<std::filesystem::path> wheels() {
    std::vector<std::filesystem::path> found;
    std::error_code absent;
    if (const char* folder = std::getenv("NEI_DOWNLOADS"))
        for (const auto& entry : std::filesystem::directory_iterator(folder, absent))
            if (entry.path().filename().string().starts_with("mitmproxy_macos-") && entry.path().extension() == ".whl")
                found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

/// What a program of its own, which shares nothing with this one, finds of property lists, claims, profiles and files.
TEST(DownloadedWheels, DifferInWhatAnIndependentScriptFinds) {
    const auto paths = wheels();
    if (paths.size() < 2)
        GTEST_SKIP() << "skipped 2 downloads: two versions of mitmproxy_macos are not in NEI_DOWNLOADS";
    const test::TemporaryFolder folder;
    const std::filesystem::path document = folder.path() / "comparison.json";
    for (std::size_t i = 0; i + 1 < paths.size(); ++i) {
        const Compared pair = compared(paths[i], paths[i + 1]);
        std::ofstream(document) << report::compare_json(pair.reported());
        const std::string script = std::string(NEI_SOURCE_DIR) + "/tests/unit/compare/check_wheels.py";
        const std::string command = fmt::format("python3 '{}' '{}' '{}' '{}'", script, paths[i].string(),
                                                paths[i + 1].string(), document.string());
        EXPECT_EQ(std::system(command.c_str()), 0) << command;
        EXPECT_EQ(slug(pair.comparison.pair.kind), "versions");
        // None of the versions before has another provider, team or App ID.
        EXPECT_EQ(pair.comparison.count(Class::breaks), 0u) << pair.all_lines();
    }
}

} // namespace
} // namespace nei::compare
