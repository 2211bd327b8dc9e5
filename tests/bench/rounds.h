// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/process.h"

#include <optional>
#include <string_view>

namespace nei::bench {

inline constexpr double megabyte = 1e6, milliseconds = 1e3;

/// One thing that is measured once in every round.
struct Measure {
    std::string name;
    std::vector<std::string> command;
    bool own_clock = false; ///< the program prints its seconds; else it is timed as a whole
    std::vector<double> seconds{};
    std::uint64_t peak_bytes = 0;
    std::map<std::string, double> numbers{}; ///< that it printed, of the last round
    std::vector<double> structure{};         ///< seconds until that was known, where it is printed

    void take();
};

/// Once without counting, so that everything is in memory, then each in turn.
void take_in_turn(std::vector<Measure>& measures, int rounds);

double median(std::vector<double> values);

/// Median of the ratios of two measures, each taken within one round: what disturbs a round disturbs both.
double ratio(const Measure& measured, const Measure& floor);

void print_row(const Measure& measured, std::string_view rest);

/// What it may take: times the floor, and of memory.
struct Bar {
    double times = 0;
    std::optional<double> mebibytes = std::nullopt;
};
void print_against(const Measure& measured, const Measure& floor, Bar bar);

/// How time grows from one to ten times the items.
void print_growth(const Measure& small, const Measure& large);

} // namespace nei::bench
