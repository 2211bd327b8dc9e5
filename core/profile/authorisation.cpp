// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/authorisation.h"

#include "core/base/limits.h"

#include <algorithm>
#include <set>

namespace nei::profile {
namespace {

using plist::Value;

/// How an allow-list value covers a claim; ordered so that the weakest of several is their minimum.
enum class Cover { none, wildcard, equal };

Cover text_cover(std::string_view allowed, std::string_view claim) {
    if (allowed == claim) return Cover::equal;
    if (!allowed.ends_with('*')) return Cover::none;
    allowed.remove_suffix(1);
    return claim.starts_with(allowed) ? Cover::wildcard : Cover::none;
}

/// One value that is not an array against another.
Cover single_cover(const Value& allowed, const Value& claim) {
    if (const std::string* pattern = allowed.string())
        if (const std::string* text = claim.string()) return text_cover(*pattern, *text);
    const bool* may = allowed.boolean();
    const bool* wants = claim.boolean();
    // Who may have it need not: macOS takes a claim of false where the profile allows true.
    if (may && wants) return *may || !*wants ? Cover::equal : Cover::none;
    return allowed == claim ? Cover::equal : Cover::none;
}

/// One element of a claim against a whole allow-list value.
Cover element_cover(const Value& allowed, const Value& element) {
    const plist::Array* choices = allowed.array();
    if (!choices) return single_cover(allowed, element);
    Cover best = Cover::none;
    for (const Value& choice : *choices) best = std::max(best, single_cover(choice, element));
    return best;
}

struct Comparison {
    Cover cover = Cover::equal;
    std::vector<std::string> not_permitted;
};

/// `allowed` may be null: then nothing is permitted.
Comparison compare(const Value* allowed, const Value& claim) {
    Comparison result;
    const auto add = [&](const Value& element) {
        const Cover cover = allowed ? element_cover(*allowed, element) : Cover::none;
        result.cover = std::min(result.cover, cover);
        if (cover == Cover::none) result.not_permitted.push_back(plist::one_line(element));
    };
    const plist::Array* elements = claim.array();
    if (!elements) {
        add(claim);
        return result;
    }
    const std::size_t choices = allowed && allowed->array() ? allowed->array()->size() : 1;
    if (elements->size() * choices > limits::claim_comparisons) {
        result.cover = Cover::none;
        result.not_permitted.push_back("more elements than are compared");
        return result;
    }
    for (const Value& element : *elements) add(element);
    // An empty list asks for nothing, but its key must be allowed like any other.
    if (elements->empty() && !allowed) result.cover = Cover::none;
    return result;
}

/// App groups whose identifier starts with "group." are registered with Apple, and a profile allows them on macOS too.
/// Those that start with the team's identifier are free there.
Value registered_groups(const Value& claim) {
    plist::Array registered;
    for (const std::string& group : plist::strings(claim))
        if (group.starts_with("group.")) registered.emplace_back(group);
    return registered;
}

const Value* member(const Value* dictionary, std::string_view key) {
    return dictionary ? dictionary->find(key) : nullptr;
}

std::optional<Value> copied(const Value* value) {
    return value ? std::optional(*value) : std::nullopt;
}

/// The allow-list value for a key. Mac Catalyst code claims its app ID in both spellings, its profile has one.
const Value* allowed_value(const Profile* profile, std::string_view key) {
    if (!profile) return nullptr;
    constexpr std::string_view mac_spelling = "com.apple.application-identifier", spelling = "application-identifier";
    if (const Value* value = profile->entitlements.find(key)) return value;
    if (key == mac_spelling) return profile->entitlements.find(spelling);
    if (key == spelling) return profile->entitlements.find(mac_spelling);
    return nullptr;
}

std::set<std::string, std::less<>> all_keys(const Claims& claims, const Profile* profile) {
    std::set<std::string, std::less<>> keys;
    for (const Value* source : {claims.xml, claims.der, claims.effective, profile ? &profile->entitlements : nullptr}) {
        const plist::Dictionary* dictionary = source ? source->dictionary() : nullptr;
        if (!dictionary) continue;
        for (const auto& [key, value] : *dictionary) keys.insert(key);
    }
    return keys;
}

void judge(Authorisation& entry, const Value& claim, const Profile* profile, bool store_signed) {
    if (!entry.restricted) {
        entry.verdict = Verdict::needs_no_profile;
        return;
    }
    if (!profile) {
        entry.verdict = store_signed ? Verdict::authorised_by_store : Verdict::no_profile;
        return;
    }
    Comparison comparison = compare(entry.allowed ? &*entry.allowed : nullptr, claim);
    entry.verdict = comparison.cover == Cover::none ? Verdict::not_allowed : Verdict::allowed;
    entry.by_wildcard = comparison.cover == Cover::wildcard;
    entry.not_permitted = std::move(comparison.not_permitted);
}

} // namespace

std::string_view slug(Verdict verdict) {
    switch (verdict) {
    case Verdict::allowed: return "allowed";
    case Verdict::not_allowed: return "not-allowed";
    case Verdict::needs_no_profile: return "needs-no-profile";
    case Verdict::authorised_by_store: return "authorised-by-store";
    case Verdict::allowed_but_unused: return "allowed-but-unused";
    case Verdict::no_profile: return "no-profile";
    }
    return "no-profile";
}

bool permits(const Value& allowed, const Value& claim) {
    return compare(&allowed, claim).cover != Cover::none;
}

std::vector<Authorisation> authorise(const Claims& claims, const Profile* profile, ne::PlatformFamily platform,
                                     bool store_signed) {
    const ne::Knowledge& knowledge = ne::Knowledge::builtin();
    std::vector<Authorisation> entries;
    for (const std::string& key : all_keys(claims, profile)) {
        Authorisation entry;
        entry.key = key;
        entry.restricted = knowledge.is_restricted(key, platform);
        entry.claimed_xml = copied(member(claims.xml, key));
        entry.claimed_der = copied(member(claims.der, key));
        entry.allowed = copied(allowed_value(profile, key));
        const Value* claim = member(claims.effective, key);
        Value groups;
        if (claim && key == ne::application_groups_entitlement && platform == ne::PlatformFamily::macos) {
            groups = registered_groups(*claim);
            entry.restricted = !groups.array()->empty();
            claim = &groups;
        }
        if (claim)
            judge(entry, *claim, profile, store_signed);
        else
            entry.verdict = entry.allowed ? Verdict::allowed_but_unused : Verdict::needs_no_profile;
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace nei::profile
