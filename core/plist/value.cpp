// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/value.h"

#include <fmt/format.h>

#include <iterator>

namespace nei::plist {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

void append_line(std::string& line, const Value& value);

void append_array(std::string& line, const Array& array) {
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i > 0) line += ", ";
        append_line(line, array[i]);
    }
}

void append_dictionary(std::string& line, const Dictionary& dictionary) {
    line += "{";
    const char* separator = "";
    for (const auto& [key, member] : dictionary) {
        line += separator + key + " = ";
        const bool list = member.array() != nullptr;
        if (list) line += "[";
        append_line(line, member);
        if (list) line += "]";
        separator = ", ";
    }
    line += "}";
}

void append_line(std::string& line, const Value& value) {
    const auto out = std::back_inserter(line);
    std::visit(Overloaded{
                   [&](const std::string& text) { line += text; },
                   [&](bool boolean) { line += boolean ? "true" : "false"; },
                   [&](std::int64_t integer) { fmt::format_to(out, "{}", integer); },
                   [&](std::uint64_t integer) { fmt::format_to(out, "{}", integer); },
                   [&](double real) { fmt::format_to(out, "{}", real); },
                   [&](const Bytes& data) {
                       const ByteView start = ByteView(data).first(std::min<std::size_t>(data.size(), 8));
                       fmt::format_to(out, "<{} bytes{}{}{}>", data.size(), data.empty() ? "" : " ", to_hex(start),
                                      data.size() > start.size() ? "…" : "");
                   },
                   [&](Timestamp date) { line += to_rfc3339(date); },
                   [&](Uid uid) { fmt::format_to(out, "uid {}", uid.value); },
                   [&](const Array& array) { append_array(line, array); },
                   [&](const Dictionary& dictionary) { append_dictionary(line, dictionary); },
               },
               value.storage());
}

} // namespace

const Value* Value::find(std::string_view key) const {
    const Dictionary* members = dictionary();
    if (!members) return nullptr;
    const auto found = members->find(key);
    return found == members->end() ? nullptr : &found->second;
}

const std::string* Value::find_string(std::string_view key) const {
    const Value* member = find(key);
    const std::string* text = member ? member->string() : nullptr;
    return text && !text->empty() ? text : nullptr;
}

std::string_view Value::type_name() const {
    return std::visit(Overloaded{
                          [](const std::string&) { return "string"; },
                          [](bool) { return "boolean"; },
                          [](std::int64_t) { return "integer"; },
                          [](std::uint64_t) { return "integer"; },
                          [](double) { return "real"; },
                          [](const Bytes&) { return "data"; },
                          [](Timestamp) { return "date"; },
                          [](Uid) { return "uid"; },
                          [](const Array&) { return "array"; },
                          [](const Dictionary&) { return "dictionary"; },
                      },
                      storage_);
}

bool Value::operator==(const Value& other) const {
    return storage_ == other.storage_;
}

std::vector<std::string> strings(const Value& value) {
    std::vector<std::string> texts;
    if (const std::string* text = value.string()) texts.push_back(*text);
    if (const Array* array = value.array())
        for (const Value& element : *array)
            if (const std::string* text = element.string()) texts.push_back(*text);
    return texts;
}

std::string one_line(const Value& value) {
    std::string line;
    append_line(line, value);
    return line;
}

} // namespace nei::plist
