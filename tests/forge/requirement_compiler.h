// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"

#include <string_view>

namespace nei::forge {

/// A requirement blob (magic fade0c00) of one expression in the language of TN3127, for example
/// `identifier "com.example.app" and anchor apple generic`. The error says what was met where.
Result<Bytes> compile_requirement(std::string_view text);

/// A requirement set (magic fade0c01) of `designated => …` lines; text without `=>` is the designated requirement.
/// Empty text makes an empty set.
Result<Bytes> compile_requirement_set(std::string_view text);

} // namespace nei::forge
