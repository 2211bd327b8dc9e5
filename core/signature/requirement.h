// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// Code requirements: the binary expression language of `requirement.h` and `reqdumper.cpp` (Apple Security), TN3127.
namespace nei::signature {

/// Opcodes, low 24 bits.
enum class RequirementOperator : std::uint32_t {
    never = 0,
    always = 1,
    identifier = 2,
    apple_anchor = 3,
    anchor_hash = 4,
    info_key_value = 5,
    conjunction = 6,
    disjunction = 7,
    cdhash = 8,
    negation = 9,
    info_key_field = 10,
    certificate_field = 11,
    trusted_certificate = 12,
    trusted_certificates = 13,
    certificate_generic = 14,
    apple_generic_anchor = 15,
    entitlement_field = 16,
    certificate_policy = 17,
    named_anchor = 18,
    named_code = 19,
    platform = 20,
    notarized = 21,
    certificate_field_date = 22,
    legacy_developer_id = 23,
};

/// The rest of an opcode: how a reader that does not know the operator takes it. Known operators ignore these.
inline constexpr std::uint32_t requirement_opcode_mask = 0x00ffffff;
inline constexpr std::uint32_t requirement_flag_false = 0x80000000; ///< data follows; counts as false
inline constexpr std::uint32_t requirement_flag_skip = 0x40000000;  ///< data follows; the next expression counts

enum class MatchOperator : std::uint32_t {
    exists = 0,
    equal = 1,
    contains = 2,
    begins_with = 3,
    ends_with = 4,
    less = 5,
    greater = 6,
    less_or_equal = 7,
    greater_or_equal = 8,
    on = 9,
    before = 10,
    after = 11,
    on_or_before = 12,
    on_or_after = 13,
    absent = 14,
};

struct RequirementMatch {
    std::uint32_t operation = 0; ///< MatchOperator; other numbers are unknown and taken to have one data operand
    Bytes value;
    std::int64_t date = 0; ///< seconds since 2001-01-01, for `on` to `on_or_after`
};

/// A requirement expression as a tree: to print now, to evaluate in core/verify.
struct RequirementExpression {
    std::uint32_t opcode = 0;                    ///< RequirementOperator with its flag bits
    std::vector<RequirementExpression> operands; ///< of and, or, not; and the one after a skipped unknown opcode
    std::int32_t certificate = 0;                ///< certificate slot: 0 leaf, -1 root
    std::int32_t number = 0;                     ///< platform
    Bytes key, value;                            ///< key of a field; identifier, hash, name
    RequirementMatch match;

    RequirementOperator operation() const; ///< none of the enumerators where it is unknown
};

struct Requirement {
    std::uint32_t kind = 1; ///< 1 expression, 2 DER constraint
    RequirementExpression expression;
    Bytes der; ///< of kind 2
};

enum class RequirementType : std::uint32_t { host = 1, guest = 2, designated = 3, library = 4, plugin = 5 };

/// `blob` with its header (fade0c00).
Result<Requirement> parse_requirement(ByteView blob);

/// Text exactly as `codesign -d -r-` prints it after `designated => `.
std::string to_text(const Requirement& requirement);

struct RequirementSetEntry {
    std::uint32_t type = 0; ///< RequirementType or unknown
    Requirement requirement;
    std::string text;
};

struct RequirementSet {
    std::vector<RequirementSetEntry> entries;
    Problems problems;

    const RequirementSetEntry* find(RequirementType type) const;
};

/// `blob` is a set (fade0c01) with its header.
Result<RequirementSet> parse_requirement_set(ByteView blob);

/// "designated", "host", ...; "/*unknown type*/ 9".
std::string requirement_type_text(std::uint32_t type);

/// A value as the language writes it: bare, quoted or 0x hex.
std::string requirement_literal(ByteView value);

} // namespace nei::signature
