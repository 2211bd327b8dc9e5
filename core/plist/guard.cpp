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

std::unexpected<Error> broken_binary() {
    return fail(ErrorCode::malformed, "The binary property list is damaged: its objects point outside the file.");
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
        std::size_t depth = 0, values = 0; ///< of the object and everything below it, once done
    };
    struct Frame {
        std::size_t object, next_child = 0;
        std::vector<std::size_t> children;
    };

    std::uint64_t number(std::size_t offset, unsigned width) const {
        std::uint64_t value = 0;
        const auto bytes = slice(bytes_, offset, width);
        if (!bytes) return UINT64_MAX;
        for (const std::byte byte : *bytes) value = value << 8 | std::to_integer<std::uint64_t>(byte);
        return value;
    }

    /// Objects that an array, set or dictionary refers to; none for other objects.
    Result<std::vector<std::size_t>> children(std::size_t object) const {
        const std::uint64_t offset = number(table_ + object * offset_size_, offset_size_);
        if (offset >= bytes_.size()) return broken_binary();
        const auto marker = std::to_integer<unsigned>(bytes_[static_cast<std::size_t>(offset)]);
        const unsigned type = marker >> 4;
        if (type != 0xa && type != 0xc && type != 0xd) return std::vector<std::size_t>{};
        std::size_t at = static_cast<std::size_t>(offset) + 1;
        std::uint64_t count = marker & 15;
        if (count == 15) {
            const std::uint64_t width_marker = number(at, 1);
            if (width_marker >> 4 != 1 || (width_marker & 15) > 3) return broken_binary();
            const unsigned width = 1u << (width_marker & 15);
            count = number(at + 1, width);
            at += 1 + width;
        }
        if (type == 0xd && count < limits::plist_values) count *= 2;
        if (count > states_.size() * 2 || count * reference_size_ > bytes_.size() - std::min(at, bytes_.size()))
            return broken_binary();
        std::vector<std::size_t> found;
        found.reserve(static_cast<std::size_t>(count));
        for (std::uint64_t i = 0; i < count; ++i, at += reference_size_) {
            const std::uint64_t child = number(at, reference_size_);
            if (child >= states_.size()) return broken_binary();
            found.push_back(static_cast<std::size_t>(child));
        }
        return found;
    }

    /// Depth first without recursion; each object is looked into once, its totals are kept for later references.
    Result<void> walk(std::size_t top) {
        std::vector<Frame> stack;
        const auto enter = [&](std::size_t object) -> Result<void> {
            auto below = children(object);
            if (!below) return std::unexpected(below.error());
            states_[object] = {State::Mark::open, 1, 1};
            stack.push_back({object, 0, std::move(*below)});
            return {};
        };
        if (auto entered = enter(top); !entered) return entered;
        while (!stack.empty()) {
            if (stack.size() > limits::plist_depth) return too_deep();
            Frame& frame = stack.back();
            if (frame.next_child < frame.children.size()) {
                const std::size_t child = frame.children[frame.next_child];
                if (states_[child].mark == State::Mark::open)
                    return fail(ErrorCode::malformed, "The binary property list contains itself and is not read.");
                if (states_[child].mark == State::Mark::unseen) {
                    if (auto entered = enter(child); !entered) return entered;
                    continue;
                }
                State& own = states_[frame.object];
                own.depth = std::max(own.depth, states_[child].depth + 1);
                own.values += states_[child].values;
                if (own.depth > limits::plist_depth) return too_deep();
                if (own.values > limits::plist_values) return too_many();
                ++frame.next_child;
                continue;
            }
            states_[frame.object].mark = State::Mark::done;
            stack.pop_back();
        }
        return {};
    }

    ByteView bytes_;
    unsigned offset_size_ = 0, reference_size_ = 0;
    std::size_t table_ = 0;
    std::vector<State> states_;
};

} // namespace

Result<std::size_t> check_xml(std::string_view text) {
    std::size_t depth = 0, values = 0, at = 0;
    const auto skip_past = [&](std::string_view end) {
        const std::size_t found = text.find(end, at);
        at = found == std::string_view::npos ? text.size() : found + end.size();
    };
    while ((at = text.find('<', at)) != std::string_view::npos) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("<!--")) {
            skip_past("-->");
        } else if (rest.starts_with("<![CDATA[")) {
            skip_past("]]>");
        } else if (rest.starts_with("<?")) {
            skip_past("?>");
        } else if (rest.starts_with("<!")) {
            skip_past(">");
        } else {
            const bool closing = rest.starts_with("</");
            skip_past(">");
            const bool empty = !closing && at >= 2 && text[at - 2] == '/';
            if (!closing && ++values > limits::plist_values) return too_many();
            if (!closing && !empty && ++depth > limits::plist_depth) return too_deep();
            if (closing && depth == 0)
                return fail(ErrorCode::malformed, "The XML property list closes an element that it never opened.");
            if (closing && --depth == 0) return at;
        }
    }
    return fail(ErrorCode::truncated, "The XML property list ends before its root element is closed.");
}

Result<void> check_binary(ByteView bytes) {
    return BinaryObjects(bytes).check();
}

} // namespace nei::plist
