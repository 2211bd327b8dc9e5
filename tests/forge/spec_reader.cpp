// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/spec_reader.h"

#include "core/plist/property_list.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nei::forge {

SpecReader::SpecReader(const Json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (object_.is_null() || object_.is_discarded()) object_ = Json::object();
    if (!object_.is_object()) throw SpecError(fmt::format("{}: an object wanted, met {}", where_, object_.dump()));
}

void SpecReader::refuse(std::string_view key, std::string_view why) const {
    throw SpecError(fmt::format("{}: \"{}\" {}", where_, key, why));
}

const Json* SpecReader::find(std::string_view key) {
    known_.emplace(key);
    const auto found = object_.find(std::string(key));
    return found == object_.end() ? nullptr : &*found;
}

bool SpecReader::is_null(std::string_view key) {
    const Json* member = find(key);
    return member != nullptr && member->is_null();
}

std::optional<std::string> SpecReader::text(std::string_view key) {
    const Json* member = find(key);
    if (member == nullptr || member->is_null()) return std::nullopt;
    if (!member->is_string()) refuse(key, "has to be a text");
    return member->get<std::string>();
}

std::string SpecReader::text(std::string_view key, std::string fallback) {
    return text(key).value_or(std::move(fallback));
}

std::optional<bool> SpecReader::flag(std::string_view key) {
    const Json* member = find(key);
    if (member == nullptr || member->is_null()) return std::nullopt;
    if (!member->is_boolean()) refuse(key, "has to be true or false");
    return member->get<bool>();
}

bool SpecReader::flag(std::string_view key, bool fallback) {
    return flag(key).value_or(fallback);
}

std::optional<std::int64_t> SpecReader::number(std::string_view key) {
    const Json* member = find(key);
    if (member == nullptr || member->is_null()) return std::nullopt;
    if (member->is_number_integer()) return member->get<std::int64_t>();
    if (member->is_string()) {
        // Flags and versions are known by their hexadecimal form, which JSON's numbers do not have.
        const std::string digits = member->get<std::string>();
        std::size_t used = 0;
        try {
            const std::int64_t value = std::stoll(digits, &used, 0);
            if (used == digits.size()) return value;
        } catch (const std::logic_error&) {
            used = 0; // said below
        }
    }
    refuse(key, "has to be a whole number, for example 4096 or \"0x20500\"");
}

std::optional<std::vector<std::string>> SpecReader::texts(std::string_view key) {
    const Json* member = find(key);
    if (member == nullptr || member->is_null()) return std::nullopt;
    if (member->is_string()) return std::vector{member->get<std::string>()};
    if (!member->is_array()) refuse(key, "has to be a list of texts");
    std::vector<std::string> all;
    for (const Json& entry : *member) {
        if (!entry.is_string()) refuse(key, "has to be a list of texts");
        all.push_back(entry.get<std::string>());
    }
    return all;
}

std::optional<Timestamp> SpecReader::date(std::string_view key) {
    const auto written = text(key);
    if (!written) return std::nullopt;
    const auto moment = from_rfc3339(*written);
    if (!moment) refuse(key, "has to be a date such as \"2026-03-02T10:00:00Z\" or \"2026-03-02\"");
    return moment;
}

void SpecReader::finish() const {
    for (const auto& [key, value] : object_.items()) {
        if (known_.contains(key)) continue;
        std::string all;
        for (const std::string& known : known_) all += fmt::format("{}{}", all.empty() ? "" : ", ", known);
        refuse(key, fmt::format("is not known here; known are {}", all));
    }
}

Json merged(const Json& base, const Json& patch) {
    if (!base.is_object() || !patch.is_object()) return patch;
    Json result = base;
    for (const auto& [key, value] : patch.items())
        result[key] = result.contains(key) ? merged(result[key], value) : value;
    return result;
}

plist::Value to_plist(const Json& json) {
    if (json.is_string()) return json.get<std::string>();
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number_unsigned() || json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number_float()) return json.get<double>();
    if (json.is_array()) {
        plist::Array array;
        for (const Json& member : json) array.push_back(to_plist(member));
        return array;
    }
    if (json.is_object()) {
        if (json.size() == 1 && json.contains("data")) {
            if (auto bytes = from_base64(json["data"].get<std::string>())) return *bytes;
            throw SpecError(fmt::format("not base64: {}", json.dump()));
        }
        if (json.size() == 1 && json.contains("date")) {
            if (const auto moment = from_rfc3339(json["date"].get<std::string>())) return *moment;
            throw SpecError(fmt::format("not a date: {}", json.dump()));
        }
        return patched({}, json);
    }
    throw SpecError("null has no property list form");
}

plist::Dictionary patched(plist::Dictionary base, const Json& patch) {
    if (patch.is_null()) return base;
    if (!patch.is_object()) throw SpecError(fmt::format("an object wanted, met {}", patch.dump()));
    if (patch.value("$only", false)) base.clear();
    for (const auto& [key, value] : patch.items()) {
        if (key == "$only") continue;
        if (value.is_null()) {
            base.erase(key);
            continue;
        }
        const auto found = base.find(key);
        const plist::Dictionary* inner = found == base.end() ? nullptr : found->second.dictionary();
        const bool plain = value.is_object() && !value.contains("data") && !value.contains("date");
        plist::Value replacement = inner != nullptr && plain ? plist::Value(patched(*inner, value)) : to_plist(value);
        base.insert_or_assign(key, std::move(replacement));
    }
    return base;
}

Bytes file_content(const Json& json, std::string_view name) {
    if (json.is_string()) return to_bytes(as_bytes(json.get<std::string>()));
    if (json.is_object()) {
        if (json.contains("text")) return to_bytes(as_bytes(json["text"].get<std::string>()));
        if (json.contains("size")) {
            Bytes bytes = filler(json["size"].get<std::size_t>(), name);
            const std::string start = raw_name(json.value("start", ""));
            std::ranges::copy_n(as_bytes(start).begin(), std::min(start.size(), bytes.size()), bytes.begin());
            return bytes;
        }
        if (json.contains("plist")) return to_bytes(as_bytes(plist::to_xml(to_plist(json["plist"]))));
        if (json.contains("data"))
            if (auto bytes = from_base64(json["data"].get<std::string>())) return *bytes;
    }
    throw SpecError(fmt::format("{}: a file is a text, or an object with text, data (base64), size or plist", name));
}

unsigned file_mode(std::string_view octal) {
    unsigned mode = 0;
    const auto [end, error] = std::from_chars(octal.data(), octal.data() + octal.size(), mode, 8);
    if (error != std::errc{} || end != octal.data() + octal.size())
        throw SpecError(fmt::format("a mode is written like \"0755\", not \"{}\"", octal));
    return mode;
}

std::string raw_name(std::string_view escaped) {
    std::string raw;
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        const auto byte = escaped.substr(i).starts_with("\\x") ? from_hex(escaped.substr(i + 2, 2)) : std::nullopt;
        if (byte && byte->size() == 1) {
            raw += std::to_integer<char>(byte->front());
            i += 3;
        } else {
            raw += escaped[i];
        }
    }
    return raw;
}

} // namespace nei::forge
