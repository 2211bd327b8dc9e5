// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timestamp.h"
#include "core/plist/value.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nei::forge {

using Json = nlohmann::json;

/// Reads the members of one object of a spec and refuses those that nobody asked for: a misspelled key would otherwise
/// be a test that tests nothing. Every error names the place.
class SpecReader {
public:
    /// `where` is how errors name the object: "app Fernway". A null or absent object reads as an empty one.
    SpecReader(const Json& object, std::string where);

    /// The member as it is, null included; nullptr where it is absent.
    const Json* find(std::string_view key);
    bool is_null(std::string_view key);
    std::optional<std::string> text(std::string_view key);
    std::string text(std::string_view key, std::string fallback);
    std::optional<bool> flag(std::string_view key);
    bool flag(std::string_view key, bool fallback);
    std::optional<std::int64_t> number(std::string_view key);
    std::optional<std::vector<std::string>> texts(std::string_view key); ///< a text alone is a list of one
    std::optional<Timestamp> date(std::string_view key);

    /// Throws SpecError where a member was never asked for.
    void finish() const;

    const std::string& where() const { return where_; }
    [[noreturn]] void refuse(std::string_view key, std::string_view why) const;

private:
    Json object_;
    std::string where_;
    std::set<std::string, std::less<>> known_;
};

/// `patch` over `base`, objects member by member; a null stays a null, as it means "leave this out".
Json merged(const Json& base, const Json& patch);

/// Property list value of JSON: `{"data": "<base64>"}` and `{"date": "<RFC 3339>"}` as in the command line's documents.
plist::Value to_plist(const Json& json);

/// Members of `patch` over `base`: null removes, objects merge, all else replaces. `"$only": true` in an object starts
/// it from nothing.
plist::Dictionary patched(plist::Dictionary base, const Json& patch);

/// Contents of a file: a text, or an object with one of text, data (base64), size (filler bytes), plist.
Bytes file_content(const Json& json, std::string_view name);

/// Unix permissions as specs write them: "0755".
unsigned file_mode(std::string_view octal);

/// `\xNN` becomes that byte: names that are not UTF-8 can be written in a spec.
std::string raw_name(std::string_view escaped);

} // namespace nei::forge
