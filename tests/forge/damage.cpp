// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/damage.h"

#include "core/base/byte_reader.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/macho_locate.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace nei::forge {
namespace {

void flip(Bytes& bytes, std::size_t offset) {
    if (offset >= bytes.size()) throw SpecError(fmt::format("damage: offset {} is behind the end", offset));
    bytes[offset] ^= std::byte{0xff};
}

/// One entry of a damage list while it is worked on.
struct Damage {
    Tree& tree;
    std::string path; ///< of the file or folder it is done to, in the tree
    SpecReader& options;

    std::size_t number(std::string_view key, std::size_t fallback) const {
        return static_cast<std::size_t>(options.number(key).value_or(static_cast<std::int64_t>(fallback)));
    }
};

/// The slice that "architecture" names, else the first.
LocatedSlice chosen_slice(const Damage& damage) {
    const std::vector<LocatedSlice> slices = locate_slices(damage.tree.file(damage.path));
    const auto wanted = damage.options.text("architecture");
    if (!wanted) return slices.front();
    const auto found = std::ranges::find_if(slices, [&](const LocatedSlice& slice) {
        return slice.cpu_type == cpu_type(*wanted) && slice.cpu_subtype == cpu_subtype(*wanted);
    });
    if (found == slices.end()) throw SpecError(fmt::format("damage: {} has no slice {}", damage.path, *wanted));
    return *found;
}

void edit(const Damage& damage) {
    Bytes& file = damage.tree.file(damage.path);
    if (const auto text = damage.options.text("replace")) {
        const std::string with = damage.options.text("with", "");
        std::string content(as_text(file));
        const std::size_t at = content.find(*text);
        if (at == std::string::npos)
            throw SpecError(fmt::format("damage: {} does not contain \"{}\"", damage.path, *text));
        content.replace(at, text->size(), with);
        file = to_bytes(as_bytes(content));
    } else if (damage.options.find("offset") != nullptr) {
        flip(file, damage.number("offset", 0));
    } else {
        const Bytes more = to_bytes(as_bytes(damage.options.text("append", "\nedited after signing\n")));
        file.insert(file.end(), more.begin(), more.end());
    }
}

void flip_page_byte(const Damage& damage) {
    const LocatedSlice slice = chosen_slice(damage);
    constexpr std::size_t page = 4096;
    flip(damage.tree.file(damage.path), slice.offset + damage.number("page", 1) * page + damage.number("offset", 100));
}

void truncate(const Damage& damage) {
    Bytes& file = damage.tree.file(damage.path);
    file.resize(std::min(file.size(), damage.number("keep", file.size() / 2)));
}

void add(const Damage& damage) {
    damage.tree.add_file(damage.path, to_bytes(as_bytes(damage.options.text("text", "added after signing\n"))));
}

void rename(const Damage& damage) {
    const auto to = damage.options.text("to");
    if (!to) throw SpecError("damage: rename wants \"to\", the new name");
    damage.tree.rename(damage.path, damage.path.substr(0, damage.path.rfind('/') + 1) + *to);
}

void set_mode(const Damage& damage) {
    if (TreeEntry* entry = damage.tree.find(damage.path)) {
        entry->mode = file_mode(damage.options.text("to", "0644"));
        return;
    }
    throw SpecError(fmt::format("damage: there is no file {}", damage.path));
}

/// Flips a byte of the CMS: of the signer's signature value, or of anything at "offset".
void corrupt_cms(const Damage& damage) {
    const LocatedSlice slice = chosen_slice(damage);
    Bytes& file = damage.tree.file(damage.path);
    constexpr std::uint32_t cms_slot = 0x10000;
    const std::size_t blob = locate_blob(file, slice, cms_slot);
    if (blob == 0) throw SpecError(fmt::format("damage: {} has no CMS signature", damage.path));
    // Certificates hold bit strings, so the first octet string as long as an RSA-2048 signature is the signer's; a time
    // stamp's comes behind it.
    const Bytes octets_256 = *from_hex("04820100");
    const ByteView rest = ByteView(file).subspan(blob);
    const std::size_t value = static_cast<std::size_t>(std::ranges::search(rest, octets_256).begin() - rest.begin());
    flip(file, blob + damage.number("offset", value + octets_256.size() + 100));
}

/// Flips a byte of any blob of the signature: "slot" and "offset" from the blob's start.
void corrupt_blob(const Damage& damage) {
    const LocatedSlice slice = chosen_slice(damage);
    Bytes& file = damage.tree.file(damage.path);
    const std::size_t blob = locate_blob(file, slice, static_cast<std::uint32_t>(damage.number("slot", 0)));
    if (blob == 0) throw SpecError(fmt::format("damage: {} has no such slot", damage.path));
    flip(file, blob + damage.number("offset", 8));
}

/// Makes the header promise more than the file has: the slice in a universal file, else the signature.
void header_outside(const Damage& damage) {
    const LocatedSlice slice = chosen_slice(damage);
    Bytes& file = damage.tree.file(damage.path);
    constexpr std::uint64_t far_away = 0x7fff0000;
    if (slice.fat_entry != 0)
        put_integer(file, slice.fat_entry + 8, far_away, 4, std::endian::big);
    else if (slice.signature_command != 0)
        put_integer(file, slice.signature_command + 8, far_away, 4, std::endian::little);
    else
        throw SpecError(fmt::format("damage: {} has no signature whose place could be wrong", damage.path));
}

void erase_signature(const Damage& damage) {
    const LocatedSlice slice = chosen_slice(damage);
    Bytes& file = damage.tree.file(damage.path);
    std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(slice.signature), slice.signature_size, std::byte{0});
}

