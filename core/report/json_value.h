// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plist/value.h"
#include "core/report/inspect.h"

#include <nlohmann/json.hpp>

#include <optional>

/// Building blocks of the JSON documents. nlohmann::json keeps keys sorted, so equal values print alike.
namespace nei::report {

/// Text that is safe to dump: valid UTF-8 as it is, anything else by name_text, so that no input makes dump throw.
std::string json_text(std::string_view text);

/// The text, or null where it is empty: absent is never "".
nlohmann::json text_or_null(std::string_view text);
nlohmann::json text_or_null(const std::string& text);
nlohmann::json text_or_null(const std::optional<std::string>& text);

nlohmann::json date_or_null(const std::optional<Timestamp>& date);

nlohmann::json texts(const std::vector<std::string>& list);

/// Lower-case hexadecimal, or null where there are no bytes.
nlohmann::json hex_or_null(ByteView bytes);

/// A plist value with its type kept: data as {"data": base64}, dates as {"date": "…Z"}, references as {"uid": n},
/// reals that JSON has no number for as {"real": "nan"}; everything else as JSON's own type.
nlohmann::json to_json(const plist::Value& value);
nlohmann::json value_or_null(const std::optional<plist::Value>& value);

/// Flags stay readable and exact: {"value": 65536, "names": ["runtime"]}.
nlohmann::json flags_json(std::uint64_t value, const std::vector<std::string>& names);

/// The document as text with one trailing newline. Never throws.
std::string dump(const nlohmann::json& document, JsonLayout layout);

} // namespace nei::report
