// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_value.h"

#include "core/base/text.h"

#include <cmath>

namespace nei::report {

using nlohmann::json;

std::string json_text(std::string_view text) {
    return is_utf8(text) ? std::string(text) : name_text(text);
}

json text_or_null(std::string_view text) {
    return text.empty() ? json(nullptr) : json(json_text(text));
}

json text_or_null(const std::string& text) {
    return text_or_null(std::string_view(text));
}

json text_or_null(const std::optional<std::string>& text) {
    return text ? text_or_null(std::string_view(*text)) : json(nullptr);
}

json date_or_null(const std::optional<Timestamp>& date) {
    return date ? json(to_rfc3339(*date)) : json(nullptr);
}

json texts(const std::vector<std::string>& list) {
    json array = json::array();
    for (const std::string& text : list) array.push_back(json_text(text));
    return array;
}

json hex_or_null(ByteView bytes) {
    return bytes.empty() ? json(nullptr) : json(to_hex(bytes));
}

namespace {

struct ToJson {
    json operator()(const std::string& text) const { return json_text(text); }
    json operator()(bool boolean) const { return boolean; }
    json operator()(std::int64_t integer) const { return integer; }
    json operator()(std::uint64_t integer) const { return integer; }
    json operator()(double real) const {
        if (std::isfinite(real)) return real;
        return {{"real", std::isnan(real) ? "nan" : real > 0 ? "infinity" : "-infinity"}};
    }
    json operator()(const Bytes& data) const { return {{"data", to_base64(data)}}; }
    json operator()(Timestamp date) const { return {{"date", to_rfc3339(date)}}; }
    json operator()(plist::Uid uid) const { return {{"uid", uid.value}}; }
    json operator()(const plist::Array& array) const {
        json list = json::array();
        for (const plist::Value& value : array) list.push_back(to_json(value));
        return list;
    }
    json operator()(const plist::Dictionary& dictionary) const {
        json object = json::object();
        for (const auto& [key, value] : dictionary) object[json_text(key)] = to_json(value);
        return object;
    }
};

} // namespace

json to_json(const plist::Value& value) {
    return std::visit(ToJson{}, value.storage());
}

json value_or_null(const std::optional<plist::Value>& value) {
    return value ? to_json(*value) : json(nullptr);
}

json flags_json(std::uint64_t value, const std::vector<std::string>& names) {
    return {{"value", value}, {"names", texts(names)}};
}

std::string dump(const json& document, JsonLayout layout) {
    return document.dump(layout == JsonLayout::indented ? 2 : -1, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace nei::report
