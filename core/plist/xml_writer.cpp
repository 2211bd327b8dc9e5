// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/property_list.h"

#include <fmt/format.h>

#include <iterator>

namespace nei::plist {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

class XmlWriter {
public:
    std::string write(const Value& value) {
        out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
               "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
               "<plist version=\"1.0\">\n";
        append(value, 0);
        out_ += "</plist>\n";
        return std::move(out_);
    }

private:
    void line(std::size_t depth, std::string_view text) {
        out_.append(depth, '\t');
        out_ += text;
        out_ += '\n';
    }

    void element(std::size_t depth, std::string_view tag, std::string_view content) {
        line(depth, fmt::format("<{0}>{1}</{0}>", tag, content));
    }

    void append(const Value& value, std::size_t depth) {
        if (const auto* text = value.string())
            element(depth, "string", escaped(*text));
        else if (const auto* boolean = value.boolean())
            line(depth, *boolean ? "<true/>" : "<false/>");
        else if (const auto* integer = value.integer())
            element(depth, "integer", std::to_string(*integer));
        else if (const auto* large = std::get_if<std::uint64_t>(&value.storage()))
            element(depth, "integer", std::to_string(*large));
        else if (const auto* real = value.real())
            element(depth, "real", fmt::format("{}", *real));
        else if (const auto* data = value.data())
            append_data(*data, depth);
        else if (const auto* date = value.date())
            element(depth, "date", to_rfc3339(*date));
        else if (const auto* uid = std::get_if<Uid>(&value.storage()))
            append(Dictionary{{"CF$UID", Value(static_cast<std::int64_t>(uid->value))}}, depth);
        else if (const auto* array = value.array())
            append_array(*array, depth);
        else if (const auto* dictionary = value.dictionary())
            append_dictionary(*dictionary, depth);
    }

    void append_data(const Bytes& data, std::size_t depth) {
        constexpr std::size_t line_bytes = 51; // 68 characters of base64, as Apple's tools break it
        line(depth, "<data>");
        for (std::size_t at = 0; at < data.size(); at += line_bytes)
            line(depth, to_base64(ByteView(data).subspan(at, std::min(line_bytes, data.size() - at))));
        line(depth, "</data>");
    }

    void append_array(const Array& array, std::size_t depth) {
        if (array.empty()) return line(depth, "<array/>");
        line(depth, "<array>");
        for (const Value& element : array) append(element, depth + 1);
        line(depth, "</array>");
    }

    void append_dictionary(const Dictionary& dictionary, std::size_t depth) {
        if (dictionary.empty()) return line(depth, "<dict/>");
        line(depth, "<dict>");
        for (const auto& [key, member] : dictionary) {
            element(depth + 1, "key", escaped(key));
            append(member, depth + 1);
        }
        line(depth, "</dict>");
    }

    std::string out_;
};

} // namespace

std::string to_xml(const Value& value) {
    return XmlWriter().write(value);
}

} // namespace nei::plist
