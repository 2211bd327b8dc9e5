// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace nei::compare {
namespace {

using bundle::CodeItem;
using bundle::CodeSlice;

plist::Value array_of(const std::vector<std::string>& texts) {
    return plist::Array(texts.begin(), texts.end());
}

/// A key of a property list as a part of a path: the separator in it is marked, so that no two paths become one.
std::string path_part(std::string_view key) {
    std::string part;
    for (const char c : key) {
        if (c == ':' || c == '\\') part += '\\';
        part += c;
    }
    return part;
}

auto place(const Fact& fact) {
    return std::tie(fact.aspect, fact.architecture, fact.key);
}

/// Facts are large, so each is moved once.
void sort(std::vector<Fact>& list) {
    std::vector<std::uint32_t> order(list.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return place(list[a]) < place(list[b]); });
    std::vector<Fact> sorted;
    sorted.reserve(list.size());
    for (const std::uint32_t index : order) sorted.push_back(std::move(list[index]));
    list = std::move(sorted);
}

/// Broken files name things twice: the second is told from the first by a number. Whether there was one.
bool tell_apart(std::vector<Fact>& sorted) {
    bool any = false;
    std::size_t repeated = 1;
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        repeated = place(sorted[i]) == place(sorted[i - repeated]) ? repeated + 1 : 1;
        if (repeated == 1) continue;
        sorted[i].key += fmt::format("#{}", repeated);
        any = true;
    }
    return any;
}

void add_item_facts(FactList& facts, const CodeItem& item) {
    facts.about(Aspect::item);
    facts.add(std::string(key::kind), slug(item.kind));
    if (item.executable_missing) facts.add("executable_missing", true);
    // Only whether it may be run: the other bits depend on who unpacked it.
    if (item.executable_mode) facts.add(std::string(key::may_run), (*item.executable_mode & 0111) != 0);
}

void add_info_plist_facts(FactList& facts, const CodeItem& item) {
    if (!item.info_plist) return;
    facts.about(Aspect::info_plist);
    facts.add_members("", *item.info_plist);
}

/// Its rules are compared with the files (compare_files.cpp).
void add_seal_facts(FactList& facts, const CodeItem& item) {
    if (!item.seal) return;
    facts.about(Aspect::signature);
    facts.add("seal:version", item.seal->version);
    facts.add("seal:files", static_cast<std::int64_t>(item.seal->files));
}

void add_ticket_facts(FactList& facts, const CodeItem& item) {
    if (!item.ticket) return;
    facts.about(Aspect::signature);
    facts.add("ticket", true);
    facts.add_date("ticket:issued", item.ticket->issued);
    std::vector<std::string> cdhashes;
    for (const signature::TicketEntry& entry : item.ticket->entries) cdhashes.push_back(to_hex(entry.cdhash));
    facts.add_set("ticket:cdhashes", std::move(cdhashes));
    facts.add_hex("ticket:signature", item.ticket->signature);
}

bool is_same_profile(const profile::Profile& a, const profile::Profile& b) {
    return a.content == b.content && a.der_content == b.der_content &&
           a.signature.content_intact == b.signature.content_intact && a.signature.chain == b.signature.chain &&
           a.signature.signer == b.signature.signer;
}

bool have_same_architectures(const CodeItem& a, const CodeItem& b) {
    const auto architecture = [](const CodeSlice& slice) { return std::string_view(slice.code.architecture); };
    return std::ranges::equal(a.slices, b.slices, {}, architecture, architecture);
}

/// Equal bytes of the CMS have equal signers, certificates and time stamps.
bool is_same_signature(const std::optional<signature::Signature>& a, const std::optional<signature::Signature>& b) {
    if (!a || !b) return !a && !b;
    const auto requirement = [](const signature::Signature& each) {
        const auto& own = each.designated_requirement;
        return own ? std::pair(own->text, own->is_explicit) : std::pair(std::string(), false);
    };
    const auto claims = [](const signature::Signature& each) {
        const auto& own = each.entitlements;
        return own ? std::tuple(own->xml, own->der, own->xml_trailing_text)
                   : std::tuple(std::optional<plist::Value>(), std::optional<plist::Value>(), false);
    };
    const auto constraints = [](const signature::Signature& each) {
        const auto& own = each.constraints;
        return std::tie(own.self, own.parent, own.responsible, own.library);
    };
    const auto type_and_text = [](const signature::RequirementSetEntry& each) {
        return std::pair(each.type, std::string_view(each.text));
    };
    return a->kind == b->kind && a->code_directories == b->code_directories && a->slots == b->slots &&
           a->cms_digest == b->cms_digest && requirement(*a) == requirement(*b) && claims(*a) == claims(*b) &&
           a->entitlements.has_value() == b->entitlements.has_value() && constraints(*a) == constraints(*b) &&
           std::ranges::equal(a->requirements, b->requirements, {}, type_and_text, type_and_text);
}

} // namespace

void FactList::add_text(std::string key, const std::string& text) {
    if (!text.empty()) add(std::move(key), text);
}

void FactList::add_text(std::string key, const std::optional<std::string>& text) {
    if (text) add_text(std::move(key), *text);
}

void FactList::add_date(std::string key, const std::optional<Timestamp>& date) {
    if (date) add(std::move(key), *date);
}

void FactList::add_hex(std::string key, ByteView bytes) {
    add_text(std::move(key), to_hex(bytes));
}

void FactList::add_set(std::string key, std::vector<std::string> texts) {
    if (texts.empty()) return;
    std::ranges::sort(texts);
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    add(std::move(key), array_of(texts));
}

void FactList::add_members(const std::string& prefix, const plist::Value& dictionary) {
    const plist::Dictionary* members = dictionary.dictionary();
    if (!members) return;
    for (const auto& [name, value] : *members) {
        std::string key = prefix + path_part(name);
        const bool nested = value.dictionary() && !value.dictionary()->empty();
        if (nested)
            add_members(key + ":", value);
        else
            add(std::move(key), value);
    }
}

std::vector<Fact> facts_of(const CodeItem& item, const CodeItem& other) {
    FactList facts;
    add_item_facts(facts, item);
    if (item.info_plist != other.info_plist) add_info_plist_facts(facts, item);
    if (item.profile && !(other.profile && is_same_profile(*item.profile, *other.profile))) {
        facts.about(Aspect::profile);
        add_profile_facts(facts, *item.profile);
    }
    add_seal_facts(facts, item);
    add_ticket_facts(facts, item);
    const bool aligned = have_same_architectures(item, other);
    for (std::size_t i = 0; i < item.slices.size(); ++i) {
        const CodeSlice& slice = item.slices[i];
        const CodeSlice* like = aligned ? &other.slices[i] : nullptr;
        if (!like || slice.code != like->code || slice.pages != like->pages) add_code_facts(facts, slice);
        if (!like || !is_same_signature(slice.signature, like->signature))
            add_signature_facts(facts, slice.signature ? &*slice.signature : nullptr, slice.code.architecture);
    }
    if (item.slices.empty() && item.kind != bundle::ItemKind::profile)
        add_signature_facts(facts, item.detached_signature.get(), "");

    std::vector<Fact> list = facts.take();
    sort(list);
    if (tell_apart(list)) sort(list);
    return list;
}

} // namespace nei::compare
