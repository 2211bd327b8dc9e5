// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string_view>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

/// Cuts valid files short at every length, and changes single bytes of them. None of it may crash the program, hang it
/// or leave an error without a sentence; sanitizer builds make overruns, leaks and huge allocations fail.
namespace nei::fuzz {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr Milliseconds most_time{2000}; ///< for one input
constexpr std::size_t cut_files = 5;

std::string current; ///< the input that is read now, for whoever has to find what crashed

void name_current() {
    std::fprintf(stderr, "\nwhile reading %s\n", current.c_str());
}

class Run {
public:
    /// All lengths from 0 to one less than the file's, or `most` of them, evenly spread.
    void truncate(const Sample& sample, std::size_t most) {
        const std::size_t step = std::max<std::size_t>(1, sample.content.size() / most);
        for (std::size_t length = 0; length < sample.content.size(); length += step, ++truncations_)
            read(sample, ByteView(sample.content).first(length), fmt::format("cut to {} bytes", length));
    }

    /// The same inputs every time.
    void flip(const std::vector<Sample>& samples, std::size_t count) {
        constexpr std::uint64_t seed = 20260302;
        std::mt19937_64 random(seed);
        for (; flips_ < count; ++flips_) {
            const Sample& sample = samples[flips_ % samples.size()];
            Bytes content = sample.content;
            const std::size_t offset = random() % content.size();
            const auto bits = static_cast<std::uint8_t>(1 + random() % 255);
            content[offset] ^= std::byte{bits};
            read(sample, content, fmt::format("with byte {} changed by {:#04x}", offset, bits));
        }
    }

    /// Whether every input was read in time.
    bool report(Clock::time_point started) const {
        const double seconds = std::chrono::duration<double>(Clock::now() - started).count();
        fmt::print(
            "{} truncations, {} flips, slowest {:.0f} ms ({}), {} too slow; {:.1f} MB in {:.1f} s, {:.1f} MB/s\n",
            truncations_, flips_, slowest_.count(), slowest_name_, slow_, static_cast<double>(bytes_) / 1e6, seconds,
            static_cast<double>(bytes_) / 1e6 / seconds);
        return slow_ == 0;
    }

private:
    void read(const Sample& sample, ByteView content, const std::string& change) {
        current = sample.name + ", " + change;
        const auto start = Clock::now();
        sample.inspect(content);
        const Milliseconds taken = Clock::now() - start;
        bytes_ += content.size();
        if (taken > most_time) ++slow_;
        if (taken <= slowest_) return;
        slowest_ = taken;
        slowest_name_ = current;
    }

    std::size_t truncations_ = 0, flips_ = 0, bytes_ = 0, slow_ = 0;
    Milliseconds slowest_{0};
    std::string slowest_name_;
};

int run(int count, char** arguments) {
    if (count != 3) {
        std::fputs("usage: robustness TRUNCATIONS FLIPS\n"
                   "  TRUNCATIONS  of each of five files, or \"all\"\n"
                   "  FLIPS        over ten files\n",
                   stderr);
        return 64;
    }
    const std::string_view truncations = arguments[1];
    const std::size_t most = truncations == "all" ? SIZE_MAX : std::strtoull(arguments[1], nullptr, 10);
    const auto samples = fuzz::samples();
    for (const Sample& sample : samples) fmt::print("{} ({} bytes)\n", sample.name, sample.content.size());
    std::fflush(stdout);

    std::signal(SIGABRT, [](int) { name_current(); });
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_set_death_callback(name_current);
#endif
    Run run;
    const auto started = Clock::now();
    if (most > 0)
        for (std::size_t i = 0; i < cut_files; ++i) run.truncate(samples[i], most);
    run.flip(samples, std::strtoull(arguments[2], nullptr, 10));
    return run.report(started) ? 0 : 1;
}

} // namespace
} // namespace nei::fuzz

int main(int count, char** arguments) {
    try {
        return nei::fuzz::run(count, arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "robustness: %s\n", error.what());
        return 2;
    }
}
