// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/timestamp.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nei::plist {

class Value;

using Array = std::vector<Value>;
/// Sorted by key: property lists have no order, and equal values must print alike.
using Dictionary = std::map<std::string, Value, std::less<>>;

/// A reference of a keyed archive (binary property lists only).
struct Uid {
    std::uint64_t value = 0;
    bool operator==(const Uid&) const = default;
};

/// One value of a property list, whichever of XML, binary or DER it came from.
///
/// Integers are signed; the few unsigned ones above 2^63-1 are std::uint64_t.
class Value {
public:
    using Storage =
        std::variant<std::string, bool, std::int64_t, std::uint64_t, double, Bytes, Timestamp, Uid, Array, Dictionary>;

    Value() : storage_(Dictionary{}) {}
    Value(std::string text) : storage_(std::move(text)) {}
    Value(std::string_view text) : storage_(std::string(text)) {}
    Value(const char* text) : storage_(std::string(text)) {}
    Value(bool boolean) : storage_(boolean) {}
    Value(int integer) : storage_(std::int64_t{integer}) {}
    Value(std::int64_t integer) : storage_(integer) {}
    Value(std::uint64_t integer) : storage_(integer) {}
    Value(double real) : storage_(real) {}
    Value(Bytes data) : storage_(std::move(data)) {}
    Value(Timestamp date) : storage_(date) {}
    Value(Uid uid) : storage_(uid) {}
    Value(Array array) : storage_(std::move(array)) {}
    Value(Dictionary dictionary) : storage_(std::move(dictionary)) {}

    const std::string* string() const { return std::get_if<std::string>(&storage_); }
    const bool* boolean() const { return std::get_if<bool>(&storage_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&storage_); }
    const double* real() const { return std::get_if<double>(&storage_); }
    const Bytes* data() const { return std::get_if<Bytes>(&storage_); }
    const Timestamp* date() const { return std::get_if<Timestamp>(&storage_); }
    const Array* array() const { return std::get_if<Array>(&storage_); }
    const Dictionary* dictionary() const { return std::get_if<Dictionary>(&storage_); }
    Array* array() { return std::get_if<Array>(&storage_); }
    Dictionary* dictionary() { return std::get_if<Dictionary>(&storage_); }
    const Storage& storage() const { return storage_; }

    /// Member `key` where this is a dictionary that has it.
    const Value* find(std::string_view key) const;

    /// A string member that is there and not empty.
    const std::string* find_string(std::string_view key) const;

    /// "string", "boolean", "integer", "real", "data", "date", "uid", "array", "dictionary".
    std::string_view type_name() const;

    bool operator==(const Value&) const;

private:
    Storage storage_;
};

/// The strings of an array of strings, or of one string alone; other elements are left out.
std::vector<std::string> strings(const Value& value);

/// One line for people: `packet-tunnel-provider, dns-proxy`; booleans as true and false, data as `<4 bytes 00ff…>`.
std::string one_line(const Value& value);

} // namespace nei::plist
