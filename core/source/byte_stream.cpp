// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/byte_stream.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/source/random_access.h"
#include "core/source/system_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::source {
namespace {

class RandomAccessStream final : public ByteStream {
public:
    RandomAccessStream(std::shared_ptr<const RandomAccess> bytes, std::string name)
        : bytes_(std::move(bytes)), name_(std::move(name)) {}

    Result<std::size_t> read(std::span<std::byte> buffer) override {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), bytes_->size() - position_));
        const auto got = bytes_->read_at(position_, buffer.first(count));
        if (!got) return std::unexpected(system_error(got.error(), name_));
        position_ += *got;
        return *got;
    }

    std::uint64_t skip(std::uint64_t count) override {
        const std::uint64_t passed = std::min(count, bytes_->size() - position_);
        position_ += passed;
        return passed;
    }

    bool seek(std::uint64_t offset) override {
        if (offset > bytes_->size()) return false;
        position_ = offset;
        return true;
    }

    std::optional<std::uint64_t> size() const override { return bytes_->size(); }

private:
    std::shared_ptr<const RandomAccess> bytes_;
    std::string name_;
    std::uint64_t position_ = 0;
};

} // namespace

StreamStart stream_of(std::shared_ptr<const RandomAccess> bytes, std::string name) {
    return [bytes = std::move(bytes), name = std::move(name)]() -> Result<std::unique_ptr<ByteStream>> {
        return std::make_unique<RandomAccessStream>(bytes, name);
    };
}

Result<void> check_growth(std::uint64_t unpacked, std::uint64_t packed, std::string_view name) {
    if (unpacked < limits::unpacked_bytes_any_ratio || unpacked / limits::unpacked_ratio <= packed) return {};
    return fail(ErrorCode::too_large,
                fmt::format("`{}` unpacks to more than {} times its size, as no real app does: it is read no further.",
                            display_text(name), limits::unpacked_ratio));
}

} // namespace nei::source
