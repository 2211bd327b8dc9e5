// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/plist/value.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

/// `_CodeSignature/CodeResources` read wholly: which files a signature covers and by which rules that was decided.
/// Format: TN3126 and resources.cpp (Apple Security).
namespace nei::signature {

/// One rule. A path is treated as the rule says that decides for it: ResourceSeal::rule_for.
struct SealRule {
    std::string pattern;   ///< POSIX extended regular expression, searched in the path: only `^` ties it to its start
    double weight = 1;     ///< the heaviest rule that matches decides
    bool omit = false;     ///< not sealed
    bool optional = false; ///< sealed, may be removed
    bool nested = false;   ///< code, sealed by its identity and not by its bytes
    /// `pattern`, ready to match; null where it cannot be used, and then it matches nothing.
    std::shared_ptr<const re2::RE2> expression;

    bool matches(std::string_view path) const;
};

/// What the seal says of one path. A file has hashes, nested code a cdhash and a requirement, a symbolic link a target.
struct SealEntry {
    std::string path; ///< from the seal's folder, with name_text applied like all paths of a FileTree
    Bytes hash;       ///< SHA-1; empty where there is none
    Bytes hash2;      ///< SHA-256; empty where there is none
    std::optional<std::string> link_target; ///< text of the symbolic link
    Bytes cdhash;                           ///< of nested code, for the slice that was native when it was signed
    std::string requirement;                ///< that nested code has to satisfy, as text; empty where there is none
    bool optional = false;                  ///< may be removed without breaking the seal

    bool is_nested_code() const { return !cdhash.empty() || !requirement.empty(); }
    bool operator==(const SealEntry&) const = default;
};

struct ResourceSeal {
    int version = 0;              ///< 2 where rules2 and files2 are there, else 1
    std::vector<SealRule> rules;  ///< in the order in which they decide: heaviest first, of equal ones those that omit
    std::vector<SealEntry> files; ///< by path, byte by byte
    Problems problems;            ///< rules and entries that could not be used; without a path

    /// The rule that decides for this path from the seal's folder; null where none matches. `_CodeSignature`, a ticket
    /// and the main executable are never sealed, whatever the rules say: that is for the caller to know.
    const SealRule* rule_for(std::string_view path) const;

    /// The entry of this path; null where the seal does not list it.
    const SealEntry* find(std::string_view path) const;
};

/// Reads rules2 and files2, or rules and files where one of those is not there. A rule whose pattern cannot be
/// compiled, or whose value is no rule, is kept and never matches; an entry that says nothing is kept as well; both are
/// problems. An error where nothing is sealed, or where there are more rules than limits::seal_rules.
Result<ResourceSeal> parse_seal(const plist::Value& code_resources);

/// The same from the file's bytes; where they are as Apple's tools write them, without making values of all files
/// first.
Result<ResourceSeal> read_seal(ByteView code_resources);

} // namespace nei::signature
