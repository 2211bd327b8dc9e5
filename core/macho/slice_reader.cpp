// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/macho/slice_reader.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"
#include "core/macho/names.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::macho {
namespace {

// Load command numbers of <mach-o/loader.h>.
constexpr std::uint32_t required_by_dyld = 0x80000000;
enum LoadCommand : std::uint32_t {
    lc_segment = 0x1,
    lc_symtab = 0x2,
    lc_thread = 0x4,
    lc_unix_thread = 0x5,
    lc_load_dylib = 0xc,
    lc_id_dylib = 0xd,
    lc_load_weak_dylib = 0x18 | required_by_dyld,
    lc_segment_64 = 0x19,
    lc_uuid = 0x1b,
    lc_rpath = 0x1c | required_by_dyld,
    lc_code_signature = 0x1d,
    lc_reexport_dylib = 0x1f | required_by_dyld,
    lc_lazy_load_dylib = 0x20,
    lc_encryption_info = 0x21,
    lc_load_upward_dylib = 0x23 | required_by_dyld,
    lc_version_min_macos = 0x24,
    lc_version_min_ios = 0x25,
    lc_main = 0x28 | required_by_dyld,
    lc_encryption_info_64 = 0x2c,
    lc_version_min_tvos = 0x2f,
    lc_version_min_watchos = 0x30,
    lc_build_version = 0x32,
};

Version version_of(std::uint32_t packed) {
    return {packed >> 16, packed >> 8 & 0xff, packed & 0xff};
}

/// A fixed-size name field, up to its first zero.
std::string fixed_text(ByteView field) {
    const std::string_view text = as_text(field);
    return std::string(text.substr(0, text.find('\0')));
}

/// Interprets the load commands of one image into its Slice.
class CommandReader {
public:
    CommandReader(Slice& slice, std::endian order, const std::string& path)
        : slice_(slice), order_(order), path_(path) {}

    /// Property list sections found on the way; they are read once all commands are known, in file order.
    struct PlistSection {
        std::uint64_t offset = 0, size = 0;
        bool launchd = false;
    };
    const std::vector<PlistSection>& plist_sections() const { return plist_sections_; }

    void read_all(ByteView commands, std::uint32_t count) {
        std::size_t at = 0;
        for (std::uint32_t i = 0; i < count; ++i) {
            ByteReader reader = reader_of(commands.subspan(at));
            const std::uint32_t number = reader.u32(), size = reader.u32();
            if (reader.failed() || size < 8 || size > commands.size() - at)
                return problem(fmt::format("Load command {} of {} reaches beyond the space for load commands; the "
                                           "ones before it are shown.",
                                           i + 1, count));
            read(number, commands.subspan(at, size));
            at += size;
        }
    }

    /// Every load command can be broken; the first few tell enough.
    void problem(std::string message) {
        if (++problems_ == limits::slice_problems) message = "more of it is broken than is listed here.";
        if (problems_ <= limits::slice_problems)
            slice_.problems.push_back(
                {"macho-malformed", path_, fmt::format("{} slice: {}", slice_.architecture, message)});
    }

private:
    ByteReader reader_of(ByteView data) const { return ByteReader(data, order_); }

    void read(std::uint32_t number, ByteView command) {
        ByteReader reader = reader_of(command);
        reader.skip(8);
        switch (number) {
        case lc_segment: read_segment(reader, false); break;
        case lc_segment_64: read_segment(reader, true); break;
        case lc_symtab: read_symbol_table(reader); break;
        case lc_load_dylib: read_library(reader, command, LibraryKind::load); break;
        case lc_load_weak_dylib: read_library(reader, command, LibraryKind::weak); break;
        case lc_reexport_dylib: read_library(reader, command, LibraryKind::reexport); break;
        case lc_lazy_load_dylib: read_library(reader, command, LibraryKind::lazy); break;
        case lc_load_upward_dylib: read_library(reader, command, LibraryKind::upward); break;
        case lc_id_dylib: slice_.install_name = text_at(command, reader.u32()); break;
        case lc_rpath: slice_.rpaths.push_back(text_at(command, reader.u32())); break;
        case lc_uuid: read_uuid(reader.bytes(16)); break;
        case lc_thread:
        case lc_unix_thread: slice_.has_thread_entry = true; break;
        case lc_main: slice_.main_entry = reader.u64(); break;
        case lc_encryption_info:
        case lc_encryption_info_64:
            reader.skip(8);
            slice_.encrypted = reader.u32() != 0;
            break;
        case lc_version_min_macos: read_version_min(reader, 1); break;
        case lc_version_min_ios: read_version_min(reader, 2); break;
        case lc_version_min_tvos: read_version_min(reader, 3); break;
        case lc_version_min_watchos: read_version_min(reader, 4); break;
        case lc_build_version: read_build_version(reader); break;
        case lc_code_signature: read_signature_range(reader); break;
        default: break;
        }
        if (reader.failed()) problem(fmt::format("load command 0x{:x} is shorter than its contents.", number));
    }

