// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace nei {

/// How far a long task is. `total` 0 means not known yet.
struct Progress {
    std::string doing; ///< present participle, without the count: "Reading code"
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    enum class Unit { things, bytes } unit = Unit::things;

    /// "1,234 of 5,678", "12.3 MB of 45.6 MB"; without a total how many so far; empty before anything is done.
    std::string count() const;
};

/// What a long task is given: a way to be stopped and a way to say how far it is. Both may be absent.
/// `report` may be called from several threads, though never at once.
struct TaskControl {
    std::stop_token stop;
    std::function<void(const Progress&)> report;

    bool stopped() const { return stop.stop_requested(); }
};

} // namespace nei
