// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

/// Reads every #include of the program and holds the directions that CONTRIBUTING.md gives: app -> ui -> core, and in
/// core each folder uses only those above it. Nothing is compiled for it, so it sees branches for other systems too.
namespace nei {
namespace {

namespace fs = std::filesystem;

/// The folders of core, top to bottom. A folder may include those before it, and itself. Those that do not exist yet
/// have their place already.
constexpr auto core_order =
    std::to_array<std::string_view>({"base", "plist", "source", "macho", "signature", "ne", "profile", "bundle",
                                     "verify", "host", "rules", "compare", "diagnosis", "repair", "tunnel", "report"});

/// Where a dependency of ours speaks Qt: QuaZip in source, QProcess in host and tunnel.
constexpr auto core_with_qt = std::to_array<std::string_view>({"source", "host", "tunnel"});

std::optional<std::size_t> rank_of(std::string_view core_folder) {
    const auto found = std::find(core_order.begin(), core_order.end(), core_folder);
    if (found == core_order.end()) return std::nullopt;
    return static_cast<std::size_t>(found - core_order.begin());
}

/// "core/macho/macho.h" -> "core", "macho", "macho.h".
std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    for (const fs::path& part : fs::path{path}) parts.push_back(part.string());
    return parts;
}

/// What stands between the quotes or brackets of an #include, with the opening one kept: `"core/base/text.h`, `<map`.
std::optional<std::string> included(std::string_view line) {
    const auto skip_blanks = [&line] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
    skip_blanks();
    if (!line.starts_with('#')) return std::nullopt;
    line.remove_prefix(1);
    skip_blanks();
    if (!line.starts_with("include")) return std::nullopt;
    line.remove_prefix(std::string_view{"include"}.size());
    skip_blanks();
    if (line.empty() || (line.front() != '"' && line.front() != '<')) return std::nullopt;
    const std::size_t end = line.find(line.front() == '"' ? '"' : '>', 1);
    return std::string{line.substr(0, end)};
}

bool is_qt(std::string_view include) {
    return include.starts_with("<Q") || include.starts_with("<quazip");
}

/// Why this include is not allowed in that file; empty where it is.
std::string objection(const std::string& file, std::string_view include) {
    const std::vector<std::string> from = parts_of(file);
    const std::vector<std::string> to = parts_of(include.substr(1));
    const std::string& layer = from.front();
    if (include.front() == '"' && to.front() == "tests") return "the program does not include tests";
    if (layer == "ui") {
        if (to.front() == "app") return "ui does not include app";
        const bool other_folder = to.front() == "ui" && to.size() > 2 && from.size() > 2 && to.at(1) != from.at(1);
        const bool allowed = !other_folder || to.at(1) == "common" || from.at(1) == "window";
        return allowed ? "" : "in ui, each mode uses common only, and window uses them all";
    }
    if (layer != "core") return "";

    const std::string& folder = from.at(1);
    const auto rank = rank_of(folder);
    if (!rank) return "core/" + folder + " has no place in the order: give it one in this test and in CONTRIBUTING.md";
    if (is_qt(include)) {
        if (file.ends_with(".h")) return "headers of core are free of Qt";
        const bool allowed = std::find(core_with_qt.begin(), core_with_qt.end(), folder) != core_with_qt.end();
        return allowed ? "" : "of core, only source, host and tunnel use Qt";
    }
    if (to.front() == "ui" || to.front() == "app") return "core does not include " + to.front();
    if (to.front() != "core" || to.size() < 3) return "";
    const auto target_rank = rank_of(to.at(1));
    if (!target_rank) return "core/" + to.at(1) + " has no place in the order";
    return *target_rank <= *rank ? "" : "core/" + to.at(1) + " comes after core/" + folder;
}

/// One sentence for each include of `text`, the content of `file`, that goes the wrong way.
std::vector<std::string> objections(const std::string& file, const std::string& text) {
    std::vector<std::string> found;
    std::istringstream lines{text};
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const auto include = included(line);
        if (!include) continue;
        const std::string why = objection(file, *include);
        if (!why.empty()) found.push_back(file + ":" + std::to_string(number) + ": " + line + "  (" + why + ")");
    }
    return found;
}

