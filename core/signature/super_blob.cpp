// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/super_blob.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace nei::signature {
namespace {

constexpr std::size_t header_size = 12;
constexpr std::size_t index_entry_size = 8;
constexpr std::size_t blob_header_size = 8;

struct IndexEntry {
    std::uint32_t slot = 0, offset = 0;
};

std::string_view container_name(std::uint32_t magic) {
    return magic == magic_requirements ? "requirement set" : "signature";
}

/// The blob that an index entry points to; nothing, and a problem, where it does not lie inside `container`.
std::optional<Blob> locate(ByteView container, const IndexEntry& entry, SuperBlob& result) {
    const auto leave_out = [&](std::string_view reason) {
        result.problems.push_back(
            {"signature-blob-outside", "",
             fmt::format("The {} lists {} at offset {}, but {}; it was left out.", container_name(result.magic),
                         slot_name(entry.slot), entry.offset, reason),
             ProblemSeverity::error});
        return std::nullopt;
    };
    const auto header = slice(container, entry.offset, blob_header_size);
    if (!header) return leave_out(fmt::format("its {} bytes end before that", container.size()));
    ByteReader reader(*header);
    Blob blob;
    blob.slot = entry.slot;
    blob.magic = reader.u32();
    const std::uint32_t length = reader.u32();
    if (length < blob_header_size) return leave_out(fmt::format("a length of {} bytes is too short", length));
    const auto bytes = slice(container, entry.offset, length);
    if (!bytes) return leave_out(fmt::format("{} bytes from there pass its end at {}", length, container.size()));
    blob.bytes = *bytes;
    blob.payload = bytes->subspan(blob_header_size);
    return blob;
}

void note_overlaps(ByteView container, std::size_t index_end, SuperBlob& result) {
    struct Range {
        std::size_t begin, end;
        std::uint32_t slot;
    };
    std::vector<Range> ranges;
    for (const Blob& blob : result.blobs) {
        const auto begin = static_cast<std::size_t>(blob.bytes.data() - container.data());
        ranges.push_back({begin, begin + blob.bytes.size(), blob.slot});
    }
    std::ranges::sort(ranges, {}, [](const Range& range) { return std::pair(range.begin, range.slot); });
    const auto note = [&](std::string message) {
        result.problems.push_back({"signature-blobs-overlap", "", std::move(message), ProblemSeverity::error});
    };
    const Range* furthest = nullptr;
    for (const Range& range : ranges) {
        if (range.begin < index_end)
            note(fmt::format("{} starts at offset {}, inside the index of the {} itself.", slot_name(range.slot),
                             range.begin, container_name(result.magic)));
        if (furthest && range.begin < furthest->end)
            note(fmt::format("{} and {} share bytes from offset {} on: one of them is not what was signed.",
                             slot_name(furthest->slot), slot_name(range.slot), range.begin));
        if (!furthest || range.end > furthest->end) furthest = &range;
    }
}

void note_repeated_slots(SuperBlob& result) {
    std::set<std::uint32_t> seen, noted;
    for (const Blob& blob : result.blobs)
        if (!seen.insert(blob.slot).second && noted.insert(blob.slot).second)
            result.problems.push_back({"signature-slot-repeated", "",
                                       fmt::format("The {} has more than one {}; macOS uses the first.",
                                                   container_name(result.magic), slot_name(blob.slot)),
                                       ProblemSeverity::warning});
}

} // namespace

std::string slot_name(std::uint32_t slot) {
    switch (slot) {
    case slot_code_directory: return "Code directory";
    case slot_info_plist: return "Info.plist";
    case slot_requirements: return "Requirements";
    case slot_resource_directory: return "Resource directory";
    case slot_application: return "Application-specific";
    case slot_entitlements_xml: return "Entitlements (XML)";
    case slot_representation: return "Representation-specific";
    case slot_entitlements_der: return "Entitlements (DER)";
    case slot_launch_constraint_self: return "Launch constraint (self)";
    case slot_launch_constraint_parent: return "Launch constraint (parent)";
    case slot_launch_constraint_responsible: return "Launch constraint (responsible)";
    case slot_library_constraint: return "Library constraint";
    case slot_cms_signature: return "CMS signature";
    case slot_identification: return "Identification";
    case slot_ticket: return "Notarisation ticket";
    default: break;
    }
    if (is_alternate_code_directory(slot))
        return fmt::format("Alternate code directory {}", slot - slot_alternate_code_directory + 1);
    return fmt::format("Slot {:#x}", slot);
}

bool is_alternate_code_directory(std::uint32_t slot) {
    return slot >= slot_alternate_code_directory && slot < slot_alternate_code_directory_end;
}

const Blob* SuperBlob::find(std::uint32_t slot) const {
    const auto found = std::ranges::find(blobs, slot, &Blob::slot);
    return found == blobs.end() ? nullptr : &*found;
}

Result<SuperBlob> parse_super_blob(ByteView bytes) {
    ByteReader reader(bytes);
    SuperBlob result;
    result.magic = reader.u32();
    result.length = reader.u32();
    const std::uint32_t count = reader.u32();
    if (reader.failed())
        return fail(ErrorCode::truncated,
                    fmt::format("The signature has {} bytes; its header alone takes {}. The file was probably cut off.",
                                bytes.size(), header_size));
    if (result.magic != magic_embedded_signature && result.magic != magic_detached_signature &&
        result.magic != magic_requirements)
        return fail(
            ErrorCode::malformed,
            fmt::format("A signature starts with fade0cc0, a requirement set with fade0c01; here stands {:08x}.",
                        result.magic));
    if (result.length < header_size)
        return fail(ErrorCode::malformed, fmt::format("The {} says that it has {} bytes, less than its header takes.",
                                                      container_name(result.magic), result.length));
    if (count > limits::signature_blobs)
        return fail(ErrorCode::too_large, fmt::format("The {} lists {} components; more than {} are not read.",
                                                      container_name(result.magic), count, limits::signature_blobs));

    if (result.length > bytes.size())
        result.problems.push_back({"signature-truncated", "",
                                   fmt::format("The {} says that it has {} bytes, but only {} are there. What lies in "
                                               "these was read; get a complete copy of the file.",
                                               container_name(result.magic), result.length, bytes.size()),
                                   ProblemSeverity::error});
    const ByteView container = bytes.first(std::min<std::size_t>(result.length, bytes.size()));

    std::vector<IndexEntry> index;
    for (std::uint32_t i = 0; i < count; ++i) {
        const IndexEntry entry{reader.u32(), reader.u32()};
        if (reader.failed() || reader.offset() > container.size()) {
            result.problems.push_back({"signature-truncated", "",
                                       fmt::format("The {} lists {} components, but its index ends after {}.",
                                                   container_name(result.magic), count, i),
                                       ProblemSeverity::error});
            break;
        }
        index.push_back(entry);
    }
    for (const IndexEntry& entry : index)
        if (const auto blob = locate(container, entry, result)) result.blobs.push_back(*blob);
    note_overlaps(container, header_size + index.size() * index_entry_size, result);
    if (result.magic != magic_requirements) note_repeated_slots(result);
    return result;
}

} // namespace nei::signature
