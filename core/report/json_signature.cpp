// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_parts.h"

#include <fmt/format.h>

namespace nei::report {

void write(JsonWriter& json, const signature::Certificate& certificate) {
    json.object([&] {
        json.member("authority", certificate.is_authority);
        json.member("common_name", or_null(certificate.common_name));
        json.member("country", or_null(certificate.country));
        json.member("extended_key_usage", certificate.extended_key_usage);
        json.member("issuer", or_null(certificate.issuer));
        json.member("marker_oids", certificate.marker_oids);
        json.member("not_after", certificate.not_after);
        json.member("not_before", certificate.not_before);
        json.member("organization", or_null(certificate.organization));
        json.member("organizational_unit", or_null(certificate.organizational_unit));
        json.member("public_key", or_null(certificate.public_key));
        json.member("serial", or_null(certificate.serial));
        json.member("sha1", or_null(certificate.sha1));
        json.member("sha256", or_null(certificate.sha256));
        json.member("subject", or_null(certificate.subject));
        json.member("user_id", or_null(certificate.user_id));
    });
}

void write_certificates(JsonWriter& json, const std::vector<signature::CertificatePointer>& certificates) {
    json.array("certificates", certificates, [&](const signature::CertificatePointer& certificate) {
        if (certificate) write(json, *certificate);
    });
}

namespace {

/// A member that is only there where the code directory has the field.
template <class Value>
void member_if(JsonWriter& json, std::string_view name, const std::optional<Value>& value) {
    if (value) json.member(name, *value);
}

void write_exec_seg(JsonWriter& json, const signature::CodeDirectory& directory) {
    member_if(json, "exec_seg_base", directory.exec_seg_base);
    if (const auto flags = directory.exec_seg_flags)
        write_flags(json, "exec_seg_flags", *flags, signature::exec_seg_flag_names(*flags));
    member_if(json, "exec_seg_limit", directory.exec_seg_limit);
}

void write_special_slots(JsonWriter& json, const signature::CodeDirectory& directory) {
    std::map<std::string, std::string> by_name; // "10" comes before "2"
    for (const auto& [slot, hash] : directory.special_slot_hashes) by_name.emplace(std::to_string(slot), to_hex(hash));
    json.object("special_slot_hashes", [&] {
        for (const auto& [slot, hash] : by_name) json.member(slot, hash);
    });
}

} // namespace

void write(JsonWriter& json, const signature::CodeDirectory::Linkage& linkage) {
    json.object([&] {
        json.member("application_subtype", linkage.application_subtype);
        json.member("application_type", linkage.application_type);
        json.member("hash_type", linkage.hash_type);
        json.member("offset", linkage.offset);
        json.member("size", linkage.size);
    });
}

void write(JsonWriter& json, const signature::CodeDirectory& directory) {
    json.object([&] {
        json.member("cdhash", hex_or_null(directory.cdhash()));
        json.member("cdhash_full", hex_or_null(directory.cdhash_full));
        json.member("code_limit", directory.code_limit);
        json.member("code_slots", directory.code_slots);
        write_exec_seg(json, directory);
        write_flags(json, "flags", directory.flags, signature::code_directory_flag_names(directory.flags));
        json.member("hash_size", directory.hash_size);
        json.member("hash_type", signature::hash_type_name(directory.hash_type));
        json.member("identifier", or_null(directory.identifier));
        member_if(json, "linkage", directory.linkage);
        json.member("page_size", directory.page_size == 0 ? std::nullopt : std::optional(directory.page_size));
        json.member("platform", directory.platform);
        member_if(json, "pre_encrypt_offset", directory.pre_encrypt_offset);
        if (directory.runtime_version && *directory.runtime_version != 0)
            json.member("runtime_version", signature::runtime_version_text(*directory.runtime_version));
        member_if(json, "scatter_offset", directory.scatter_offset);
        json.member("size", directory.length);
        write_special_slots(json, directory);
        json.member("special_slots", directory.special_slots);
        json.member("team_id", or_null(directory.team_id));
        json.member("version", fmt::format("0x{:x}", directory.version));
    });
}

void write(JsonWriter& json, const signature::Entitlements& entitlements) {
    json.object([&] {
        json.member("agree", entitlements.agree());
        json.member("der", entitlements.der);
        json.key("effective");
        if (entitlements.present())
            write(json, entitlements.effective());
        else
            json.null();
        json.member("xml", entitlements.xml);
        json.member("xml_trailing_text", entitlements.xml_trailing_text);
    });
}

void write(JsonWriter& json, const signature::Constraints& constraints) {
    json.object([&] {
        json.member("library", constraints.library);
        json.member("parent", constraints.parent);
        json.member("responsible", constraints.responsible);
        json.member("self", constraints.self);
    });
}

void write(JsonWriter& json, const signature::DesignatedRequirement& requirement) {
    json.object([&] {
        json.member("explicit", requirement.is_explicit);
        json.member("text", requirement.text);
    });
}

void write(JsonWriter& json, const signature::RequirementSetEntry& entry) {
    json.object([&] {
        json.member("text", entry.text);
        json.member("type", signature::requirement_type_text(entry.type));
    });
}

void write(JsonWriter& json, const signature::SlotEntry& entry) {
    json.object([&] {
        json.member("bytes", entry.length);
        json.member("magic", fmt::format("0x{:08x}", entry.magic));
        json.member("name", signature::slot_name(entry.slot));
        json.member("slot", fmt::format("0x{:x}", entry.slot));
    });
}

namespace {

void write_signer(JsonWriter& json, const signature::Signature& signature) {
    if (!signature.signer) return json.member("signer", nullptr);
    json.object("signer", [&] {
        json.member("class", slug(signature.signer_class));
        json.member("common_name", or_null(signature.signer->common_name));
        json.member("team_id", or_null(signature.signer_team_id()));
    });
}

} // namespace

void write(JsonWriter& json, const signature::Signature& signature) {
    json.object([&] {
        write_certificates(json, signature.certificates);
        json.member("cms_bytes", signature.cms_size == 0 ? std::nullopt : std::optional(signature.cms_size));
        json.member("code_directories", signature.code_directories);
        json.member("constraints", signature.constraints);
        json.member("designated_requirement", signature.designated_requirement);
        json.member("entitlements", signature.entitlements);
        json.member("identifier", or_null(signature.identifier));
        json.member("kind", slug(signature.kind));
        json.member("requirements", signature.requirements);
        write_signer(json, signature);
        json.member("signing_time", signature.signing_time);
        json.member("slot_table", signature.slots);
        json.array("slots", signature.slots,
                   [&](const signature::SlotEntry& entry) { json.text(fmt::format("0x{:x}", entry.slot)); });
        json.member("team_id", or_null(signature.team_id));
        json.member("timestamp", signature.timestamp);
        json.member("timestamp_authority", or_null(signature.timestamp_authority));
    });
}

void write(JsonWriter& json, const signature::Ticket& ticket) {
    json.object([&] {
        json.array("cdhashes", ticket.entries,
                   [&](const signature::TicketEntry& entry) { json.text(to_hex(entry.cdhash)); });
        write_certificates(json, ticket.certificates);
        json.array("entries", ticket.entries, [&](const signature::TicketEntry& entry) {
            json.object([&] {
                json.member("cdhash", to_hex(entry.cdhash));
                json.member("hash_type", signature::hash_type_name(entry.hash_type));
            });
        });
        json.member("issued", ticket.issued);
        json.member("stapled", true);
        json.member("version", ticket.version);
    });
}

} // namespace nei::report
