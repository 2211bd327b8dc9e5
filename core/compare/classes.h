// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/compare/comparison.h"

#include <string>
#include <string_view>
#include <vector>

/// Which class a difference is of and what follows from what, as a table: resources/knowledge/differences.json.
namespace nei::compare {

/// Text with `*` for any number of characters.
bool matches(std::string_view pattern, std::string_view text);

/// One row: what it applies to, and what it says. An empty part applies to everything.
struct ClassRule {
    std::optional<Aspect> aspect;
    std::vector<std::string> keys; ///< patterns
    std::vector<Change> changes;
    std::vector<PairKind> pairs;
    std::optional<bool> same_version; ///< whether both builds have the same version and build number
    std::vector<std::string> items;   ///< patterns of kinds of item, or "provider"
    std::vector<std::string> names;   ///< patterns of item names
    std::string when;                 ///< name of a condition on the two values: `holds`
    std::vector<std::string> a, b;    ///< the values on one line
    Class kind = Class::review;
    std::string why; ///< with {meaning}, {title}, {key}, {a}, {b}
};

/// What a difference can follow from, most likely first. In the outermost item it is the same difference: a whole
/// product is signed by one certificate.
struct ConsequenceRule {
    Aspect aspect = Aspect::item;
    std::vector<std::string> keys; ///< patterns
    struct Cause {
        enum class In { item, items_inside, outermost } in = In::item;
        Aspect aspect = Aspect::item; ///< but for items inside: there anything counts
        std::string key;              ///< pattern
        std::vector<Change> changes;  ///< empty: any
    };
    std::vector<Cause> causes;
};

/// What two builds are to each other, as far as classes hang on it.
struct PairFacts {
    PairKind kind = PairKind::versions;
    bool same_version = false; ///< of the outermost items: version and build number
};

class ClassTable {
public:
    /// The table that this program was built with.
    static const ClassTable& builtin();

    const std::vector<ClassRule>& classes() const { return classes_; }
    const std::vector<ConsequenceRule>& consequences() const { return consequences_; }

    /// Gives a difference its class and reason, by the first row that applies. `item` is the second build's, or the
    /// first's where only that has it; null for files outside of all items.
    void classify(Difference& difference, const bundle::CodeItem* item, const PairFacts& pair) const;

private:
    ClassTable();
    std::vector<ClassRule> classes_;
    std::vector<ConsequenceRule> consequences_;
};

/// Whether a condition of a row is true of the two values:
/// "raised", "lowered" (versions), "later", "earlier" (dates), "gained" (elements, and lost none), "lost" (elements),
/// "suffix" (equal but for -systemextension), "same",
/// "blocker", "warning", "note" (severity of the second build's finding, or
/// of the first's where it is gone), "unsigned" (the second build's).
bool holds(std::string_view condition, const Difference& difference);

} // namespace nei::compare
