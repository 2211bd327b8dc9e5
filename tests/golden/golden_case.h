// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

/// Transcripts of the command line: a command and what it must print, as one text file.
namespace nei::golden {

/// What a command did.
struct Outcome {
    int exit_code = 0;
    std::string output, error;

    bool operator==(const Outcome&) const = default;
};

/// A file of tests/golden/cases:
///
///     $ neinspect inspect Fernway.app | head -3
///     exit 0
///     ---- stdout
///     Fernway.app  folder, …
///     ---- stderr
///
/// The command runs in a shell, in the folder of the inputs. `@VERSION@` stands for the version of the program.
struct Case {
    std::string command;
    Outcome expected;
};

/// The exit code -1 and an empty command where the file is new.
Case read_case(const std::filesystem::path& file);
std::string case_text(const std::string& command, const Outcome& outcome);

/// Runs the command with `program_folder` first in PATH and without settings that change output (colours, locale).
Outcome run(const std::string& command, const std::filesystem::path& inputs,
            const std::filesystem::path& program_folder);

/// What `diff -u` says of the two files.
std::string difference(const std::filesystem::path& expected, const std::filesystem::path& actual);

std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& text);

} // namespace nei::golden