TEST(IncludeOrder, EveryFileOfTheProgramKeepsIt) {
    const fs::path root{NEI_SOURCE_DIR};
    std::size_t files = 0;
    for (const char* layer : {"core", "ui", "app"}) {
        if (!fs::exists(root / layer)) continue;
        for (const auto& entry : fs::recursive_directory_iterator{root / layer}) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".h" && extension != ".cpp" && extension != ".mm") continue;
            std::ifstream stream{entry.path(), std::ios::binary};
            const std::string text{std::istreambuf_iterator<char>{stream}, {}};
            const std::string file = fs::relative(entry.path(), root).generic_string();
            for (const std::string& objection : objections(file, text)) ADD_FAILURE() << objection;
            ++files;
        }
    }
    EXPECT_GT(files, 20U) << "the sources are not where the test looks: " << root;
}

TEST(IncludeOrder, RefusesIncludesThatGoDown) {
    EXPECT_EQ(objections("core/macho/a.cpp", "#include \"core/signature/signature.h\"\n").size(), 1U);
    EXPECT_EQ(objections("core/base/a.h", "#pragma once\n  #  include \"core/report/inspect.h\"\n").size(), 1U);
    EXPECT_EQ(objections("core/bundle/a.cpp", "#include \"ui/common/theme.h\"\n").size(), 1U);
    EXPECT_EQ(objections("ui/common/a.cpp", "#include \"app/gui/main.h\"\n").size(), 1U);
    EXPECT_EQ(objections("core/base/a.cpp", "#include \"tests/forge/forge.h\"\n").size(), 1U);
    EXPECT_EQ(objections("core/gadgets/a.cpp", "#include <map>\n").size(), 1U) << "a folder that has no place";
}

TEST(IncludeOrder, KeepsTheModesOfTheWindowApart) {
    EXPECT_EQ(objections("ui/common/a.cpp", "#include \"ui/inspect/view.h\"\n").size(), 1U);
    EXPECT_EQ(objections("ui/compare/a.cpp", "#include \"ui/inspect/view.h\"\n").size(), 1U);
    EXPECT_TRUE(objections("ui/inspect/a.cpp", "#include \"ui/common/theme.h\"\n").empty());
    EXPECT_TRUE(objections("ui/window/a.cpp", "#include \"ui/inspect/view.h\"\n").empty());
}

TEST(IncludeOrder, RefusesQtInCoreWhereNoDependencyNeedsIt) {
    EXPECT_EQ(objections("core/report/a.cpp", "#include <QString>\n").size(), 1U);
    EXPECT_EQ(objections("core/source/a.h", "#include <QFile>\n").size(), 1U);
    EXPECT_EQ(objections("core/source/a.h", "#include <quazip/quazip.h>\n").size(), 1U);
}

TEST(IncludeOrder, AllowsWhatGoesUp) {
    EXPECT_TRUE(objections("core/report/a.cpp", "#include \"core/bundle/bundle.h\"\n#include <map>\n").empty());
    EXPECT_TRUE(objections("core/source/a.cpp", "#include \"core/source/open.h\"\n#include <QFile>\n").empty());
    EXPECT_TRUE(objections("core/ne/a.cpp", "#include \"nei_knowledge_embedded.h\"\n").empty()) << "made by the build";
    EXPECT_TRUE(objections("ui/inspect/a.cpp", "#include \"core/report/inspect.h\"\n#include <QWidget>\n").empty());
    EXPECT_TRUE(objections("core/base/a.cpp", "// an #include \"core/report/inspect.h\" in a comment\n").empty());
}

} // namespace
} // namespace nei
