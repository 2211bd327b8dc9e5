// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/slice_comparison.h"

#include "core/base/text.h"
#include "core/report/words.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace nei::report {
namespace {

using bundle::CodeSlice;
using signature::CodeDirectory;
using signature::Signature;

const CodeDirectory* directory_of(const CodeSlice& slice) {
    if (!slice.signature || slice.signature->code_directories.empty()) return nullptr;
    return &slice.signature->code_directories[slice.signature->preferred_directory()];
}

/// Calls `text` with the slice's signature; "" where it has none.
template <class Text>
auto of_signature(Text text) {
    return [text](const CodeSlice& slice) { return slice.signature ? text(*slice.signature) : std::string(); };
}
template <class Text>
auto of_directory(Text text) {
    return [text](const CodeSlice& slice) {
        const CodeDirectory* directory = directory_of(slice);
        return directory ? text(*directory) : std::string();
    };
}

std::string hash_types(const Signature& signature) {
    std::vector<std::string> names;
    for (const CodeDirectory& each : signature.code_directories)
        names.push_back(signature::hash_type_name(each.hash_type));
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string signer(const Signature& signature) {
    return signature.signer ? signature.signer->common_name : signer_words(&signature);
}

std::string moment(const Signature& signature) {
    if (signature.timestamp) return to_display(*signature.timestamp);
    return signature.signing_time ? to_display(*signature.signing_time) + ", the signer's own clock" : "";
}

std::string entitlements(const Signature& signature) {
    std::vector<std::string> lines;
    const plist::Dictionary* claims =
        signature.entitlements ? signature.entitlements->effective().dictionary() : nullptr;
    if (claims)
        for (const auto& [key, value] : *claims) lines.push_back(fmt::format("{} = {}", key, plist::one_line(value)));
    return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string libraries(const CodeSlice& slice) {
    std::vector<std::string_view> paths;
    for (const macho::Library& library : slice.code.libraries) paths.push_back(library.path);
    return fmt::format("{}", fmt::join(paths, "\n"));
}

std::string minimum_os(const CodeSlice& slice) {
    std::vector<std::string> words;
    for (const macho::Platform& platform : slice.code.platforms)
        words.push_back(fmt::format("{} {}", platform_words(platform.name), platform.minimum_os.text()));
    return fmt::format("{}", fmt::join(words, ", "));
}

std::string sdk(const CodeSlice& slice) {
    std::vector<std::string> versions;
    for (const macho::Platform& platform : slice.code.platforms)
        if (platform.sdk) versions.push_back(platform.sdk->text());
    return fmt::format("{}", fmt::join(versions, ", "));
}

/// Facts whose agreement is worth saying, with the word for them in a sentence.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> identity{{
    {"Identifier", "identifier"},
    {"Team ID", "team"},
    {"Flags", "flags"},
    {"Designated requirement", "requirement"},
    {"Entitlements", "entitlements"},
}};

std::string word_for(std::string_view name) {
    const auto known = std::ranges::find(identity, name, [](const auto& entry) { return entry.first; });
    if (known != identity.end()) return std::string(known->second);
    // "SDK" and "Minimum OS" are written so within a sentence as well, but for the first letter of a word.
    return name == "SDK" ? std::string(name) : ascii_lower(name.substr(0, 1)) + std::string(name.substr(1));
}

/// "a", "a and b", "a, b and c"
std::string listed(const std::vector<std::string>& words) {
    if (words.size() < 2) return words.empty() ? "" : words.front();
    return fmt::format("{} and {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

/// Where some slices are signed and others are not, that is all there is to say; and of what cannot be read, that
/// nothing is known. Else empty.
std::string unsigned_words(const bundle::CodeItem& item) {
    std::vector<std::string> unreadable;
    for (const CodeSlice& slice : item.slices)
        if (slice.has_unreadable_signature()) unreadable.push_back(slice.code.architecture);
    if (!unreadable.empty())
        return fmt::format("How the slices differ is not known: the signature of {} cannot be read.",
                           listed(unreadable));
    std::vector<std::string> with, without;
    for (const CodeSlice& slice : item.slices) (slice.signature ? with : without).push_back(slice.code.architecture);
    if (without.empty()) return {};
    if (with.empty()) return item.slices.size() == 2 ? "Neither slice is signed." : "None of the slices is signed.";
    return fmt::format("{} {} not signed; {} {}.", listed(without), without.size() == 1 ? "is" : "are", listed(with),
                       with.size() == 1 ? "is" : "are");
}

} // namespace

std::vector<SliceFact> compare_slices(const bundle::CodeItem& item) {
    std::vector<SliceFact> facts;
    if (item.slices.empty()) return facts;
    const auto add = [&](std::string_view name, auto text, bool is_code = false) {
        SliceFact fact{name, {}, false, is_code};
        for (const CodeSlice& slice : item.slices) fact.values.push_back(text(slice));
        fact.differs = std::ranges::any_of(fact.values, [&](const auto& value) { return value != fact.values[0]; });
        facts.push_back(std::move(fact));
    };
    add("Identifier", of_signature([](const Signature& s) { return s.identifier; }));
    add("Team ID", of_signature([](const Signature& s) { return s.team_id.value_or(""); }));
    add("Flags", of_directory([](const CodeDirectory& d) { return flags_words(d.flags); }));
    add("CDHash", of_directory([](const CodeDirectory& d) { return to_hex(d.cdhash()); }), true);
    add("Hash types", of_signature(hash_types));
    add("Code size", [](const CodeSlice& slice) { return fmt::format("{} bytes", grouped(slice.code.size)); }, true);
    add("Page size", of_directory([](const CodeDirectory& d) {
            return d.page_size == 0 ? std::string("the whole file") : fmt::format("{} bytes", grouped(d.page_size));
        }));
    add("Runtime version", of_directory([](const CodeDirectory& d) {
            return d.runtime_version ? signature::runtime_version_text(*d.runtime_version) : std::string();
        }));
    add("Minimum OS", minimum_os);
    add("SDK", sdk);
    add("UUID", [](const CodeSlice& slice) { return slice.code.uuid; }, true);
    add("Designated requirement", of_signature([](const Signature& s) {
            return s.designated_requirement ? s.designated_requirement->text : std::string();
        }));
    add("Entitlements", of_signature(entitlements));
    add("Libraries", libraries);
    add("Signer", of_signature(signer));
    add("Timestamp", of_signature(moment));
    return facts;
}

std::string slice_summary(const bundle::CodeItem& item, std::span<const SliceFact> facts) {
    if (item.slices.size() < 2) return {};
    if (std::string words = unsigned_words(item); !words.empty()) return words;
    std::vector<std::string> same, different;
    for (const SliceFact& fact : facts) {
        const bool is_identity =
            std::ranges::any_of(identity, [&](const auto& each) { return each.first == fact.name; });
        if (fact.differs && !fact.is_code) different.push_back(word_for(fact.name));
        if (!fact.differs && is_identity) same.push_back(word_for(fact.name));
    }
    const std::string all = item.slices.size() == 2 ? "Both slices" : fmt::format("All {} slices", item.slices.size());
    if (different.empty()) return fmt::format("{} agree in {}. Only their code differs.", all, listed(same));
    if (same.empty()) return fmt::format("The slices differ in {}.", listed(different));
    return fmt::format("The slices differ in {}; they agree in {}.", listed(different), listed(same));
}

} // namespace nei::report
