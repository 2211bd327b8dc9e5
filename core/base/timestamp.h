// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace nei {

/// A moment in UTC with whole seconds: dates in certificates, signatures, profiles and property lists have no more.
using Timestamp = std::chrono::sys_seconds;

/// RFC 3339 in UTC: "2026-11-21T09:30:00Z".
std::string to_rfc3339(Timestamp moment);

/// "2026-11-21 09:30:00 UTC", as shown to people.
std::string to_display(Timestamp moment);

/// Reads to_rfc3339's form; a date alone ("2026-11-21") is its midnight.
std::optional<Timestamp> from_rfc3339(std::string_view text);

} // namespace nei
