// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"
#include "core/source/open.h"
#include "tests/bench/counting_tree.h"
#include "tests/bench/inflate_floor.h"
#include "tests/bench/inputs.h"
#include "tests/bench/process.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string_view>

namespace nei::bench {
namespace {

constexpr double megabyte = 1e6, milliseconds = 1e3;

// --- what is measured, each in a process of its own: `neinspect_bench --measure WHAT PATH` ---

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
T value_of(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}

/// The core call: from a path to a whole bundle; and when the structure of that was known.
void measure_core(const std::string& path) {
    const auto start = std::chrono::steady_clock::now();
    double structure = 0;
    bundle::ScanOptions options;
    options.structure = [&](const std::shared_ptr<const bundle::Bundle>&) { structure = seconds_since(start); };
    const auto tree = value_of(source::open(path, {}));
    const auto bundle = value_of(bundle::scan(*tree, options));
    fmt::print("seconds {} structure {} items {} problems {}\n", seconds_since(start), structure, bundle->items.size(),
               bundle->problems.size());
}

/// How much of a source's files the core call reads. Not for its time: counting takes some.
void measure_reads(const std::string& path) {
    ReadCounts counts;
    const CountingTree tree(value_of(source::open(path, {})), counts);
    (void)value_of(bundle::scan(tree, {}));
    fmt::print("files {} reads {} needed {} passed {}\n", counts.files.load(), counts.reads.load(),
               counts.needed.load(), counts.passed.load());
}

void measure_inflating(const std::string& path) {
    const Inflated floor = inflate_all_code(path);
    fmt::print("seconds {} entries {} bytes {}\n", floor.seconds, floor.entries, floor.bytes);
}

int measure(std::string_view what, const std::string& path) {
    if (what == "core") return measure_core(path), 0;
    if (what == "reads") return measure_reads(path), 0;
    if (what == "inflating") return measure_inflating(path), 0;
    throw std::runtime_error(fmt::format("nothing is called {}", what));
}

// --- rounds ---

/// One thing that is measured once in every round.
struct Measure {
    std::string name;
    std::vector<std::string> command;
    bool own_clock = false; ///< the program prints its seconds; else it is timed as a whole
    std::vector<double> seconds{};
    std::uint64_t peak_bytes = 0;
    std::map<std::string, double> numbers{}; ///< that it printed, of the last round
    std::vector<double> structure{};         ///< seconds until that was known, where it is printed

