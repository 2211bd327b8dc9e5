// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <utility>
#include <vector>

namespace nei {
namespace {

/// Parsers recurse as deep as core/base/limits.h allows. The systems' defaults differ: 8 MB on Linux, 512 KB on macOS.
constexpr std::size_t stack_bytes = 8u << 20;

struct Shared {
    std::size_t count;
    const std::function<void(std::size_t)>& work;
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::exception_ptr failure;

    void run() {
        try {
            for (std::size_t i = next++; i < count; i = next++) work(i);
        } catch (...) {
            next = count;
            const std::scoped_lock lock(mutex);
            if (!failure) failure = std::current_exception();
        }
    }
};

/// std::thread cannot be given a stack size.
class Thread {
public:
    explicit Thread(Shared& shared) {
        pthread_attr_t attributes;
        if (pthread_attr_init(&attributes) != 0) return;
        pthread_attr_setstacksize(&attributes, stack_bytes);
        const auto run = [](void* with) -> void* {
            static_cast<Shared*>(with)->run();
            return nullptr;
        };
        started_ = pthread_create(&id_, &attributes, run, &shared) == 0;
        pthread_attr_destroy(&attributes);
    }
    Thread(Thread&& other) noexcept : id_(other.id_), started_(std::exchange(other.started_, false)) {}
    Thread& operator=(Thread&&) = delete;
    ~Thread() {
        if (started_) pthread_join(id_, nullptr);
    }

private:
    pthread_t id_{};
    bool started_ = false; ///< where the system has no thread left, the caller's does the work
};

} // namespace

std::size_t processor_count() {
    return std::max(1u, std::thread::hardware_concurrency());
}

void parallel_for(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work) {
    Shared shared{.count = count, .work = work, .mutex = {}, .failure = {}};
    {
        std::vector<Thread> helpers;
        for (std::size_t i = 1; i < std::min(threads, count); ++i) helpers.emplace_back(shared);
        shared.run();
    }
    if (shared.failure) std::rethrow_exception(shared.failure);
}

} // namespace nei
