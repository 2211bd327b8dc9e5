// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <string_view>

namespace nei::plist {

/// Goes through an XML property list as Apple's tools write it, without making values of it: for large documents of
/// which little is wanted. Accepted are the elements of property lists, rightly nested, without entities, CDATA and
/// other rarities. Every function returns false where it meets something else; then plist::parse decides what it is.
class XmlWalk {
public:
    struct Tag {
        std::string_view name;
        bool empty = false; ///< `<true/>`
    };

    explicit XmlWalk(ByteView bytes) : rest_(as_text(bytes)) {}
    explicit XmlWalk(std::string_view text) : rest_(text) {}

    /// Whether a document may be walked at all: not too long, and without entities.
    static bool can_walk(std::string_view text);

    /// Reads as far as into the root dictionary; its members come next, then end().
    bool begin();
    bool end() { return close("plist"); }

    /// The members of a dictionary up to its end; `member(key)` reads the value behind a key.
    template <class Member>
    bool members(std::size_t depth, Member member) {
        if (depth > deepest) return false;
        while (!close("dict")) {
            if (!open() || tag_.name != "key" || tag_.empty) return false;
            const std::string_view key = text();
            if (!close("key") || !member(key)) return false;
        }
        return true;
    }

    /// Reads the tag that comes next, unless it closes an element.
    bool open();
    const Tag& tag() const { return tag_; }

    /// What is between here and the next tag.
    std::string_view text();
    bool close(std::string_view name);

    /// The rest of a value whose tag was read.
    bool value(std::size_t depth);

    /// What was not read yet.
    std::string_view rest() const { return rest_; }

private:
    /// Seals nest four deep.
    static constexpr std::size_t deepest = 16;

    void skip(std::string_view start, std::string_view end);
    void skip_space();

    std::string_view rest_;
    Tag tag_;
    std::size_t values_ = 0;
};

} // namespace nei::plist
