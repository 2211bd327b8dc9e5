// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/detached.h"

#include "core/base/limits.h"
#include "core/signature/super_blob.h"

#include <array>
#include <utility>
#include <vector>

namespace nei::verify {
namespace {

constexpr std::size_t header_bytes = 12, index_bytes = 8, blob_header_bytes = 8;

void append_number(Bytes& bytes, std::size_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::byte>(number >> shift));
}

/// The CMS stands bare in its file, and in a blob where it is embedded.
Bytes wrapped(const Bytes& cms) {
    Bytes blob;
    append_number(blob, signature::magic_blob_wrapper);
    append_number(blob, blob_header_bytes + cms.size());
    blob.insert(blob.end(), cms.begin(), cms.end());
    return blob;
}

} // namespace

std::vector<DetachedPart> detached_parts(const source::FileTree& tree, const bundle::CodeItem& item) {
    constexpr std::array<std::pair<std::uint32_t, std::string_view>, 9> files{{
        {signature::slot_code_directory, "CodeDirectory"},
        {signature::slot_requirements, "CodeRequirements"},
        {signature::slot_entitlements_xml, "CodeEntitlements"},
        {signature::slot_entitlements_der, "CodeEntitlementDER"},
        {signature::slot_alternate_code_directory, "CodeRequirements-1"},
        {signature::slot_alternate_code_directory + 1, "CodeRequirements-2"},
        {signature::slot_alternate_code_directory + 2, "CodeRequirements-3"},
        {signature::slot_alternate_code_directory + 3, "CodeRequirements-4"},
        {signature::slot_cms_signature, "CodeSignature"},
    }};
    std::vector<DetachedPart> parts;
    for (const auto& [slot, name] : files) {
        const auto entry = tree.find(source::join(source::join(item.contents, "_CodeSignature"), name));
        if (!entry || tree.entries()[*entry].kind != source::EntryKind::file) continue;
        const std::uint64_t size = tree.entries()[*entry].size;
        if (size > 0 && size <= limits::signature_file_bytes) parts.push_back({slot, *entry});
    }
    if (parts.empty() || parts.front().slot != signature::slot_code_directory) return {};
    return parts;
}

Bytes assembled(std::vector<DetachedPart> parts) {
    std::vector<std::pair<std::uint32_t, Bytes>> blobs;
    for (DetachedPart& part : parts)
        blobs.emplace_back(part.slot,
                           part.slot == signature::slot_cms_signature ? wrapped(part.bytes) : std::move(part.bytes));
    std::size_t place = header_bytes + index_bytes * blobs.size(), length = place;
    for (const auto& [slot, blob] : blobs) length += blob.size();
    Bytes all;
    append_number(all, signature::magic_embedded_signature);
    append_number(all, length);
    append_number(all, blobs.size());
    for (const auto& [slot, blob] : blobs) {
        append_number(all, slot);
        append_number(all, place);
        place += blob.size();
    }
    for (const auto& [slot, blob] : blobs) all.insert(all.end(), blob.begin(), blob.end());
    return all;
}

} // namespace nei::verify
