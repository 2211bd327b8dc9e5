// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include "core/base/text.h"

#include <fmt/format.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <unistd.h>

namespace nei::cli {
namespace {

/// Where output is no terminal the width is fixed, so that the same input gives the same bytes.
constexpr std::size_t fixed_width = 100;
constexpr std::size_t narrowest = 60, widest = 140;

using namespace std::chrono_literals;
constexpr auto quiet_time = 500ms; ///< a task that ends sooner needs no progress
constexpr auto update_interval = 100ms;

/// Write end of the pipe that carries Ctrl-C from the signal handler to a thread; -1 while there is none.
std::atomic<int> interrupt_pipe{-1};
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void on_interrupt(int /*signal*/) {
    const int saved = errno;
    const char byte = 0;
    if (const int pipe_end = interrupt_pipe; pipe_end >= 0) (void)!::write(pipe_end, &byte, 1);
    errno = saved;
}

} // namespace

bool output_is_terminal() {
    return ::isatty(STDOUT_FILENO) == 1;
}

bool output_wants_colour() {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    return output_is_terminal() && (!no_colour || !*no_colour) && terminal && std::string_view(terminal) != "dumb";
}

std::size_t output_width() {
    winsize size{};
    if (!output_is_terminal() || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return fixed_width;
    return std::clamp<std::size_t>(size.ws_col, narrowest, widest);
}

bool write_output(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno == EPIPE;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

void write_error(std::string_view sentence) {
    const std::string line = fmt::format("neinspect: {}\n", display_text(sentence));
    std::fwrite(line.data(), 1, line.size(), stderr);
}

struct Interrupt::State {
    std::stop_source source;
    std::array<int, 2> ends{-1, -1};
    std::thread watcher;
};

Interrupt::Interrupt() : state_(std::make_unique<State>()) {
    if (::pipe(state_->ends.data()) != 0) return; // without it Ctrl-C ends the program as usual
    state_->watcher = std::thread([end = state_->ends[0], source = state_->source]() mutable {
        char byte = 0;
        ssize_t got = 0;
        do got = ::read(end, &byte, 1);
        while (got < 0 && errno == EINTR);
        if (got == 1) source.request_stop();
    });
    interrupt_pipe = state_->ends[1];
    struct sigaction action{};
    action.sa_handler = on_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    ::sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
}

Interrupt::~Interrupt() {
    if (!state_->watcher.joinable()) return;
    std::signal(SIGINT, SIG_DFL);
    interrupt_pipe = -1;
    ::close(state_->ends[1]); // the watcher reads the end of the pipe
    state_->watcher.join();
    ::close(state_->ends[0]);
}

std::stop_token Interrupt::token() const {
    return state_->source.get_token();
}

ProgressLine::ProgressLine() : next_(Clock::now() + quiet_time), terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
}

void ProgressLine::show(const Progress& progress) {
    if (!terminal_ || Clock::now() < next_) return;
    next_ = Clock::now() + update_interval;
    shown_ = true;
    const std::string line = fmt::format("\r\x1b[K{} {}", display_text(progress.doing), progress.count());
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
}

} // namespace nei::cli
