// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <quazip/unzip.h>

#include <filesystem>
#include <stdexcept>

namespace nei::bench {

/// An archive that is open for one thread.
class Zip {
public:
    explicit Zip(const std::filesystem::path& path)
        : file_(QString::fromStdString(path.string())), handle_(unzOpen64(&file_)) {
        if (!handle_) throw std::runtime_error(path.string() + " cannot be opened");
    }
    ~Zip() { unzClose(handle_); }
    Zip(const Zip&) = delete;
    Zip& operator=(const Zip&) = delete;

    unzFile get() const { return handle_; }

private:
    QFile file_;
    unzFile handle_;
};

} // namespace nei::bench
