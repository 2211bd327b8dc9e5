// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/facts.h"

#include <fmt/format.h>

namespace nei::compare {
namespace {

using signature::CodeDirectory;
using signature::Signature;

plist::Value flags(const std::vector<std::string>& names) {
    return plist::Array(names.begin(), names.end());
}

/// Every field of a code directory; `prefix` tells those of other hash types apart.
void add_directory(FactList& facts, const CodeDirectory& directory, const std::string& prefix) {
    const auto named = [&](std::string_view name) { return prefix + std::string(name); };
    const auto number = [&](std::string_view name, std::uint64_t value) {
        facts.add(named(name), static_cast<std::int64_t>(value));
    };
    facts.add(named("version"), fmt::format("{:#x}", directory.version));
    facts.add(named("flags"), flags(signature::code_directory_flag_names(directory.flags)));
    if (!prefix.empty()) {
        facts.add_text(named("identifier"), directory.identifier);
        facts.add_text(named("team_id"), directory.team_id);
    }
    number("page_size", directory.page_size);
    number("code_slots", directory.code_slots);
    number("special_slots", directory.special_slots);
    number("platform", directory.platform);
    number("code_limit", directory.code_limit);
    if (directory.exec_seg_base) number("exec_seg_base", *directory.exec_seg_base);
    if (directory.exec_seg_limit) number("exec_seg_limit", *directory.exec_seg_limit);
    if (directory.exec_seg_flags)
        facts.add(named("exec_seg_flags"), flags(signature::exec_seg_flag_names(*directory.exec_seg_flags)));
    if (directory.runtime_version)
        facts.add(named("runtime_version"), signature::runtime_version_text(*directory.runtime_version));
    if (directory.pre_encrypt_offset) number("pre_encrypt_offset", *directory.pre_encrypt_offset);
    if (directory.scatter_offset) number("scatter_offset", *directory.scatter_offset);
    if (directory.linkage)
        facts.add(named("linkage"),
                  fmt::format("hash type {}, application {}.{}, {} bytes at {}", directory.linkage->hash_type,
                              directory.linkage->application_type, directory.linkage->application_subtype,
                              directory.linkage->size, directory.linkage->offset));
    for (const auto& [slot, hash] : directory.special_slot_hashes)
        facts.add_hex(fmt::format("{}{}{}", prefix, key::special_slot, slot), hash);
    facts.add_hex(named(key::cdhash), directory.cdhash_full);
}

void add_entitlement(FactList& facts, const std::string& name, const plist::Value& value) {
    const std::vector<std::string> texts = plist::strings(value);
    // Claims are sets: their order means nothing.
    if (value.array() && texts.size() == value.array()->size() && !texts.empty())
        facts.add_set(name, texts);
    else
        facts.add(name, value);
}

void add_entitlements(FactList& facts, const signature::Entitlements& entitlements, const std::string& architecture) {
    facts.about(Aspect::entitlements, architecture);
    if (const plist::Dictionary* claims = entitlements.effective().dictionary())
        for (const auto& [name, value] : *claims) add_entitlement(facts, name, value);
    if (!entitlements.agree() && entitlements.xml && entitlements.xml->dictionary())
        for (const auto& [name, value] : *entitlements.xml->dictionary())
            add_entitlement(facts, name + " (XML)", value);
    facts.about(Aspect::signature, architecture);
    std::vector<std::string> forms;
    if (entitlements.xml) forms.emplace_back("xml");
    if (entitlements.der) forms.emplace_back("der");
    if (!entitlements.agree()) forms.emplace_back("they differ");
    if (entitlements.xml_trailing_text) forms.emplace_back("text after the xml");
    facts.add_set("entitlement_forms", std::move(forms));
}

void add_signer(FactList& facts, const Signature& signature) {
    std::vector<std::string> chain;
    for (const signature::CertificatePointer& certificate : signature.certificates)
        chain.push_back(certificate->common_name + " " + certificate->sha256);
    facts.add_set("certificates", std::move(chain));
    if (!signature.signer) return;
    facts.add_text("signer", signature.signer->common_name);
    facts.add("signer_class", slug(signature.signer_class));
    facts.add_text("signer_team_id", signature.signer_team_id());
}

void add_constraint(FactList& facts, const std::string& name, const std::optional<plist::Value>& constraint) {
    if (!constraint) return;
    facts.add("constraints:" + name, "present");
    facts.add_members("constraints:" + name + ":", *constraint);
}

} // namespace

void add_signature_facts(FactList& facts, const Signature* signature, const std::string& architecture) {
    facts.about(Aspect::signature, architecture);
    if (!signature) return facts.add(std::string(key::kind), "unsigned");
    facts.add(std::string(key::kind), slug(signature->kind));
    facts.add_text("identifier", signature->identifier);
    facts.add_text("team_id", signature->team_id);
    std::vector<std::string> hash_types;
    const std::size_t preferred = signature->preferred_directory();
    for (std::size_t i = 0; i < signature->code_directories.size(); ++i) {
        const CodeDirectory& directory = signature->code_directories[i];
        hash_types.push_back(signature::hash_type_name(directory.hash_type));
        add_directory(facts, directory, i == preferred ? "" : hash_types.back() + ":");
    }
    facts.add_set("hash_types", std::move(hash_types));
    std::vector<std::string> slots;
    for (const signature::SlotEntry& slot : signature->slots) slots.push_back(fmt::format("{:#x}", slot.slot));
    facts.add_set("slots", std::move(slots));
    if (signature->designated_requirement) {
        facts.add_text("designated_requirement", signature->designated_requirement->text);
        facts.add("designated_requirement:explicit", signature->designated_requirement->is_explicit);
    }
    for (const signature::RequirementSetEntry& entry : signature->requirements)
        if (entry.type != static_cast<std::uint32_t>(signature::RequirementType::designated))
            facts.add_text("requirements:" + signature::requirement_type_text(entry.type), entry.text);
    add_constraint(facts, "self", signature->constraints.self);
    add_constraint(facts, "parent", signature->constraints.parent);
    add_constraint(facts, "responsible", signature->constraints.responsible);
    add_constraint(facts, "library", signature->constraints.library);
    add_signer(facts, *signature);
    facts.add_hex(std::string(key::cms), signature->cms_digest);
    facts.add_date("signing_time", signature->signing_time);
    facts.add_date("timestamp", signature->timestamp);
    facts.add_text("timestamp_authority", signature->timestamp_authority);
    if (signature->entitlements) add_entitlements(facts, *signature->entitlements, architecture);
}

} // namespace nei::compare
