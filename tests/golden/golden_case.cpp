// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/golden_case.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace nei::golden {
namespace {

constexpr std::string_view output_mark = "---- stdout\n", error_mark = "---- stderr\n";

/// A folder for what commands print, removed at the end.
class Scratch {
public:
    Scratch() {
        std::string pattern = (std::filesystem::temp_directory_path() / "nei-golden-XXXXXX").string();
        if (::mkdtemp(pattern.data())) folder_ = pattern;
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    std::filesystem::path operator/(const char* name) const { return folder_ / name; }

private:
    std::filesystem::path folder_;
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Goldens outlive versions.
void hide_version(std::string& text) {
    replace_all(text, "neinspect " NEI_VERSION, "neinspect @VERSION@");
    replace_all(text, R"("version": ")" NEI_VERSION R"(")", R"("version": "@VERSION@")");
    replace_all(text, R"("version":")" NEI_VERSION R"(")", R"("version":"@VERSION@")");
}

/// In single quotes for a shell.
std::string quoted(const std::filesystem::path& path) {
    std::string text = path.string();
    replace_all(text, "'", R"('\'')");
    return "'" + text + "'";
}

int exit_code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

std::string read_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write_file(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

Case read_case(const std::filesystem::path& file) {
    const std::string text = read_file(file);
    Case made{"", {-1, "", ""}};
    if (!text.starts_with("$ ")) return made;
    const std::size_t end = std::min(text.find('\n'), text.size());
    made.command = text.substr(2, end - 2);
    const std::size_t output = text.find(output_mark), error = text.rfind(error_mark);
    if (output == std::string::npos || error == std::string::npos || error < output) return made;
    if (text.compare(end + 1, 5, "exit ") == 0) made.expected.exit_code = std::atoi(text.c_str() + end + 6);
    made.expected.output = text.substr(output + output_mark.size(), error - output - output_mark.size());
    made.expected.error = text.substr(error + error_mark.size());
    return made;
}

std::string case_text(const std::string& command, const Outcome& outcome) {
    return fmt::format("$ {}\nexit {}\n{}{}{}{}", command, outcome.exit_code, output_mark, outcome.output, error_mark,
                       outcome.error);
}

Outcome run(const std::string& command, const std::filesystem::path& inputs,
            const std::filesystem::path& program_folder) {
    const Scratch scratch;
    const auto output = scratch / "output", error = scratch / "error";
    const std::string line =
        fmt::format("cd {} && unset NO_COLOR CLICOLOR_FORCE && LC_ALL=C PATH={}:\"$PATH\" && export LC_ALL PATH && "
                    "( {} ) >{} 2>{} </dev/null",
                    quoted(inputs), quoted(program_folder), command, quoted(output), quoted(error));
    Outcome outcome;
    outcome.exit_code = exit_code_of(std::system(line.c_str()));
    outcome.output = read_file(output);
    outcome.error = read_file(error);
    hide_version(outcome.output);
    return outcome;
}

std::string difference(const std::filesystem::path& expected, const std::filesystem::path& actual) {
    std::string text;
    FILE* pipe = ::popen(fmt::format("diff -u {} {}", quoted(expected), quoted(actual)).c_str(), "r");
    if (!pipe) return "diff could not be run";
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
    ::pclose(pipe);
    return text;
}

} // namespace nei::golden
