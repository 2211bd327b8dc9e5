// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/compare/comparison.h"

/// What a code item says, as a flat list that can be compared line by line.
namespace nei::compare {

struct Fact {
    Aspect aspect = Aspect::item;
    std::string architecture; ///< "" where it is about the whole item
    std::string key;          ///< as Difference::key
    plist::Value value;
};

/// Collects facts about one part of an item.
class FactList {
public:
    /// What is added from now on belongs there.
    void about(Aspect aspect, std::string architecture = "") {
        aspect_ = aspect;
        architecture_ = std::move(architecture);
    }

    void add(std::string key, plist::Value value) {
        facts_.push_back({aspect_, architecture_, std::move(key), std::move(value)});
    }
    /// Nothing where the text is empty or absent.
    void add_text(std::string key, const std::string& text);
    void add_text(std::string key, const std::optional<std::string>& text);
    void add_date(std::string key, const std::optional<Timestamp>& date);
    void add_hex(std::string key, ByteView bytes);
    /// In order and each once: what has no order compares without one.
    void add_set(std::string key, std::vector<std::string> texts);
    /// Every member of a dictionary, those of dictionaries in it as "outer:inner"; lists stay whole.
    void add_members(const std::string& prefix, const plist::Value& dictionary);

    std::vector<Fact> take() { return std::move(facts_); }

private:
    Aspect aspect_ = Aspect::item;
    std::string architecture_;
    std::vector<Fact> facts_;
};

/// What `item` says, sorted by aspect, architecture and key; each of these once. Parts that say the very same in
/// `other` are left out: most of two builds is the same.
std::vector<Fact> facts_of(const bundle::CodeItem& item, const bundle::CodeItem& other);

/// The parts of facts_of.
void add_profile_facts(FactList& facts, const profile::Profile& profile);
void add_code_facts(FactList& facts, const bundle::CodeSlice& slice);
/// `signature` is null where there is none.
void add_signature_facts(FactList& facts, const signature::Signature* signature, const std::string& architecture);

/// Keys that are used in more than one place.
namespace key {
inline constexpr std::string_view presence = "item";              ///< of an item that only one build has
inline constexpr std::string_view kind = "kind";                  ///< of an item; of a signature
inline constexpr std::string_view path = "path";                  ///< of an item in its parent
inline constexpr std::string_view may_run = "executable_may_run"; ///< said where both builds have an executable
inline constexpr std::string_view architecture = "architecture";  ///< that the item has code for
inline constexpr std::string_view code = "code";                  ///< its pages, whatever their signature
inline constexpr std::string_view header = "load_commands";       ///< the pages that hold header and load commands
inline constexpr std::string_view content = "content";            ///< of code that is not signed: the file's bytes
inline constexpr std::string_view size = "size";                  ///< of a slice, its signature included
inline constexpr std::string_view cdhash = "cdhash";
inline constexpr std::string_view cms = "cms";
inline constexpr std::string_view integrity = "integrity";
inline constexpr std::string_view info_plist = "Info.plist";
inline constexpr std::string_view profile = "profile";
inline constexpr std::string_view special_slot = "special_slot_hashes:";
} // namespace key

} // namespace nei::compare