    void read_segment(ByteReader& reader, bool is_64) {
        const auto word = [&] { return is_64 ? reader.u64() : reader.u32(); };
        const std::string name = fixed_text(reader.bytes(16));
        word(); // address
        word(); // size in memory
        const std::uint64_t file_offset = word(), file_size = word();
        reader.skip(8); // protections
        const std::uint32_t count = reader.u32();
        reader.skip(4); // flags
        if (name == "__TEXT") {
            slice_.text_segment_offset = file_offset;
            slice_.text_segment_size = file_size;
        }
        const std::size_t section_size = is_64 ? 80 : 68;
        if (count > reader.remaining() / section_size) {
            problem(fmt::format("segment {} names {} sections, more than its load command holds.", name, count));
            return;
        }
        for (std::uint32_t i = 0; i < count; ++i) read_section(reader, is_64);
    }

    void read_section(ByteReader& reader, bool is_64) {
        const auto word = [&] { return is_64 ? reader.u64() : reader.u32(); };
        Section section;
        section.name = fixed_text(reader.bytes(16));
        section.segment = fixed_text(reader.bytes(16));
        word(); // address
        section.size = word();
        const std::uint32_t file_offset = reader.u32();
        section.offset = file_offset;
        reader.skip(is_64 ? 28 : 24); // alignment, relocations, flags, reserved
        const bool info = section.name == "__info_plist", launchd = section.name == "__launchd_plist";
        if (section.segment == "__TEXT" && (info || launchd)) keep({file_offset, section.size, launchd}, section.name);
        slice_.sections.push_back(std::move(section));
    }

    /// The first of its name, as getsectdata finds it. Reading all would let many name the same large range.
    void keep(const PlistSection& found, std::string_view name) {
        if (found.offset == 0) return; // debug symbols describe sections that only the original holds
        if (std::ranges::find(plist_sections_, found.launchd, &PlistSection::launchd) != plist_sections_.end())
            return problem(fmt::format("it has more than one {} section; the first is shown.", name));
        plist_sections_.push_back(found);
    }

    void read_library(ByteReader& reader, ByteView command, LibraryKind kind) {
        Library library;
        library.kind = kind;
        library.path = text_at(command, reader.u32());
        reader.skip(4); // time stamp
        library.current_version = version_of(reader.u32());
        library.compatibility_version = version_of(reader.u32());
        slice_.libraries.push_back(std::move(library));
    }

    void read_uuid(ByteView bytes) {
        if (bytes.size() != 16) return;
        const std::string hex = to_hex(bytes);
        slice_.uuid = fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                                  hex.substr(16, 4), hex.substr(20));
    }

    void read_version_min(ByteReader& reader, std::uint32_t platform) {
        const std::uint32_t minimum = reader.u32(), sdk = reader.u32();
        add_platform(platform, minimum, sdk);
    }

    void read_build_version(ByteReader& reader) {
        const std::uint32_t platform = reader.u32(), minimum = reader.u32(), sdk = reader.u32();
        reader.skip(4); // number of tools
        add_platform(platform, minimum, sdk);
    }

    void add_platform(std::uint32_t number, std::uint32_t minimum, std::uint32_t sdk) {
        Platform platform{platform_name(number), number, version_of(minimum), std::nullopt};
        if (sdk != 0) platform.sdk = version_of(sdk);
        slice_.platforms.push_back(std::move(platform));
    }

    void read_symbol_table(ByteReader& reader) {
        Slice::SymbolTable table;
        table.symbols_offset = reader.u32();
        table.symbols = reader.u32();
        table.strings_offset = reader.u32();
        table.strings_size = reader.u32();
        if (!reader.failed()) slice_.symbol_table = table;
    }

    void read_signature_range(ByteReader& reader) {
        const std::uint64_t offset = reader.u32(), size = reader.u32();
        if (slice_.signature_range) return problem("it has more than one signature; the first is shown.");
        slice_.signature_range = Slice::SignatureRange{offset, size};
    }

