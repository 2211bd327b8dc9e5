// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"
#include "core/source/open.h"
#include "core/verify/verify.h"
#include "tests/bench/counting_tree.h"
#include "tests/bench/hash_floor.h"
#include "tests/bench/inflate_floor.h"
#include "tests/bench/inputs.h"
#include "tests/bench/rounds.h"

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

/// Verification, and what a user waits for: opening, scanning and that.
void measure_verifying(const std::string& path) {
    const auto start = std::chrono::steady_clock::now();
    const auto tree = verify::hash_while_read(value_of(source::open(path, {})));
    const auto bundle = value_of(bundle::scan(*tree, {}));
    const double scanned = seconds_since(start);
    const verify::Integrity integrity = value_of(verify::verify(*tree, *bundle, {}));
    fmt::print("seconds {} structure {} intact {} bytes {}\n", seconds_since(start), scanned,
               integrity.integrity_valid ? 1 : 0, integrity.hashed_bytes);
}

void measure_hashing(const std::string& path) {
    const Hashed floor = std::filesystem::is_directory(path) ? hash_folder(path) : hash_archive(path);
    fmt::print("seconds {} files {} bytes {}\n", floor.seconds, floor.files, floor.bytes);
}

int measure(std::string_view what, const std::string& path) {
    if (what == "verifying") return measure_verifying(path), 0;
    if (what == "hashing") return measure_hashing(path), 0;
    if (what == "core") return measure_core(path), 0;
    if (what == "reads") return measure_reads(path), 0;
    if (what == "inflating") return measure_inflating(path), 0;
    throw std::runtime_error(fmt::format("nothing is called {}", what));
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
    print_against(all[1], all[0], {4});
    print_against(all[2], all[0], {5, 48});
    print_against(all[3], all[0], {7, 48});
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
    print_against(rest_of(all[1]), all[0], {1.1});
    print_row(all[1], "");
    print_against(all[2], all[0], {1.1, 64});
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
    print_against(all[1], all[0], {2.2, 96});
    print_row(all[2], fmt::format("compare takes {:.2f} of it", ratio(all[1], all[2])));
    print_growth(all[1], all[3]);
}

/// Verification against hashing alone. The forge's signatures lead to its own root.
void bench_verification(const Programs& programs, const std::string& path, const std::string& roots,
                        std::string_view floor_name, int rounds) {
    std::vector<Measure> all{
        {std::string(floor_name), {programs.self, "--measure", "hashing", path}, true},
        {"open, scan and verify", {programs.self, "--measure", "verifying", path}, true},
        {"neinspect verify", {programs.neinspect, "verify", "--trust-root", roots, path}},
    };
    take_in_turn(all, rounds);
    if (all[1].numbers["intact"] != 1) throw std::runtime_error(path + " does not verify");
    fmt::print("{}\n  {} files, {:.0f} MB hashed\n", path, all[0].numbers["files"], all[0].numbers["bytes"] / megabyte);
    print_row(all[0], "");
    Measure verify = rest_of(all[1]);
    verify.name = "verification alone";
    print_against(verify, all[0], {1.15});
    print_against(all[1], all[0], {1.15});
    print_against(all[2], all[0], {1.15, 100});
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
    fmt::print("Hash instructions of this processor: {}\n", hash_instructions());
    bench_verification(programs, inputs.app, inputs.roots, "floor F3, hashing", rounds);
    bench_verification(programs, inputs.many_items_app, inputs.roots, "floor F3, hashing", rounds);
    bench_verification(programs, inputs.ipa, inputs.roots, "floor F4, inflating and hashing", rounds);
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
