// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/macho_writer.h"

#include "core/base/digest.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::forge {
namespace {

using Word = std::pair<std::string_view, std::uint32_t>;

template <std::size_t count>
std::uint32_t number_of(const std::array<Word, count>& table, std::string_view word, std::string_view what) {
    const auto found = std::ranges::find(table, word, &Word::first);
    if (found == table.end()) throw SpecError(fmt::format("unknown {} \"{}\"", what, word));
    return found->second;
}

constexpr std::array<Word, 6> file_types{
    {{"object", 1}, {"execute", 2}, {"dylib", 6}, {"bundle", 8}, {"dsym", 10}, {"kext", 11}}};
constexpr std::array<Word, 12> platforms{{{"macos", 1},
                                          {"ios", 2},
                                          {"tvos", 3},
                                          {"watchos", 4},
                                          {"bridgeos", 5},
                                          {"catalyst", 6},
                                          {"ios-simulator", 7},
                                          {"tvos-simulator", 8},
                                          {"watchos-simulator", 9},
                                          {"driverkit", 10},
                                          {"visionos", 11},
                                          {"visionos-simulator", 12}}};
constexpr std::array<Word, 4> legacy_commands{{{"macos", 0x24}, {"ios", 0x25}, {"tvos", 0x2f}, {"watchos", 0x30}}};
constexpr std::array<Word, 5> library_commands{
    {{"load", 0x0c}, {"weak", 0x80000018}, {"reexport", 0x8000001f}, {"lazy", 0x20}, {"upward", 0x80000023}}};

constexpr std::uint32_t readable = 1, writable = 2, executable = 4;

/// A section of the one segment that holds code, placed behind the load commands.
struct Section {
    std::string name;
    Bytes content;
    std::uint32_t flags = 0;
    std::uint64_t offset = 0;
};

/// Writes one slice. Sizes of load commands do not depend on what is in them, so they are written twice: once to learn
/// where the code starts, once with the offsets.
class SliceWriter {
public:
    SliceWriter(const MachOOptions& options, std::size_t signature_room)
        : options_(options), signature_room_(signature_room),
          type_(number_of(file_types, options.file_type, "file type")),
          wide_((cpu_type(options.architecture) & 0x01000000) != 0),
          page_(options.architecture.starts_with("arm") ? 0x4000 : 0x1000), base_(type_ != 2 ? 0
                                                                                  : wide_    ? 0x100000000
                                                                                             : page_) {
        const bool symbols_only = type_ == 10;
        segment_ = symbols_only ? "__DWARF" : "__TEXT";
        constexpr std::uint32_t instructions = 0x80000400;
        const auto fill = options.compressible ? compressible_filler : filler;
        sections_.push_back({symbols_only ? "__debug_info" : "__text",
                             fill(round_up(options.code_size, 4), options.seed + options.architecture),
                             symbols_only ? 0 : instructions});
        if (!options.selectors.empty()) sections_.push_back({"__objc_methname", zero_terminated(options.selectors)});
        if (!options.launchd_plist.empty()) sections_.push_back({"__launchd_plist", options.launchd_plist});
        if (!options.info_plist.empty()) sections_.push_back({"__info_plist", options.info_plist});
        if (type_ == 2) symbols_.emplace_back("__mh_execute_header");
        symbols_.insert(symbols_.end(), options.symbols.begin(), options.symbols.end());
        defined_ = symbols_.size();
        symbols_.insert(symbols_.end(), options.imports.begin(), options.imports.end());
    }

    MachOImage write() {
        std::uint64_t offset = round_up(header_size() + load_commands().size() + spare_header_bytes, 16);
        for (Section& section : sections_) {
            section.offset = offset;
            offset = round_up(offset + section.content.size(), 4);
        }
        segment_size_ = round_up(offset, page_);
        symbols_offset_ = segment_size_;
        strings_offset_ = symbols_offset_ + symbols_.size() * (wide_ ? 16 : 12);
        strings_ = string_table();
        signature_offset_ = round_up(strings_offset_ + strings_.size(), 16);
        end_ = signature_room_ == 0 ? strings_offset_ + strings_.size() : signature_offset_ + signature_room_;

        const Bytes commands = load_commands();
        ByteWriter out(std::endian::little);
        out.u32(wide_ ? 0xfeedfacf : 0xfeedface).u32(cpu_type(options_.architecture));
        out.u32(cpu_subtype(options_.architecture)).u32(type_).u32(command_count_).u32(commands.size()).u32(flags());
        if (wide_) out.u32(0);
        out.bytes(commands);
        for (const Section& section : sections_) out.zeros(section.offset - out.size()).bytes(section.content);
        out.zeros(symbols_offset_ - out.size());
        write_symbols(out);
        out.bytes(strings_).zeros(end_ - out.size());
        return {.bytes = out.take(),
                .signature_offset = signature_room_ == 0 ? end_ : signature_offset_,
                .text_segment_size = segment_size_};
    }

private:
    /// Linkers leave room for load commands that are added later.
    static constexpr std::uint64_t spare_header_bytes = 256;

