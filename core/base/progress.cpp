// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

#include "core/base/text.h"

#include <fmt/format.h>

namespace nei {

std::string Progress::count() const {
    const auto words = [&](std::uint64_t number) { return unit == Unit::bytes ? size_words(number) : grouped(number); };
    if (total > 0) return fmt::format("{} of {}", words(done), words(total));
    return done > 0 ? words(done) : std::string();
}

} // namespace nei
