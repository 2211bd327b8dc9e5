// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/rounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nei::bench {

void Measure::take() {
    Run done = run(command, own_clock ? Output::keep : Output::discard);
    if (own_clock) numbers = numbers_in(done.output);
    if (numbers.contains("structure")) structure.push_back(numbers.at("structure"));
    seconds.push_back(own_clock ? numbers.at("seconds") : done.seconds);
    peak_bytes = std::max(peak_bytes, done.peak_bytes);
}

void take_in_turn(std::vector<Measure>& measures, int rounds) {
    for (Measure& each : measures) (void)run(each.command, Output::discard);
    for (int round = 0; round < rounds; ++round)
        for (Measure& each : measures) each.take();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 != 0 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double ratio(const Measure& measured, const Measure& floor) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < measured.seconds.size(); ++i) ratios.push_back(measured.seconds[i] / floor.seconds[i]);
    return median(std::move(ratios));
}

void print_row(const Measure& measured, std::string_view rest) {
    fmt::print("  {:<34}{:>10.1f} ms  {:>6.1f} MB  {}\n", measured.name, median(measured.seconds) * milliseconds,
               static_cast<double>(measured.peak_bytes) / megabyte, rest);
}

void print_against(const Measure& measured, const Measure& floor, Bar bar) {
    constexpr double mebibyte = 1024 * 1024;
    const auto judged = [](bool kept) { return kept ? "kept" : "MISSED"; };
    const double times = ratio(measured, floor);
    std::string rest = fmt::format("{:.2f} x floor, bar {:.2f}: {}", times, bar.times, judged(times <= bar.times));
    if (bar.mebibytes)
        rest += fmt::format("; memory, bar {:.0f} MiB: {}", *bar.mebibytes,
                            judged(static_cast<double>(measured.peak_bytes) / mebibyte <= *bar.mebibytes));
    print_row(measured, rest);
}

void print_growth(const Measure& small, const Measure& large) {
    print_row(large, fmt::format("grows with exponent {:.2f}", std::log10(ratio(large, small))));
}

} // namespace nei::bench
