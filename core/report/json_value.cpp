// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_value.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace nei::report {

std::optional<std::string> hex_or_null(ByteView bytes) {
    return bytes.empty() ? std::nullopt : std::optional(to_hex(bytes));
}

void write(JsonWriter& json, Timestamp date) {
    json.text(to_rfc3339(date));
}

namespace {

struct WritePlist {
    JsonWriter& json;

    void operator()(const std::string& text) const { json.text(text); }
    void operator()(bool boolean) const { json.boolean(boolean); }
    void operator()(std::int64_t integer) const { json.integer(integer); }
    void operator()(std::uint64_t integer) const { json.integer(integer); }
    void operator()(double real) const {
        if (std::isfinite(real)) return json.real(real);
        tagged("real", std::string_view(std::isnan(real) ? "nan" : real > 0 ? "infinity" : "-infinity"));
    }
    void operator()(const Bytes& data) const { tagged("data", to_base64(data)); }
    void operator()(Timestamp date) const { tagged("date", date); }
    void operator()(plist::Uid uid) const { tagged("uid", uid.value); }
    void operator()(const plist::Array& array) const { write(json, array); }
    void operator()(const plist::Dictionary& dictionary) const {
        // Keys that are not UTF-8 change when they are written, and with it their place among the others.
        std::map<std::string, const plist::Value*> sorted;
        const bool as_they_are =
            std::ranges::all_of(dictionary, [](const auto& entry) { return is_utf8(entry.first); });
        if (!as_they_are)
            for (const auto& [key, value] : dictionary)
                sorted.insert_or_assign(is_utf8(key) ? key : name_text(key), &value);
        json.object([&] {
            for (const auto& [key, value] : sorted) json.member(key, *value);
            if (as_they_are)
                for (const auto& [key, value] : dictionary) json.member(key, value);
        });
    }

    template <class Value>
    void tagged(std::string_view type, const Value& value) const {
        json.object([&] { json.member(type, value); });
    }
};

} // namespace

void write_plist(JsonWriter& json, const plist::Value& value) {
    std::visit(WritePlist{json}, value.storage());
}

void write_flags(JsonWriter& json, std::string_view name, std::uint64_t value, const std::vector<std::string>& names) {
    json.object(name, [&] {
        json.member("names", names);
        json.member("value", value);
    });
}

} // namespace nei::report
