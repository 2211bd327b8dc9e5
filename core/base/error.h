// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace nei {

/// What went wrong, for code that has to decide something. The sentence for people is Error::message.
enum class ErrorCode {
    not_found,             ///< the path or entry does not exist
    not_permitted,         ///< the system refused to read it
    read_failed,           ///< the system or the archive gave an error while reading
    too_large,             ///< a limit of core/base/limits.h was passed
    truncated,             ///< the data ends before what its header promises
    malformed,             ///< the data breaks the rules of its format
    unsupported,           ///< a format or variant that this program does not read
    changed_while_reading, ///< the file became shorter or vanished between listing and reading
    cancelled,             ///< the user stopped the work
};

/// The code as it appears in JSON: lower-case words with hyphens.
std::string_view slug(ErrorCode code);

/// An error is a code and one sentence that says what, where and what to do.
struct Error {
    ErrorCode code;
    std::string message;
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorCode::truncated, "...")` in a function that returns Result.
std::unexpected<Error> fail(ErrorCode code, std::string message);

enum class ProblemSeverity { error, warning };

/// Something that could not be read although the rest could: reading goes on and the document lists it.
/// Problems are about reading; what is wrong with a bundle that could be read is a finding.
struct Problem {
    std::string code; ///< slug, for example "file-truncated"
    std::string path; ///< entry that it is about, as in FileTree; empty: the whole input
    std::string message;
    ProblemSeverity severity = ProblemSeverity::error;

    bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

/// An error met at `path`, kept as a problem.
Problem problem_from(const Error& error, std::string path);

} // namespace nei
