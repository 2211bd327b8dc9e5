// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QEvent>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nei::test {

/// What one kind of event, "TreeView Resize", took at worst.
struct Handled {
    std::string kind;
    double cpu_ms = 0;  ///< of the UI thread alone
    double wall_ms = 0; ///< of the same event: what a busy computer makes of it
    int times = 0;
};

/// The application of the tests. While armed it measures what the UI thread itself does for each event that reaches it
/// from outside another one's handler: what is sent from inside one belongs to that one.
class Watchdog final : public QApplication {
public:
    using QApplication::QApplication;

    /// The one that main made.
    static Watchdog& instance();

#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
    static constexpr bool is_optimised = false;
#else
    static constexpr bool is_optimised = true;
#endif

    /// A frame: what no handler should take. What takes longer is printed as such.
    static constexpr double frame_ms = 16;
    /// What a test fails at, in frames: processors differ, and those that check changes are busy. Where the compiler
    /// did not optimise, or every access is checked, times say nothing and only hanging is a failure.
    static constexpr double most_frames = is_optimised ? 2 : 100;
    static double limit_ms();

    void arm();
    /// The worst of each kind, the slowest first.
    std::vector<Handled> disarm();

    bool notify(QObject* receiver, QEvent* event) override;

private:
    struct Kind {
        std::string receiver;
        QEvent::Type type;
        auto operator<=>(const Kind&) const = default;
    };
    void note(Kind kind, double cpu_ms, double wall_ms);

    std::map<Kind, Handled> worst_;
    int depth_ = 0;
    bool armed_ = false;
};

/// Prints the slowest `most` of them.
void print_handled(const char* title, const std::vector<Handled>& handled, std::size_t most);

/// Memory that the process had in RAM at most since reset_peak_memory(), or since its start where the system does not
/// allow that. Bytes.
std::size_t peak_memory();
void reset_peak_memory();

} // namespace nei::test
