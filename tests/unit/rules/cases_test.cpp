// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/spec.h"
#include "tests/unit/rules/judged.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

/// Faults that people met, told as specs (tests/data/cases): the first finding has to be the cause that was found.
namespace nei::rules {
namespace {

using forge::Json;

/// "--for app-store --macos 15.1", as `neinspect check` takes it.
std::string options_of(const Json& intent) {
    std::string options;
    for (const auto& [name, value] : intent.items())
        options += fmt::format("{}--{} {}", options.empty() ? "" : " ", name == "date" ? "at" : name,
                               value.get<std::string>());
    return options;
}

TEST(RuleCases, FirstFindingIsTheCause) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(NEI_SOURCE_DIR) + "/tests/data/cases"))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::ranges::sort(files);
    ASSERT_GE(files.size(), 26U);

    std::size_t right = 0;
    std::string table, wrong;
    for (const auto& file : files) {
        const Json json = forge::read_spec(file);
        std::vector<std::string> accepted{json.at("expected").get<std::string>()};
        for (const Json& other : json.value("secondary", Json::array())) accepted.push_back(other.get<std::string>());
        for (const std::string& rule : accepted) EXPECT_TRUE(rule_text(rule)) << rule;
        const Json intent = json.value("intent", Json::object());
        const test::Judged judged = test::judged(json.at("spec"), test::intent_of(intent));
        const auto& findings = judged.judgement.findings;
        const std::string first = findings.empty() ? "nothing" : findings.front().rule;
        const bool matches = std::ranges::find(accepted, first) != accepted.end();
        right += matches ? 1 : 0;
        table += fmt::format("{} {} {:<48} {}{}\n", matches ? "ok   " : "WRONG", file.stem().string(), first,
                             options_of(intent), matches ? "" : ", expected " + accepted.front());
        if (!matches) wrong += file.stem().string() + "\n" + judged.lines();
    }
    std::cout << table << right << " of " << files.size() << "\n";
    EXPECT_GE(static_cast<double>(right), 0.95 * static_cast<double>(files.size())) << wrong;
}

} // namespace
} // namespace nei::rules