/// Changes a letter in the property list of a profile, so that it still parses and no digest fits.
void edit_profile(const Damage& damage) {
    Bytes& file = damage.tree.file(damage.path);
    const std::string_view content = as_text(file);
    const std::size_t name = content.find("<key>Name</key>");
    const std::size_t start = name == std::string_view::npos ? name : content.find("<string>", name);
    if (start == std::string_view::npos) throw SpecError(fmt::format("damage: {} is not a profile", damage.path));
    file[start + 8] = file[start + 8] == std::byte{'X'} ? std::byte{'Y'} : std::byte{'X'};
}

using Deed = std::function<void(const Damage&)>;

const std::map<std::string_view, Deed>& deeds() {
    static const std::map<std::string_view, Deed> all{
        {"edit", edit},
        {"truncate", truncate},
        {"remove", [](const Damage& damage) { damage.tree.remove(damage.path); }},
        {"add", add},
        {"rename", rename},
        {"mode", set_mode},
        {"flip-page-byte", flip_page_byte},
        {"corrupt-cms", corrupt_cms},
        {"corrupt-blob", corrupt_blob},
        {"header-outside", header_outside},
        {"erase-signature", erase_signature},
        {"edit-profile", edit_profile},
    };
    return all;
}

const PlacedItem& placed_item(const std::vector<PlacedItem>& placed, const std::string& root,
                              const std::optional<std::string>& name) {
    for (const PlacedItem& entry : placed) {
        const bool inside = entry.path == root || entry.path.starts_with(root + "/");
        if (inside && (!name || entry.item->identifier == *name || entry.item->file_name == *name)) return entry;
    }
    throw SpecError(fmt::format("damage: there is no item \"{}\"", name.value_or(root)));
}

/// "@executable" and its kin, or a path from the item.
std::string target(const PlacedItem& placed, const std::string& written) {
    const Item& item = *placed.item;
    const std::string folder = placed.path + "/";
    if (written == "@executable") return item.bare() ? placed.path : folder + item.executable_path();
    if (written == "@info-plist") return folder + item.info_path();
    if (written == "@profile") return item.kind == ItemKind::profile ? placed.path : folder + item.profile_path();
    if (written == "@seal") return folder + item.contents() + "_CodeSignature/CodeResources";
    if (written == "@ticket") return folder + item.contents() + "CodeResources";
    if (written == "@item" || written.empty()) return placed.path;
    return folder + raw_name(written);
}

} // namespace

void apply_damage(Tree& tree, const Json& damages, const std::string& root, const std::vector<PlacedItem>& placed) {
    if (!damages.is_array()) throw SpecError("\"damage\" is a list");
    for (const Json& entry : damages) {
        const Deed* deed = nullptr;
        std::string word;
        for (const auto& [key, value] : entry.items()) {
            const auto found = deeds().find(key);
            if (found == deeds().end()) continue;
            deed = &found->second;
            word = key;
        }
        if (deed == nullptr) {
            std::string known;
            for (const auto& [name, unused] : deeds()) known += fmt::format("{}{}", known.empty() ? "" : ", ", name);
            throw SpecError(fmt::format("damage {} names no deed; known are {}", entry.dump(), known));
        }
        SpecReader options(entry, "damage " + word);
        const PlacedItem& item = placed_item(placed, root, options.text("in"));
        const Damage damage{.tree = tree, .path = target(item, options.text(word, "")), .options = options};
        (*deed)(damage);
        options.finish();
    }
}

} // namespace nei::forge
