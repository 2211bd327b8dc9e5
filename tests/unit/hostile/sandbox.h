// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/unit/source/temporary_folder.h"

#include <functional>
#include <map>

namespace nei::test {

/// A folder in which one hostile input lies. While it is there, it also holds the folder for temporary files.
class Sandbox : public source::TemporaryFolder {
public:
    Sandbox();
    ~Sandbox();

    /// Every path below the folder, with what a change would change.
    std::map<std::string, std::string> contents() const;

private:
    std::string temporary_before_; ///< TMPDIR of the environment
};

/// Checks that while it is there no file in the sandbox comes, goes or changes, and no byte is written to any file of
/// the system: the limit for the size of files is zero.
class NothingIsWritten {
public:
    explicit NothingIsWritten(const Sandbox& sandbox);
    ~NothingIsWritten();

    /// Does what the test itself wants to have done meanwhile.
    void allow(const std::function<void()>& change) const;

private:
    const Sandbox& sandbox_;
    mutable std::map<std::string, std::string> before_;
};

} // namespace nei::test
