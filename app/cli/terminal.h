// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

/// What the command line needs of the terminal and the system around it.
namespace nei::cli {

/// Exit codes that scripts rely on.
enum ExitCode : int {
    exit_done = 0,
    exit_not_passed = 1, ///< read and judged, and not as it should be
    exit_unreadable = 2,
    exit_usage = 64,
    exit_interrupted = 130,
};

bool output_is_terminal();

/// Whether the terminal on standard output wants colours (NO_COLOR and TERM=dumb say no).
bool output_wants_colour();

/// Columns to set text in: those of the terminal within reason, 100 where output goes elsewhere.
std::size_t output_width();

/// Writes to standard output. False where it could not be written; a reader that left (`| head`) counts as written.
bool write_output(std::string_view text);

/// One sentence on standard error, made harmless to show.
void write_error(std::string_view sentence);

/// Ctrl-C as a stop token. A second Ctrl-C ends the program at once.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    std::stop_token token() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A line on standard error that says how far a task is: only on a terminal, and only once it takes noticeably long.
class ProgressLine {
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const Progress& progress);

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point next_;
    bool terminal_, shown_ = false;
};

} // namespace nei::cli