    void take() {
        Run done = run(command, own_clock ? Output::keep : Output::discard);
        if (own_clock) numbers = numbers_in(done.output);
        if (numbers.contains("structure")) structure.push_back(numbers.at("structure"));
        seconds.push_back(own_clock ? numbers.at("seconds") : done.seconds);
        peak_bytes = std::max(peak_bytes, done.peak_bytes);
    }
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 != 0 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// Median of the ratios of two measures, each taken within one round: what disturbs a round disturbs both.
double ratio(const Measure& measured, const Measure& floor) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < measured.seconds.size(); ++i) ratios.push_back(measured.seconds[i] / floor.seconds[i]);
    return median(std::move(ratios));
}

/// Once without counting, so that everything is in memory, then each in turn.
void take_in_turn(std::vector<Measure>& measures, int rounds) {
    for (Measure& each : measures) (void)run(each.command, Output::discard);
    for (int round = 0; round < rounds; ++round)
        for (Measure& each : measures) each.take();
}

void print_row(const Measure& measured, std::string_view rest) {
    fmt::print("  {:<34}{:>10.1f} ms  {:>6.1f} MB  {}\n", measured.name, median(measured.seconds) * milliseconds,
               static_cast<double>(measured.peak_bytes) / megabyte, rest);
}

void print_against(const Measure& measured, const Measure& floor, double bar, double memory_bar_mib) {
    constexpr double mebibyte = 1024 * 1024;
    const double times = ratio(measured, floor);
    std::string rest = fmt::format("{:.2f} x floor, bar {:.1f}: {}", times, bar, times <= bar ? "kept" : "MISSED");
    if (memory_bar_mib > 0)
        rest += fmt::format("; memory, bar {:.0f} MiB: {}", memory_bar_mib,
                            static_cast<double>(measured.peak_bytes) / mebibyte <= memory_bar_mib ? "kept" : "MISSED");
    print_row(measured, rest);
}

void print_growth(const Measure& small, const Measure& large) {
    print_row(large, fmt::format("grows with exponent {:.2f}", std::log10(ratio(large, small))));
}

// --- the three inputs ---

struct Programs {
    std::string self, neinspect = NEI_PROGRAM, floor = NEI_BENCH_FLOOR;
};

std::vector<Measure> app_measures(const Programs& programs, const std::string& path) {
    return {{"floor F1, a process", {programs.floor, path}},
            {"core call", {programs.self, "--measure", "core", path}, true},
            {"neinspect inspect", {programs.neinspect, "inspect", path}},
            {"neinspect inspect --format json", {programs.neinspect, "inspect", "--format", "json", path}}};
}

void bench_apps(const Programs& programs, const Inputs& inputs, int rounds) {
    const std::vector<Measure> few = app_measures(programs, inputs.app),
                               many = app_measures(programs, inputs.many_items_app);
    std::vector<Measure> all = few;
    all.insert(all.end(), many.begin(), many.end());
    take_in_turn(all, rounds);
    const std::size_t second = few.size();

    fmt::print("{}\n  {}", inputs.app.c_str(), run(all[0].command, Output::keep).output);
    print_row(all[0], "");
    print_against(all[1], all[0], 4, 0);
    print_against(all[2], all[0], 5, 48);
    print_against(all[3], all[0], 7, 48);
    fmt::print("{}\n  {}", inputs.many_items_app.c_str(), run(all[second].command, Output::keep).output);
    for (std::size_t i = 0; i < second; ++i) print_growth(all[i], all[second + i]);
}

/// What is left to read of an archive once its structure is known.
Measure rest_of(const Measure& core) {
    Measure rest = core;
    rest.name = "the rest of it";
    for (std::size_t i = 0; i < rest.seconds.size(); ++i) rest.seconds[i] -= rest.structure[i];
    return rest;
}

void print_structure(const Measure& core) {
    constexpr double bar = 150;
    const double taken = median(core.structure) * milliseconds;
    fmt::print("  {:<34}{:>10.1f} ms             bar {} ms: {}\n", "structure, plists and profiles", taken, bar,
               taken <= bar ? "kept" : "MISSED");
}

void bench_archive(const Programs& programs, const Inputs& inputs, int rounds) {
    const std::string path = inputs.ipa;
    std::vector<Measure> all{{"floor F2, inflating", {programs.self, "--measure", "inflating", path}, true},
                             {"core call", {programs.self, "--measure", "core", path}, true},
                             {"neinspect inspect", {programs.neinspect, "inspect", path}}};
    take_in_turn(all, rounds);
    fmt::print("{}\n  {} Mach-O files, {:.0f} MB inflated\n", path, all[0].numbers["entries"],
               all[0].numbers["bytes"] / megabyte);
    print_row(all[0], "");
    print_structure(all[1]);
    print_against(rest_of(all[1]), all[0], 1.1, 0);
    print_row(all[1], "");
    print_against(all[2], all[0], 1.1, 64);
    auto reads = numbers_in(run({programs.self, "--measure", "reads", path}, Output::keep).output);
    fmt::print("  {} files opened, {} reads, {:.1f} MB needed, {:.1f} MB inflated for them\n", reads["files"],
               reads["reads"], reads["needed"] / megabyte, reads["passed"] / megabyte);
}

/// Two builds that differ in the code of ten items.
void bench_compare(const Programs& programs, const Inputs& inputs, int rounds) {
    const auto compare = [&](const std::filesystem::path& a, const std::filesystem::path& b) {
        return Measure{"neinspect compare", {programs.neinspect, "compare", "--fail-on", "never", a, b}};
    };
    std::vector<Measure> all{
        {"neinspect inspect, of one", {programs.neinspect, "inspect", inputs.app}},
        compare(inputs.app, inputs.other_app),
        {"diff -rq", {"/bin/sh", "-c", "diff -rq \"$0\" \"$1\" || true", inputs.app, inputs.other_app}},
        compare(inputs.many_items_app, inputs.other_many_items_app)};
    take_in_turn(all, rounds);
    fmt::print("{} against {}\n", inputs.app.c_str(), inputs.other_app.c_str());
    print_row(all[0], "");
    print_against(all[1], all[0], 2.2, 96);
    print_row(all[2], fmt::format("compare takes {:.2f} of it", ratio(all[1], all[2])));
    print_growth(all[1], all[3]);
}

constexpr std::string_view usage =
    "usage: neinspect_bench FOLDER [ROUNDS]   measures with what make_bench_inputs wrote there\n"
    "       neinspect_bench --smoke FOLDER    forges tiny inputs there, and measures once\n";

int run_bench(const std::vector<std::string>& arguments) {
    Programs programs{.self = arguments[0]};
    if (arguments.size() == 4 && arguments[1] == "--measure") return measure(arguments[2], arguments[3]);
    int rounds = 9;
    const bool smoke = arguments.size() == 3 && arguments[1] == "--smoke";
    const bool wrong = arguments.size() < 2 || arguments.size() > 3 || (!smoke && arguments[1].starts_with("-"));
    if (!wrong && !smoke && arguments.size() == 3)
        std::from_chars(arguments[2].data(), arguments[2].data() + arguments[2].size(), rounds);
    if (wrong || rounds < 1) return fmt::print(stderr, "{}", usage), 64;
    const Inputs inputs = smoke ? make_inputs(arguments[2], Scale::small) : inputs_in(arguments[1]);
    if (smoke) rounds = 1;
    fmt::print("Medians of {} rounds, everything in the file cache; ratios are medians of those within a round.\n"
               "Memory is the most that a process had.\n",
               rounds);
    bench_apps(programs, inputs, rounds);
    bench_compare(programs, inputs, rounds);
    bench_archive(programs, inputs, rounds);
    return 0;
}

} // namespace
} // namespace nei::bench

int main(int count, char** arguments) {
    try {
        return nei::bench::run_bench({arguments, arguments + count});
    } catch (const std::exception& error) {
        fmt::print(stderr, "neinspect_bench: {}\n", error.what());
        return 2;
    }
}