    /// A string inside its load command, by its offset from the command's start.
    std::string text_at(ByteView command, std::uint32_t offset) {
        if (offset >= command.size()) {
            problem("a path lies outside its load command.");
            return {};
        }
        return fixed_text(command.subspan(offset));
    }

    Slice& slice_;
    std::endian order_;
    const std::string& path_;
    std::vector<PlistSection> plist_sections_;
    std::size_t problems_ = 0;
};

void read_plist_sections(source::File& file, CommandReader& commands, Slice& slice) {
    for (const auto& section : commands.plist_sections()) {
        const char* name = section.launchd ? "__launchd_plist" : "__info_plist";
        if (section.size > limits::section_plist_bytes || section.offset > slice.size ||
            section.size > slice.size - section.offset) {
            commands.problem(fmt::format("its {} section lies outside the slice.", name));
            continue;
        }
        auto bytes = file.read(slice.offset + section.offset, static_cast<std::size_t>(section.size));
        if (!bytes)
            commands.problem(fmt::format("its {} section cannot be read. {}", name, bytes.error().message));
        else
            (section.launchd ? slice.embedded_launchd_plist : slice.embedded_info_plist) = std::move(*bytes);
    }
}

void read_signature(source::File& file, Slice& slice, const std::string& path) {
    if (!slice.signature_range) return;
    const auto [offset, size] = *slice.signature_range;
    const auto problem = [&](std::string message) {
        slice.problems.push_back(
            {"signature-unreadable", path,
             fmt::format("The signature of the {} slice cannot be read. {}", slice.architecture, message)});
    };
    if (offset > slice.size || size > slice.size - offset)
        return problem(
            fmt::format("The slice ends at byte {} of the file, and its header puts this signature at bytes {} to {}.",
                        slice.offset + slice.size, slice.offset + offset, slice.offset + offset + size));
    if (size > limits::signature_bytes)
        return problem(
            fmt::format("It claims {} bytes, more than the {} that are read.", size, limits::signature_bytes));
    auto bytes = file.read(slice.offset + offset, static_cast<std::size_t>(size));
    if (bytes)
        slice.signature = std::move(*bytes);
    else
        problem(bytes.error().message);
}

} // namespace

Result<Slice> read_slice(source::File& file, const std::string& path, ByteView start, std::uint64_t offset,
                         std::uint64_t size) {
    constexpr std::size_t header_size_32 = 28, header_size_64 = 32;
    const std::uint32_t magic = ByteReader(start).u32();
    const bool big = magic == 0xfeedface || magic == 0xfeedfacf;
    const bool little = magic == 0xcefaedfe || magic == 0xcffaedfe;
    if (!big && !little)
        return fail(ErrorCode::malformed, fmt::format("{}: there is no Mach-O header at byte {}.", path, offset));
    const std::endian order = big ? std::endian::big : std::endian::little;

    ByteReader header(start.first(std::min(start.size(), header_size_64)), order);
    Slice slice;
    slice.big_endian = big;
    slice.offset = offset;
    slice.size = size;
    slice.is_64_bit = header.u32() == 0xfeedfacf;
    slice.cpu_type = header.u32();
    slice.cpu_subtype = header.u32();
    slice.architecture = architecture_name(slice.cpu_type, slice.cpu_subtype);
    slice.file_type_number = header.u32();
    slice.file_type = file_type_of(slice.file_type_number);
    const std::uint32_t count = header.u32(), commands_size = header.u32();
    slice.flags = header.u32();
    if (header.failed())
        return fail(ErrorCode::truncated, fmt::format("{}: the Mach-O header at byte {} is cut off.", path, offset));

    CommandReader commands(slice, order, path);
    const std::size_t header_size = slice.is_64_bit ? header_size_64 : header_size_32;
    std::uint64_t available = commands_size;
    if (header_size + commands_size > size) {
        commands.problem(
            fmt::format("its load commands should take {} bytes, more than the slice has.", commands_size));
        available = size > header_size ? size - header_size : 0;
    }
    slice.header_size = header_size + available;
    if (available > limits::load_command_bytes || count > limits::load_commands) {
        commands.problem("it claims more load commands than any real program has; none are read.");
        return slice;
    }
    if (const auto inside = nei::slice(start, header_size, static_cast<std::size_t>(available))) {
        commands.read_all(*inside, count);
    } else {
        const auto bytes = file.read(offset + header_size, static_cast<std::size_t>(available));
        if (!bytes) {
            commands.problem(bytes.error().message);
            return slice;
        }
        commands.read_all(*bytes, count);
    }
    read_plist_sections(file, commands, slice);
    read_signature(file, slice, path);
    return slice;
}

} // namespace nei::macho
