// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/golden_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string>
#include <vector>

/// Runs each file of tests/golden/cases. NEI_UPDATE_GOLDENS=1 writes what the program prints now into the files; read
/// the difference before it is committed. A new case is a file with nothing but its `$ command` line.
namespace nei::golden {
namespace {

const std::filesystem::path cases = NEI_GOLDEN_CASES, inputs = NEI_GOLDEN_INPUTS, program = NEI_PROGRAM_FOLDER;

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(cases))
        if (entry.path().extension() == ".txt") names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

bool updates() {
    const char* asked = std::getenv("NEI_UPDATE_GOLDENS");
    return asked && std::string_view(asked) == "1";
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, PrintsWhatItDid) {
    const std::filesystem::path file = cases / (GetParam() + ".txt"), actual = cases / (GetParam() + ".actual");
    const Case wanted = read_case(file);
    ASSERT_FALSE(wanted.command.empty()) << file << " does not start with a `$ command` line.";

    const Outcome outcome = run(wanted.command, inputs, program);
    EXPECT_EQ(run(wanted.command, inputs, program), outcome) << "two runs differ";
    EXPECT_EQ(outcome.output.find(inputs.string()), std::string::npos) << "a path that nobody named is in the output";

    std::error_code ignored; // there may be none
    std::filesystem::remove(actual, ignored);
    if (outcome == wanted.expected) return;
    if (updates()) return write_file(file, case_text(wanted.command, outcome));
    write_file(actual, case_text(wanted.command, outcome));
    ADD_FAILURE() << difference(file, actual) << "NEI_UPDATE_GOLDENS=1 takes the new output.";
}

std::string test_name(const testing::TestParamInfo<std::string>& parameter) {
    std::string name = parameter.param;
    std::ranges::replace_if(name, [](unsigned char c) { return !std::isalnum(c); }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(case_names()), test_name);

} // namespace
} // namespace nei::golden
