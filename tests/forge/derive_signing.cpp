// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/property_list.h"
#include "tests/forge/der.h"
#include "tests/forge/item.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::forge {
namespace {

using Word = std::pair<std::string_view, std::uint32_t>;

constexpr std::array<Word, 10> flag_words{{{"host", 0x1},
                                           {"adhoc", 0x2},
                                           {"hard", 0x100},
                                           {"kill", 0x200},
                                           {"expires", 0x400},
                                           {"restrict", 0x800},
                                           {"enforcement", 0x1000},
                                           {"library-validation", 0x2000},
                                           {"runtime", 0x10000},
                                           {"linker-signed", 0x20000}}};
constexpr std::array<Word, 7> exec_seg_words{{{"main-binary", 0x1},
                                              {"allow-unsigned", 0x10},
                                              {"debugger", 0x20},
                                              {"jit", 0x40},
                                              {"skip-library-validation", 0x80},
                                              {"can-load-cdhash", 0x100},
                                              {"can-exec-cdhash", 0x200}}};
constexpr std::array<Word, 4> constraint_slots{{{"self", 8}, {"parent", 9}, {"responsible", 10}, {"library", 11}}};

/// A number, or a list of names.
template <std::size_t count>
std::optional<std::uint32_t> bits(SpecReader& reader, std::string_view key, const std::array<Word, count>& words) {
    const Json* value = reader.find(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    if (!value->is_array()) return static_cast<std::uint32_t>(*reader.number(key));
    std::uint32_t all = 0;
    const auto names = reader.texts(key);
    for (const std::string& word : *names) {
        const auto found = std::ranges::find(words, word, &Word::first);
        if (found == words.end()) reader.refuse(key, fmt::format("has an unknown name \"{}\"", word));
        all |= found->second;
    }
    return all;
}

std::uint32_t usual_flags(const Item& item, const SignerSpec& signer) {
    const bool hardened = item.mac() && item.kind != ItemKind::kernel_extension &&
                          (signer.kind == SignerKind::developer_id || signer.kind == SignerKind::development);
    return hardened ? code_flag::runtime : 0;
}

bool allows_debuggers(const plist::Dictionary& claims) {
    for (const std::string_view key : {"get-task-allow", "com.apple.security.get-task-allow"})
        if (const auto found = claims.find(key); found != claims.end() && found->second == plist::Value(true))
            return true;
    return false;
}

void set_entitlements(SigningOptions& options, SpecReader& reader, const std::optional<plist::Dictionary>& claims) {
    if (claims) {
        options.entitlements_xml = to_bytes(as_bytes(plist::to_xml(*claims)));
        options.entitlements_der = der::plist_dictionary(*claims);
    }
    if (const Json* der = reader.find("entitlements_der")) {
        if (der->is_null())
            options.entitlements_der.reset();
        else
            options.entitlements_der = der::plist_dictionary(patched(claims.value_or(plist::Dictionary{}), *der));
    }
    if (const Json* xml = reader.find("entitlements_xml")) {
        if (xml->is_null())
            options.entitlements_xml.reset();
        else
            options.entitlements_xml = file_content(*xml, "entitlements_xml");
    }
    if (const auto suffix = reader.text("entitlements_xml_suffix"); suffix && options.entitlements_xml) {
        const ByteView more = as_bytes(*suffix);
        options.entitlements_xml->insert(options.entitlements_xml->end(), more.begin(), more.end());
    }
}

void set_constraints(SigningOptions& options, SpecReader& reader) {
    const Json* constraints = reader.find("constraints");
    if (constraints == nullptr || constraints->is_null()) return;
    SpecReader members(*constraints, reader.where() + ", constraints");
    for (const auto& [word, slot] : constraint_slots) {
        const Json* facts = members.find(word);
        if (facts == nullptr) continue;
        const plist::Dictionary constraint{{"ccat", 0}, {"comp", 1}, {"reqs", patched({}, *facts)}, {"vers", 1}};
        options.constraints.emplace(slot, der::plist_dictionary(constraint));
    }
    members.finish();
}

void set_special_slots(SigningOptions& options, SpecReader& reader) {
    const Json* slots = reader.find("special_slots");
    if (slots == nullptr) return;
    for (const auto& [number, value] : slots->items()) {
        const auto slot = static_cast<std::uint32_t>(std::stoul(number));
        if (value.is_null())
            options.slot_hashes[slot] = {};
        else if (value == "wrong")
            options.slot_hashes[slot] = digest(DigestAlgorithm::sha384, as_bytes("wrong on purpose"));
        else if (const auto hash = from_hex(value.get<std::string>()))
            options.slot_hashes[slot] = *hash;
        else
            reader.refuse("special_slots", "has a hash, \"wrong\" or null for each slot number");
    }
}

void set_cms(SigningOptions& options, SpecReader& reader, const Item& item) {
    CmsOptions& cms = options.cms;
    const bool stamped = options.signer.kind == SignerKind::developer_id;
    cms.signing_time =
        reader.is_null("signing_time") ? std::nullopt : std::optional(reader.date("signing_time").value_or(item.date));
    const Json* timestamp = reader.find("timestamp");
    if (timestamp == nullptr ? stamped : timestamp->is_boolean() && timestamp->get<bool>())
        cms.timestamp = item.date + std::chrono::seconds(4);
    else if (timestamp != nullptr && timestamp->is_string())
        cms.timestamp = reader.date("timestamp");
    cms.expiration = reader.date("expiration");
    if (const auto digest = reader.text("cms_digest")) cms.digest = digest_of(hash_type(*digest));
    cms.signed_attributes = reader.flag("cms_attributes", true);
    cms.agility_in_order = reader.flag("cms_agility_in_order", false);
    options.empty_cms_slot = reader.flag("empty_cms_slot", true);
}

} // namespace

SigningOptions signing_options(const Item& item, const ItemSlice* slice,
                               const std::optional<plist::Dictionary>& claims) {
    Json members = item.signature.is_discarded() || item.signature.is_null() ? Json::object() : item.signature;
    if (slice != nullptr && slice->signature.is_object()) members = merged(members, slice->signature);
    SpecReader reader(members, item.where() + ", signature");
    SigningOptions options;
    options.signer = slice != nullptr ? parse_signer(slice->signer, item.signer) : item.signer;
    options.identifier = reader.text("identifier", item.identifier);

    const bool certified = options.signer.has_certificate() && options.signer.kind != SignerKind::self_signed &&
                           options.signer.kind != SignerKind::apple_platform;
    options.team = certified ? options.signer.team : "";
    if (const Json* team = reader.find("team")) options.team = team->is_null() ? "" : team->get<std::string>();

    options.flags = bits(reader, "flags", flag_words).value_or(usual_flags(item, options.signer));
    if (const auto version = reader.number("version")) options.version = static_cast<std::uint32_t>(*version);
    if (const auto hashes = reader.texts("hash_types")) {
        options.hashes.clear();
        for (const std::string& word : *hashes) options.hashes.push_back(hash_type(word));
    }
    options.page_size = static_cast<std::uint32_t>(reader.number("page_size").value_or(4096));
    options.platform = static_cast<std::uint8_t>(
        reader.number("platform").value_or(options.signer.kind == SignerKind::apple_platform ? 13 : 0));
    options.runtime_version = reader.text("runtime_version", item.sdk);

    const bool program = slice != nullptr && slice->code.file_type == "execute";
    std::uint64_t exec_flags = program ? 1 : 0;
    const std::optional<plist::Dictionary> own_claims = program                             ? claims
                                                        : !item.entitlements.is_discarded() ? claims
                                                                                            : std::nullopt;
    if (own_claims && allows_debuggers(*own_claims)) exec_flags |= 0x10;
    options.exec_seg_flags =
        bits(reader, "exec_seg_flags", exec_seg_words).value_or(static_cast<std::uint32_t>(exec_flags));

    options.requirement_slot = !reader.is_null("requirements");
    options.requirements = reader.text("requirements", "");
    set_entitlements(options, reader, own_claims);
    set_constraints(options, reader);
    set_special_slots(options, reader);
    set_cms(options, reader, item);
    reader.finish();
    return options;
}

} // namespace nei::forge
