// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_parts.h"

#include <fmt/format.h>

namespace nei::report {

using nlohmann::json;

json to_json(const signature::Certificate& certificate) {
    return {
        {"common_name", text_or_null(certificate.common_name)},
        {"organization", text_or_null(certificate.organization)},
        {"organizational_unit", text_or_null(certificate.organizational_unit)},
        {"country", text_or_null(certificate.country)},
        {"user_id", text_or_null(certificate.user_id)},
        {"subject", text_or_null(certificate.subject)},
        {"issuer", text_or_null(certificate.issuer)},
        {"serial", text_or_null(certificate.serial)},
        {"sha1", text_or_null(certificate.sha1)},
        {"sha256", text_or_null(certificate.sha256)},
        {"not_before", to_rfc3339(certificate.not_before)},
        {"not_after", to_rfc3339(certificate.not_after)},
        {"marker_oids", texts(certificate.marker_oids)},
        {"extended_key_usage", texts(certificate.extended_key_usage)},
        {"public_key", text_or_null(certificate.public_key)},
        {"authority", certificate.is_authority},
    };
}

json certificates_json(const std::vector<signature::CertificatePointer>& certificates) {
    json list = json::array();
    for (const signature::CertificatePointer& certificate : certificates)
        if (certificate) list.push_back(to_json(*certificate));
    return list;
}

json to_json(const signature::CodeDirectory& directory) {
    json hashes = json::object();
    for (const auto& [slot, hash] : directory.special_slot_hashes) hashes[std::to_string(slot)] = to_hex(hash);
    json object{
        {"version", fmt::format("0x{:x}", directory.version)},
        {"flags", flags_json(directory.flags, signature::code_directory_flag_names(directory.flags))},
        {"hash_type", signature::hash_type_name(directory.hash_type)},
        {"hash_size", directory.hash_size},
        {"page_size", directory.page_size == 0 ? json(nullptr) : json(directory.page_size)},
        {"code_slots", directory.code_slots},
        {"special_slots", directory.special_slots},
        {"platform", directory.platform},
        {"code_limit", directory.code_limit},
        {"identifier", text_or_null(directory.identifier)},
        {"team_id", text_or_null(directory.team_id)},
        {"cdhash", hex_or_null(directory.cdhash())},
        {"cdhash_full", hex_or_null(directory.cdhash_full)},
        {"special_slot_hashes", std::move(hashes)},
        {"size", directory.length},
    };
    if (directory.exec_seg_base) object["exec_seg_base"] = *directory.exec_seg_base;
    if (directory.exec_seg_limit) object["exec_seg_limit"] = *directory.exec_seg_limit;
    if (const auto flags = directory.exec_seg_flags)
        object["exec_seg_flags"] = flags_json(*flags, signature::exec_seg_flag_names(*flags));
    if (directory.runtime_version && *directory.runtime_version != 0)
        object["runtime_version"] = signature::runtime_version_text(*directory.runtime_version);
    if (directory.pre_encrypt_offset) object["pre_encrypt_offset"] = *directory.pre_encrypt_offset;
    if (directory.scatter_offset) object["scatter_offset"] = *directory.scatter_offset;
    if (const auto& linkage = directory.linkage)
        object["linkage"] = {{"hash_type", linkage->hash_type},
                             {"application_type", linkage->application_type},
                             {"application_subtype", linkage->application_subtype},
                             {"offset", linkage->offset},
                             {"size", linkage->size}};
    return object;
}

namespace {

json entitlements_json(const signature::Entitlements& entitlements) {
    return {
        {"xml", value_or_null(entitlements.xml)},
        {"der", value_or_null(entitlements.der)},
        {"effective", entitlements.present() ? to_json(entitlements.effective()) : json(nullptr)},
        {"agree", entitlements.agree()},
        {"xml_trailing_text", entitlements.xml_trailing_text},
    };
}

json slot_table(const std::vector<signature::SlotEntry>& slots) {
    json table = json::array();
    for (const signature::SlotEntry& entry : slots)
        table.push_back({{"slot", fmt::format("0x{:x}", entry.slot)},
                         {"name", signature::slot_name(entry.slot)},
                         {"magic", fmt::format("0x{:08x}", entry.magic)},
                         {"bytes", entry.length}});
    return table;
}

json signer_json(const signature::Signature& signature) {
    if (!signature.signer) return nullptr;
    return {
        {"class", slug(signature.signer_class)},
        {"common_name", text_or_null(signature.signer->common_name)},
        {"team_id", text_or_null(signature.signer_team_id())},
    };
}

} // namespace

json to_json(const signature::Signature& signature) {
    json directories = json::array(), slots = json::array(), requirements = json::array();
    for (const signature::CodeDirectory& directory : signature.code_directories)
        directories.push_back(to_json(directory));
    for (const signature::SlotEntry& entry : signature.slots) slots.push_back(fmt::format("0x{:x}", entry.slot));
    for (const signature::RequirementSetEntry& entry : signature.requirements)
        requirements.push_back(
            {{"type", json_text(signature::requirement_type_text(entry.type))}, {"text", json_text(entry.text)}});

    json object{
        {"kind", slug(signature.kind)},
        {"identifier", text_or_null(signature.identifier)},
        {"team_id", text_or_null(signature.team_id)},
        {"code_directories", std::move(directories)},
        {"slots", std::move(slots)},
        {"slot_table", slot_table(signature.slots)},
        {"designated_requirement", nullptr},
        {"requirements", std::move(requirements)},
        {"entitlements", signature.entitlements ? entitlements_json(*signature.entitlements) : json(nullptr)},
        {"constraints",
         {{"self", value_or_null(signature.constraints.self)},
          {"parent", value_or_null(signature.constraints.parent)},
          {"responsible", value_or_null(signature.constraints.responsible)},
          {"library", value_or_null(signature.constraints.library)}}},
        {"certificates", certificates_json(signature.certificates)},
        {"signer", signer_json(signature)},
        {"signing_time", date_or_null(signature.signing_time)},
        {"timestamp", date_or_null(signature.timestamp)},
        {"timestamp_authority", nullptr},
        {"cms_bytes", signature.cms_size == 0 ? json(nullptr) : json(signature.cms_size)},
    };
    if (const auto& requirement = signature.designated_requirement)
        object["designated_requirement"] = {{"text", json_text(requirement->text)},
                                            {"explicit", requirement->is_explicit}};
    if (signature.signer_info && signature.signer_info->timestamp)
        object["timestamp_authority"] = text_or_null(signature.signer_info->timestamp->authority);
    return object;
}

json to_json(const signature::Ticket& ticket) {
    json cdhashes = json::array(), entries = json::array();
    for (const signature::TicketEntry& entry : ticket.entries) {
        cdhashes.push_back(to_hex(entry.cdhash));
        entries.push_back(
            {{"hash_type", signature::hash_type_name(entry.hash_type)}, {"cdhash", to_hex(entry.cdhash)}});
    }
    return {
        {"stapled", true},
        {"version", ticket.version},
        {"issued", date_or_null(ticket.issued)},
        {"cdhashes", std::move(cdhashes)},
        {"entries", std::move(entries)},
        {"certificates", certificates_json(ticket.certificates)},
    };
}

} // namespace nei::report
