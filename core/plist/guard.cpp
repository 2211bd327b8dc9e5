// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/guard.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::plist {
namespace {

std::unexpected<Error> too_deep() {
    return fail(ErrorCode::too_large,
                fmt::format("The property list nests more than {} levels deep and is not read.", limits::plist_depth));
}

std::unexpected<Error> too_many() {
    return fail(ErrorCode::too_large,
                fmt::format("The property list has more than {} values and is not read.", limits::plist_values));
}

std::unexpected<Error> expands_too_far() {
    return fail(ErrorCode::too_large, "The property list names the same values again and again, so that little data "
                                      "stands for very much; it is not read.");
}

std::unexpected<Error> broken_binary() {
    return fail(ErrorCode::malformed, "The binary property list is damaged: its objects point outside the file.");
}

/// libplist 2.2 ends the program over such a key.
std::unexpected<Error> nul_in_key() {
    return fail(ErrorCode::malformed, "The binary property list has a key with a NUL character and is not read.");
}

std::unexpected<Error> broken_tag() {
    return fail(ErrorCode::malformed,
                "The XML property list has a tag with a '<', an odd quote or a DTD in it, which no "
                "property list needs; it is not read.");
}

/// Whether libplist, which looks past '>' in double quotes, sees the end of this tag where we do. Otherwise it would
/// see another nesting too.
bool is_plain(std::string_view tag) {
    return std::ranges::count(tag, '"') % 2 == 0 && tag.find('<') == std::string_view::npos &&
           !(tag.starts_with('!') && tag.find('[') != std::string_view::npos);
}

/// What a value comes to, everything below it included.
struct Totals {
    std::size_t depth = 1, values = 1;
    std::size_t levels = 1; ///< depths of all values together: what indenting them takes
    std::size_t bytes = 0;  ///< of strings and data

    void add_child(const Totals& child) {
        depth = std::max(depth, child.depth + 1);
        values += child.values;
        levels += child.levels + child.values;
        bytes += child.bytes;
    }
};

Result<void> within_limits(const Totals& totals) {
    if (totals.depth > limits::plist_depth) return too_deep();
    if (totals.values > limits::plist_values || totals.levels > limits::plist_levels) return too_many();
    return {};
}

/// The object table of a binary property list, as far as depth and size need it (CFBinaryPList.c).
class BinaryObjects {
public:
    explicit BinaryObjects(ByteView bytes) : bytes_(bytes) {}

    Result<void> check() {
        if (bytes_.size() < 8 + trailer_size) return broken_binary();
        ByteReader trailer(bytes_.last(trailer_size));
        trailer.skip(6);
        offset_size_ = trailer.u8();
        reference_size_ = trailer.u8();
        const std::uint64_t count = trailer.u64(), top = trailer.u64(), table = trailer.u64();
        const bool sizes_valid = offset_size_ >= 1 && offset_size_ <= 8 && reference_size_ >= 1 && reference_size_ <= 8;
        if (!sizes_valid || count == 0 || top >= count || table > bytes_.size()) return broken_binary();
        if (count > limits::plist_values) return too_many();
        if (count * offset_size_ > bytes_.size() - table) return broken_binary();
        table_ = static_cast<std::size_t>(table);
        states_.resize(static_cast<std::size_t>(count));
        return walk(static_cast<std::size_t>(top));
    }

private:
    static constexpr std::size_t trailer_size = 32;

    struct State {
        enum class Mark : std::uint8_t { unseen, open, done } mark = Mark::unseen;
        bool has_nul = false; ///< a text with a character NUL in it
        Totals totals;        ///< complete once done
    };
    /// What an array, set or dictionary refers to: a range of the file, as whole lists of it could take much memory.
    struct Children {
        std::size_t offset = 0, count = 0;
    };
    struct Frame {
        std::size_t object;
        Children children;
        std::size_t keys = 0; ///< of a dictionary: so many of the children, the first ones
        std::size_t next_child = 0;
    };

    std::uint64_t number(std::size_t offset, unsigned width) const {
        std::uint64_t value = 0;
        const auto bytes = slice(bytes_, offset, width);
        if (!bytes) return UINT64_MAX;
        for (const std::byte byte : *bytes) value = value << 8 | std::to_integer<std::uint64_t>(byte);
        return value;
    }

    struct Object {
        Children children; ///< none unless it is an array, set or dictionary
        std::size_t keys = 0;
        std::size_t bytes = 0;
        bool has_nul = false;
    };

    bool has_nul(std::size_t at, std::size_t characters, std::size_t width) const {
        for (std::size_t i = 0; i < characters; ++i)
            if (number(at + i * width, static_cast<unsigned>(width)) == 0) return true;
        return false;
    }

