// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plist/value.h"
#include "core/report/json_writer.h"

#include <concepts>

/// How JSON documents write what is not text, number or list.
namespace nei::report {

/// Lower-case hexadecimal, or nothing where there are no bytes.
std::optional<std::string> hex_or_null(ByteView bytes);

void write(JsonWriter& json, Timestamp date);

/// A plist value with its type kept: data as {"data": base64}, dates as {"date": "…Z"}, references as {"uid": n},
/// reals that JSON has no number for as {"real": "nan"}; everything else as JSON's own type.
void write_plist(JsonWriter& json, const plist::Value& value);

/// Only for what is a plist value, not for all that can become one.
template <std::same_as<plist::Value> Value>
void write(JsonWriter& json, const Value& value) {
    write_plist(json, value);
}

/// Flags stay readable and exact: {"names": ["runtime"], "value": 65536}.
void write_flags(JsonWriter& json, std::string_view name, std::uint64_t value, const std::vector<std::string>& names);

} // namespace nei::report
