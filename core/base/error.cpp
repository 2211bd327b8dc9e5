// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <utility>

namespace nei {

std::string_view slug(ErrorCode code) {
    switch (code) {
    case ErrorCode::not_found: return "not-found";
    case ErrorCode::not_permitted: return "not-permitted";
    case ErrorCode::read_failed: return "read-failed";
    case ErrorCode::too_large: return "too-large";
    case ErrorCode::truncated: return "truncated";
    case ErrorCode::malformed: return "malformed";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::changed_while_reading: return "changed-while-reading";
    case ErrorCode::cancelled: return "cancelled";
    }
    return "unknown";
}

std::unexpected<Error> fail(ErrorCode code, std::string message) {
    return std::unexpected(Error{code, std::move(message)});
}

Problem problem_from(const Error& error, std::string path) {
    return {std::string(slug(error.code)), std::move(path), error.message, ProblemSeverity::error};
}

} // namespace nei
