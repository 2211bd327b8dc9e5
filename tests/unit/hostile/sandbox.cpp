// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/hostile/sandbox.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdlib>

namespace nei::test {
namespace {

void set_file_size_limit(bool zero) {
    std::signal(SIGXFSZ, SIG_IGN); // a write then fails, and what it was for with it
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = zero ? 0 : limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

} // namespace

Sandbox::Sandbox() {
    const char* before = std::getenv("TMPDIR");
    temporary_before_ = before ? before : "";
    std::filesystem::create_directories(path() / "temporary");
    setenv("TMPDIR", (path() / "temporary").c_str(), 1);
}

Sandbox::~Sandbox() {
    if (temporary_before_.empty())
        unsetenv("TMPDIR");
    else
        setenv("TMPDIR", temporary_before_.c_str(), 1);
}

std::map<std::string, std::string> Sandbox::contents() const {
    std::map<std::string, std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
        struct stat status = {};
        lstat(entry.path().c_str(), &status);
        found[entry.path().lexically_relative(path())] =
            fmt::format("mode {:o}, {} bytes, changed {}.{:09}", status.st_mode, status.st_size, status.st_ctim.tv_sec,
                        status.st_ctim.tv_nsec);
    }
    return found;
}

NothingIsWritten::NothingIsWritten(const Sandbox& sandbox) : sandbox_(sandbox), before_(sandbox.contents()) {
    set_file_size_limit(true);
}

NothingIsWritten::~NothingIsWritten() {
    set_file_size_limit(false);
    EXPECT_EQ(sandbox_.contents(), before_);
}

void NothingIsWritten::allow(const std::function<void()>& change) const {
    set_file_size_limit(false);
    change();
    before_ = sandbox_.contents();
    set_file_size_limit(true);
}

} // namespace nei::test
