// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/process.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <fcntl.h>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

extern char** environ;

namespace nei::bench {

Run run(const std::vector<std::string>& command, Output output) {
    std::array<int, 2> ends{-1, -1};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("a pipe cannot be made");
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    if (output == Output::keep)
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    else
        ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    for (const int end : ends) ::posix_spawn_file_actions_addclose(&actions, end);

    const auto start = std::chrono::steady_clock::now();
    pid_t process = 0;
    const int refused = ::posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (refused != 0) throw std::runtime_error(command[0] + " cannot be started");
    Run result;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
        result.output.append(buffer.data(), static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status = 0;
    rusage usage{};
    ::wait4(process, &status, 0, &usage);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(command[0] + " failed");
#ifdef __APPLE__
    constexpr std::uint64_t unit = 1; // bytes there, kilobytes on Linux
#else
    constexpr std::uint64_t unit = 1024;
#endif
    result.peak_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * unit;
    return result;
}

std::map<std::string, double> numbers_in(const std::string& output) {
    std::map<std::string, double> numbers;
    std::istringstream words(output);
    std::string name;
    double number = 0;
    while (words >> name)
        if (words >> number)
            numbers[name] = number;
        else
            words.clear();
    return numbers;
}

} // namespace nei::bench