    std::uint64_t header_size() const { return wide_ ? 32 : 28; }
    bool linked() const { return type_ == 2 || type_ == 6 || type_ == 8; }

    std::uint32_t flags() const {
        constexpr std::uint32_t no_undefined = 0x1, dyld_link = 0x4, two_level = 0x80, no_reexports = 0x100000,
                                position_independent = 0x200000;
        if (type_ == 10 || type_ == 1) return 0;
        std::uint32_t all = no_undefined | dyld_link | two_level;
        if (type_ == 2) all |= position_independent;
        if (type_ == 6) all |= no_reexports;
        return all;
    }

    Bytes load_commands() {
        commands_ = ByteWriter(std::endian::little);
        command_count_ = 0;
        if (type_ == 2) segment("__PAGEZERO", 0, base_, 0, 0, 0, {});
        const std::uint32_t text_protection = type_ == 10 ? readable : readable | executable;
        segment(segment_, base_, segment_size_, 0, segment_size_, text_protection, sections_);
        const std::uint64_t linkedit = end_ - symbols_offset_;
        segment("__LINKEDIT", base_ + segment_size_, round_up(linkedit, page_), symbols_offset_, linkedit, readable,
                {});
        if (type_ == 6) library(0x0d, {options_.install_name, {}, "1.0.0", "1.0.0"});
        command(0x02, ByteWriter(std::endian::little)
                          .u32(symbols_offset_)
                          .u32(symbols_.size())
                          .u32(strings_offset_)
                          .u32(strings_.size()));
        if (linked() || type_ == 11) {
            ByteWriter dynamic(std::endian::little);
            const std::size_t undefined = symbols_.size() - defined_;
            dynamic.u32(0).u32(0).u32(0).u32(defined_).u32(defined_).u32(undefined).zeros(48);
            command(0x0b, dynamic);
        }
        if (type_ == 2) path_command(0x0e, "/usr/lib/dyld");
        command(0x1b, ByteWriter(std::endian::little).bytes(uuid()));
        for (const MachOPlatform& platform : options_.platforms) platform_command(platform);
        if (type_ != 10) command(0x2a, ByteWriter(std::endian::little).u64(0));
        if (type_ == 2) command(0x80000028, ByteWriter(std::endian::little).u64(sections_.front().offset).u64(0));
        if (options_.encryption_info) encryption_command();
        if (linked()) {
            for (const MachOLibrary& entry : options_.libraries)
                library(number_of(library_commands, entry.kind, "library kind"), entry);
            for (const std::string& path : options_.rpaths) path_command(0x8000001c, path);
        }
        if (signature_room_ != 0)
            command(0x1d, ByteWriter(std::endian::little).u32(signature_offset_).u32(signature_room_));
        return commands_.out();
    }

    void command(std::uint32_t number, const ByteWriter& content) {
        const std::size_t size = round_up(8 + content.size(), wide_ ? 8 : 4);
        commands_.u32(number).u32(size).bytes(content.out()).zeros(size - 8 - content.size());
        ++command_count_;
    }

    void address(ByteWriter& out, std::uint64_t value) const {
        if (wide_)
            out.u64(value);
        else
            out.u32(value);
    }

    void segment(std::string_view name, std::uint64_t vm_address, std::uint64_t vm_size, std::uint64_t file_offset,
                 std::uint64_t file_size, std::uint32_t protection, const std::vector<Section>& sections) {
        ByteWriter out(std::endian::little);
        out.fixed_text(name, 16);
        for (const std::uint64_t value : {vm_address, vm_size, file_offset, file_size}) address(out, value);
        out.u32(protection).u32(protection & ~writable).u32(sections.size()).u32(0);
        for (const Section& section : sections) {
            out.fixed_text(section.name, 16).fixed_text(name, 16);
            address(out, vm_address + section.offset);
            address(out, section.content.size());
            out.u32(section.offset).u32(2).u32(0).u32(0).u32(section.flags).u32(0).u32(0);
            if (wide_) out.u32(0);
        }
        command(wide_ ? 0x19 : 0x01, out);
    }

