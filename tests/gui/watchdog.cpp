// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/watchdog.h"

#include <QMetaEnum>
#include <QThread>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <span>

namespace nei::test {
namespace {

double milliseconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::string name_of(QEvent::Type type) {
    const char* name = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return name != nullptr ? name : "event " + std::to_string(type);
}

} // namespace

Watchdog& Watchdog::instance() {
    return *static_cast<Watchdog*>(QCoreApplication::instance());
}

double Watchdog::limit_ms() {
    return frame_ms * most_frames;
}

void Watchdog::arm() {
    worst_.clear();
    armed_ = true;
}

std::vector<Handled> Watchdog::disarm() {
    armed_ = false;
    std::vector<Handled> result;
    for (auto& [kind, handled] : worst_) {
        handled.kind = kind.receiver + ' ' + name_of(kind.type);
        result.push_back(handled);
    }
    std::ranges::sort(result, std::ranges::greater(), &Handled::cpu_ms);
    return result;
}

bool Watchdog::notify(QObject* receiver, QEvent* event) {
    if (!armed_ || QThread::currentThread() != thread() || depth_ > 0) return QApplication::notify(receiver, event);
    // Both may be gone afterwards.
    Kind kind{receiver->metaObject()->className(), event->type()};
    ++depth_;
    const double cpu = milliseconds(CLOCK_THREAD_CPUTIME_ID);
    const double wall = milliseconds(CLOCK_MONOTONIC);
    const bool result = QApplication::notify(receiver, event);
    const double cpu_ms = milliseconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
    --depth_;
    note(std::move(kind), cpu_ms, milliseconds(CLOCK_MONOTONIC) - wall);
    return result;
}

void Watchdog::note(Kind kind, double cpu_ms, double wall_ms) {
    Handled& worst = worst_[std::move(kind)];
    ++worst.times;
    if (cpu_ms <= worst.cpu_ms) return;
    worst.cpu_ms = cpu_ms;
    worst.wall_ms = wall_ms;
}

void print_handled(const char* title, const std::vector<Handled>& handled, std::size_t most) {
    std::printf("%s: worst of the UI thread, CPU ms (wall ms), kind, times\n", title);
    for (const Handled& kind : std::span(handled).first(std::min(most, handled.size())))
        std::printf("  %6.1f (%6.1f)  %s, %d\n", kind.cpu_ms, kind.wall_ms, kind.kind.c_str(), kind.times);
}

std::size_t peak_memory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return static_cast<std::size_t>(usage.ru_maxrss);
#else
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
#endif
}

void reset_peak_memory() {
#ifdef __GLIBC__
    malloc_trim(0); // what is free already would not be counted when it is used again
#endif
    constexpr int peak_of_memory = 5; // proc(5), clear_refs
    std::ofstream("/proc/self/clear_refs") << peak_of_memory;
}

} // namespace nei::test
