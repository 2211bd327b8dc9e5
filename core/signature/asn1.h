// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/timestamp.h"

#include <optional>
#include <string>

/// Walks BER and DER (ITU-T X.690) without decoding what nobody asks for: headers are read by OpenSSL, values stay
/// views into the input. Indefinite lengths and constructed strings are read; they occur in provisioning profiles.
namespace nei::signature::asn1 {

enum class TagClass { universal, application, context, private_use };

struct Tag {
    TagClass tag_class = TagClass::universal;
    int number = 0;
    bool operator==(const Tag&) const = default;
};

inline constexpr Tag integer{TagClass::universal, 2};
inline constexpr Tag octet_string{TagClass::universal, 4};
inline constexpr Tag object_identifier{TagClass::universal, 6};
inline constexpr Tag sequence{TagClass::universal, 16};
inline constexpr Tag set{TagClass::universal, 17};
constexpr Tag context(int number) {
    return {TagClass::context, number};
}

struct Value {
    Tag tag;
    bool constructed = false;
    bool indefinite = false; ///< its length was not stated; it ended at an end-of-contents mark
    ByteView content;        ///< without header and end-of-contents mark
    ByteView encoded;        ///< all of it
};

/// Reads values one after the other, never outside `data`. Whatever does not parse makes the reader fail for good.
class Reader {
public:
    explicit Reader(ByteView data) : rest_(data) {}
    /// Of what is inside a value.
    explicit Reader(const Value& value) : rest_(value.content), failed_(!value.constructed) {}

    /// The next value, whatever it is; nothing at the end.
    std::optional<Value> next();

    /// The next value if it has this tag; otherwise the reader fails. Nothing at the end.
    std::optional<Value> next(Tag tag);

    /// The next value if it has this tag; otherwise nothing, and the reader stays where it is.
    std::optional<Value> next_if(Tag tag);

    bool failed() const { return failed_; }
    bool at_end() const { return !failed_ && rest_.empty(); }
    ByteView rest() const { return rest_; }

private:
    ByteView rest_;
    bool failed_ = false;
};

/// The bytes of an OCTET STRING (or of one with another tag, by context), its pieces joined where it is constructed.
std::optional<Bytes> octets(const Value& value);

/// Dotted decimal: "1.2.840.113635.100.6.1.13"; empty where `value` is no object identifier.
std::string object_identifier_text(const Value& value);

/// A UTCTime or GeneralizedTime.
std::optional<Timestamp> time(const Value& value);

} // namespace nei::signature::asn1