    void path_command(std::uint32_t number, std::string_view path) {
        command(number, ByteWriter(std::endian::little).u32(12).text(path).u8(0));
    }

    void library(std::uint32_t number, const MachOLibrary& entry) {
        ByteWriter out(std::endian::little);
        out.u32(24).u32(2).u32(packed_version(entry.current_version)).u32(packed_version(entry.compatibility_version));
        command(number, out.text(entry.path).u8(0));
    }

    void platform_command(const MachOPlatform& platform) {
        const std::uint32_t minimum = packed_version(platform.minimum_os), sdk = packed_version(platform.sdk);
        ByteWriter out(std::endian::little);
        if (platform.legacy) {
            command(number_of(legacy_commands, platform.name, "platform with LC_VERSION_MIN"),
                    out.u32(minimum).u32(sdk));
            return;
        }
        constexpr std::uint32_t linker = 3, linker_version = 0x04630200;
        out.u32(number_of(platforms, platform.name, "platform"))
            .u32(minimum)
            .u32(sdk)
            .u32(1)
            .u32(linker)
            .u32(linker_version);
        command(0x32, out);
    }

    void encryption_command() {
        ByteWriter out(std::endian::little);
        const std::uint64_t start = round_up(sections_.front().offset, page_);
        const std::uint64_t size = segment_size_ > start ? segment_size_ - start : 0;
        out.u32(start).u32(size).u32(options_.encrypted ? 1 : 0);
        if (wide_) out.u32(0);
        command(wide_ ? 0x2c : 0x21, out);
    }

    Bytes uuid() const {
        if (!options_.uuid.empty()) return options_.uuid;
        const std::string seed =
            fmt::format("{} {} {} {}", options_.seed, options_.architecture, options_.code_size, type_);
        Bytes id = digest(DigestAlgorithm::sha256, as_bytes(seed));
        id.resize(16);
        id[6] = (id[6] & std::byte{0x0f}) | std::byte{0x30}; // version 3: made from a name
        id[8] = (id[8] & std::byte{0x3f}) | std::byte{0x80};
        return id;
    }

    Bytes string_table() const {
        ByteWriter out(std::endian::little);
        out.text(" ").u8(0);
        for (const std::string& symbol : symbols_) out.text(symbol).u8(0);
        return out.align(8).take();
    }

    static Bytes zero_terminated(const std::vector<std::string>& texts) {
        ByteWriter out(std::endian::little);
        for (const std::string& text : texts) out.text(text).u8(0);
        return out.take();
    }

    void write_symbols(ByteWriter& out) const {
        constexpr std::uint8_t external_in_section = 0x0f, undefined = 0x01;
        std::uint64_t name = 2;
        for (std::size_t i = 0; i < symbols_.size(); ++i) {
            const std::string& symbol = symbols_[i];
            if (i >= defined_) {
                out.u32(name).u8(undefined).u8(0).u16(0x100); // of the first library
                address(out, 0);
                name += symbol.size() + 1;
                continue;
            }
            const std::uint64_t place = symbol == "__mh_execute_header" ? base_ : base_ + sections_.front().offset;
            out.u32(name).u8(external_in_section).u8(1).u16(0);
            address(out, place);
            name += symbol.size() + 1;
        }
    }

    const MachOOptions& options_;
    std::size_t signature_room_;
    std::uint32_t type_;
    bool wide_;
    std::uint64_t page_, base_;
    std::string segment_;
    std::vector<Section> sections_;
    std::vector<std::string> symbols_; ///< defined ones first
    std::size_t defined_ = 0;
    Bytes strings_;
    ByteWriter commands_{std::endian::little};
    std::uint32_t command_count_ = 0;
    std::uint64_t segment_size_ = 0, symbols_offset_ = 0, strings_offset_ = 0, signature_offset_ = 0, end_ = 0;
};

} // namespace

MachOImage make_macho(const MachOOptions& options, std::size_t signature_room) {
    return SliceWriter(options, signature_room).write();
}

} // namespace nei::forge
