// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_reader.h"

#include <algorithm>

namespace nei {

ByteView ByteReader::bytes(std::size_t length) {
    if (length > remaining() || failed_) {
        failed_ = true;
        return {};
    }
    const ByteView view = data_.subspan(offset_, length);
    offset_ += length;
    return view;
}

void ByteReader::seek(std::size_t offset) {
    if (offset > data_.size()) failed_ = true;
    if (!failed_) offset_ = offset;
}

std::uint64_t ByteReader::integer(std::size_t width) {
    const ByteView view = bytes(width);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < view.size(); ++i) {
        const std::size_t index = order_ == std::endian::big ? i : view.size() - 1 - i;
        value = value << 8 | std::to_integer<std::uint64_t>(view[index]);
    }
    return value;
}

std::optional<std::string_view> zero_terminated(ByteView data, std::size_t offset) {
    if (offset >= data.size()) return std::nullopt;
    const ByteView rest = data.subspan(offset);
    const auto end = std::ranges::find(rest, std::byte{0});
    if (end == rest.end()) return std::nullopt;
    return as_text(rest.first(static_cast<std::size_t>(end - rest.begin())));
}

} // namespace nei
