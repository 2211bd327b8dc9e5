// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/code_names.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace nei::rules {
namespace {

using bundle::CodeItem;
using bundle::ItemKind;

// <mach-o/nlist.h>
constexpr std::uint8_t stab_bits = 0xe0, type_bits = 0x0e, type_undefined = 0;

constexpr std::string_view class_prefix = "_OBJC_CLASS_$_", call_prefix = "_objc_msgSend$";

/// Names of one slice while they are gathered.
class SliceReader {
public:
    SliceReader(source::File& file, const macho::Slice& slice) : file_(file), slice_(slice) {}

    SliceNames read() {
        if (slice_.encrypted || !slice_.symbol_table) return std::move(names_);
        names_.complete = read_sections() && read_symbols();
        for (auto* list : {&names_.objective_c_classes, &names_.references}) {
            std::ranges::sort(*list);
            const auto rest = std::ranges::unique(*list);
            list->erase(rest.begin(), rest.end());
        }
        return std::move(names_);
    }

private:
    /// Bytes of the slice; nothing where they are not all there, or too many.
    std::optional<Bytes> bytes(std::uint64_t offset, std::uint64_t size) {
        if (offset > slice_.size || size > slice_.size - offset || !take(size)) return std::nullopt;
        auto read = file_.read(slice_.offset + offset, static_cast<std::size_t>(size));
        return read ? std::optional(std::move(*read)) : std::nullopt;
    }

    /// What is read and what is kept are counted together: a small table can name one long string a million times.
    bool take(std::uint64_t size) {
        if (size > limits::name_bytes - taken_) return false;
        taken_ += size;
        return true;
    }

    /// Texts of a section of zero-terminated strings.
    bool take_strings(const macho::Section& section, std::vector<std::string>& names) {
        const auto content = bytes(section.offset, section.size);
        if (!content) return false;
        std::string_view rest = as_text(*content);
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\0'), rest.size());
            if (end > 0) names.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return true;
    }

    /// In file order, so that a compressed source is read front to back.
    bool read_sections() {
        std::vector<const macho::Section*> wanted;
        for (const macho::Section& section : slice_.sections)
            if (section.name == "__objc_classname" || section.name == "__objc_methname") wanted.push_back(&section);
        std::ranges::sort(wanted, {}, [](const macho::Section* section) { return section->offset; });
        for (const macho::Section* section : wanted)
            if (!take_strings(*section,
                              section->name == "__objc_classname" ? names_.objective_c_classes : names_.references))
                return false;
        return true;
    }

    bool read_symbols() {
        const macho::Slice::SymbolTable& table = *slice_.symbol_table;
        const std::size_t entry_size = slice_.is_64_bit ? 16 : 12;
        const auto entries = bytes(table.symbols_offset, std::uint64_t{table.symbols} * entry_size);
        const auto strings = bytes(table.strings_offset, table.strings_size);
        if (!entries || !strings) return false;
        ByteReader reader(*entries, slice_.big_endian ? std::endian::big : std::endian::little);
        for (std::uint32_t i = 0; i < table.symbols; ++i) {
            const std::uint32_t name_offset = reader.u32();
            const std::uint8_t type = reader.u8();
            reader.skip(entry_size - 5);
            if (reader.failed()) return false;
            if ((type & stab_bits) != 0) continue; // for debuggers
            const auto name = zero_terminated(*strings, name_offset);
            if (!name || !take(name->size())) return false;
            take_symbol(*name, (type & type_bits) == type_undefined);
        }
        return true;
    }

    void take_symbol(std::string_view name, bool imported) {
        // Stubs for calls of a method, where the linker makes them; the selector is what counts.
        if (name.starts_with(call_prefix)) names_.references.emplace_back(name.substr(call_prefix.size()));
        if (imported)
            names_.references.emplace_back(name);
        else if (name.starts_with(class_prefix))
            names_.objective_c_classes.emplace_back(name.substr(class_prefix.size()));
    }

    source::File& file_;
    const macho::Slice& slice_;
    SliceNames names_;
    std::uint64_t taken_ = 0;
};

bool runs_code(const CodeItem& item) {
    return item.kind == ItemKind::app || item.kind == ItemKind::app_extension ||
           item.kind == ItemKind::system_extension;
}

/// Apps and extensions, and libraries whose nearest running bundle is one of them.
std::vector<std::size_t> wanted_items(const bundle::Bundle& bundle) {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < bundle.items.size(); ++i) {
        const CodeItem& item = bundle.items[i];
        if (item.slices.empty()) continue;
        const bool library = item.kind == ItemKind::framework || item.kind == ItemKind::library;
        if (runs_code(item) || (library && item.parent)) wanted.push_back(i);
    }
    return wanted;
}

} // namespace

bool SliceNames::defines_class(std::string_view name) const {
    return std::ranges::binary_search(objective_c_classes, name, std::less<>());
}

bool SliceNames::refers_to(std::string_view name) const {
    return std::ranges::binary_search(references, name, std::less<>());
}

const SliceNames* CodeNames::find(std::size_t item, std::size_t slice) const {
    const auto found = slices.find({item, slice});
    return found == slices.end() ? nullptr : &found->second;
}

Result<CodeNames> read_code_names(const source::FileTree& tree, const bundle::Bundle& bundle,
                                  const TaskControl& control) {
    CodeNames names;
    std::map<std::size_t, std::size_t> items; // entry of the tree -> item
    for (const std::size_t index : wanted_items(bundle)) {
        const CodeItem& item = bundle.items[index];
        const auto entry = tree.find(item.executable.empty() ? item.path : item.executable);
        if (entry) items.emplace(*entry, index);
    }
    std::vector<std::size_t> entries;
    for (const auto& [entry, item] : items) entries.push_back(entry);

    std::mutex mutex;
    std::uint64_t done = 0;
    const auto visited = tree.visit(
        entries,
        [&](std::size_t entry, Result<std::unique_ptr<source::File>> file) {
            const std::size_t index = items.at(entry);
            std::vector<SliceNames> read;
            if (file)
                for (const bundle::CodeSlice& slice : bundle.items[index].slices)
                    read.push_back(SliceReader(**file, slice.code).read());
            const std::scoped_lock lock(mutex);
            for (std::size_t i = 0; i < read.size(); ++i) names.slices.emplace(std::pair(index, i), std::move(read[i]));
            if (control.report) control.report({"Reading names in code", ++done, entries.size()});
        },
        control.stop);
    if (!visited) return std::unexpected(visited.error());
    return names;
}

} // namespace nei::rules
