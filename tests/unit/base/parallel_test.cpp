// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace nei {
namespace {

TEST(ParallelFor, DoesEachNumberOnce) {
    for (const std::size_t threads : {0, 1, 2, 7}) {
        std::vector<std::atomic<int>> done(100);
        parallel_for(done.size(), threads, [&](std::size_t i) { ++done[i]; });
        for (const auto& times : done) EXPECT_EQ(times, 1) << threads;
    }
}

TEST(ParallelFor, DoesNothingForNothing) {
    parallel_for(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelFor, ThrowsWhatItsWorkThrew) {
    std::atomic<int> begun = 0;
    const auto work = [&](std::size_t i) {
        ++begun;
        if (i == 3) throw std::runtime_error("three");
    };
    EXPECT_THROW(parallel_for(1'000'000, 2, work), std::runtime_error);
    EXPECT_LT(begun, 1'000'000);
}

TEST(ParallelFor, GivesItsThreadsRoomForDeepRecursion) {
    const std::function<std::size_t(std::size_t)> descend = [&](std::size_t depth) -> std::size_t {
        volatile char room[1024] = {};
        return depth == 0 ? room[0] : descend(depth - 1) + 1;
    };
    std::atomic<std::size_t> deepest = 0;
    parallel_for(4, 4, [&](std::size_t) { deepest = descend(1'000); });
    EXPECT_EQ(deepest, 1'000u);
}

} // namespace
} // namespace nei