    Result<Object> object_at(std::size_t index) const {
        const std::uint64_t offset = number(table_ + index * offset_size_, offset_size_);
        if (offset >= bytes_.size()) return broken_binary();
        const auto marker = std::to_integer<unsigned>(bytes_[static_cast<std::size_t>(offset)]);
        const unsigned type = marker >> 4;
        const bool is_text = type == 4 || type == 5 || type == 6,
                   is_container = type == 0xa || type == 0xc || type == 0xd;
        if (!is_text && !is_container) return Object{};
        std::size_t at = static_cast<std::size_t>(offset) + 1;
        std::uint64_t count = marker & 15;
        if (count == 15) {
            const std::uint64_t width_marker = number(at, 1);
            if (width_marker >> 4 != 1 || (width_marker & 15) > 3) return broken_binary();
            const unsigned width = 1u << (width_marker & 15);
            count = number(at + 1, width);
            at += 1 + width;
        }
        const std::size_t available = bytes_.size() - std::min(at, bytes_.size());
        if (count > available) return broken_binary();
        const auto length = static_cast<std::size_t>(count);
        if (is_text) return Object{{}, 0, length, type != 4 && has_nul(at, length, type == 6 ? 2 : 1)};
        if (type == 0xd) count *= 2;
        if (count * reference_size_ > available) return broken_binary();
        return Object{{at, static_cast<std::size_t>(count)}, type == 0xd ? length : 0, 0, false};
    }

    /// Depth first without recursion; each object is looked into once, its totals are kept for later references.
    Result<void> walk(std::size_t top) {
        std::vector<Frame> stack;
        const auto enter = [&](std::size_t index) -> Result<void> {
            const auto object = object_at(index);
            if (!object) return std::unexpected(object.error());
            states_[index].mark = State::Mark::open;
            states_[index].totals.bytes = object->bytes;
            states_[index].has_nul = object->has_nul;
            stack.push_back({index, object->children, object->keys});
            return {};
        };
        if (auto entered = enter(top); !entered) return entered;
        while (!stack.empty()) {
            if (stack.size() > limits::plist_depth) return too_deep();
            Frame& frame = stack.back();
            if (frame.next_child == frame.children.count) {
                states_[frame.object].mark = State::Mark::done;
                stack.pop_back();
                continue;
            }
            const std::uint64_t child =
                number(frame.children.offset + frame.next_child * reference_size_, reference_size_);
            if (child >= states_.size()) return broken_binary();
            const State& below = states_[static_cast<std::size_t>(child)];
            if (below.mark == State::Mark::open)
                return fail(ErrorCode::malformed, "The binary property list contains itself and is not read.");
            if (below.mark == State::Mark::unseen) {
                if (auto entered = enter(static_cast<std::size_t>(child)); !entered) return entered;
                continue;
            }
            if (below.has_nul && frame.next_child < frame.keys) return nul_in_key();
            Totals& totals = states_[frame.object].totals;
            totals.add_child(below.totals);
            if (auto checked = within_limits(totals); !checked) return checked;
            if (expands(totals)) return expands_too_far();
            ++frame.next_child;
        }
        return {};
    }

    /// Writers store each list once and each text once, so there are no more values than bytes that refer to them.
    bool expands(const Totals& totals) const {
        return totals.values > bytes_.size() + limits::plist_shared_values || totals.bytes > limits::plist_bytes ||
               totals.bytes > limits::plist_text_expansion * (bytes_.size() + limits::plist_shared_values);
    }

    ByteView bytes_;
    unsigned offset_size_ = 0, reference_size_ = 0;
    std::size_t table_ = 0;
    std::vector<State> states_;
};

} // namespace

Result<std::size_t> check_xml(std::string_view text) {
    std::size_t depth = 0, at = 0;
    std::uint64_t references = 0;
    Totals totals{.depth = 0, .values = 0, .levels = 0, .bytes = 0};
    const auto skip_past = [&](std::string_view end, std::size_t from) {
        const std::size_t found = text.find(end, from);
        at = found == std::string_view::npos ? text.size() : found + end.size();
        return text.substr(from, at - from);
    };
    while (true) {
        const std::size_t next = text.find('<', at);
        if (next == std::string_view::npos) break;
        const std::string_view content = text.substr(at, next - at);
        // libplist moves the rest of a text for each of its references.
        references += static_cast<std::uint64_t>(std::ranges::count(content, '&')) * content.size();
        if (references > limits::plist_reference_work)
            return fail(ErrorCode::too_large, "The XML property list has a long text with very many character "
                                              "references and is not read.");
        at = next;
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("<!--")) {
            skip_past("-->", at + 4);
        } else if (rest.starts_with("<![CDATA[")) {
            skip_past("]]>", at + 9);
        } else {
            const std::string_view tag = skip_past(rest.starts_with("<?") ? "?>" : ">", at + 1);
            if (!is_plain(tag)) return broken_tag();
            if (tag.starts_with('?') || tag.starts_with('!')) continue;
            const bool closing = tag.starts_with('/');
            const bool empty = !closing && tag.ends_with("/>");
            if (closing && depth == 0)
                return fail(ErrorCode::malformed, "The XML property list closes an element that it never opened.");
            if (closing && --depth == 0) return at;
            if (closing) continue;
            totals.depth = depth + 1;
            totals.levels += depth + 1;
            ++totals.values;
            if (auto checked = within_limits(totals); !checked) return std::unexpected(checked.error());
            if (!empty) ++depth;
        }
    }
    return fail(ErrorCode::truncated, "The XML property list ends before its root element is closed.");
}

Result<void> check_binary(ByteView bytes) {
    return BinaryObjects(bytes).check();
}

} // namespace nei::plist
