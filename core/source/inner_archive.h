// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/source/file_tree.h"
#include "core/source/random_access.h"

#include <atomic>
#include <functional>
#include <memory>

namespace nei::source {

/// Whether a file in a source is opened as an archive of its own: told by its name, and only where it does not lie
/// inside a bundle. What lies there is a resource of the bundle, and may be thousands of files.
bool is_inner_archive(const Entry& entry);

/// Whether the name is that of a disk image, which is not opened, in the same places.
bool is_inner_disk_image(const Entry& entry);

/// Memory for archives inside archives, shared by all of one source.
class InnerMemory {
public:
    explicit InnerMemory(std::size_t bytes) : left_(bytes) {}
    bool take(std::size_t bytes);

private:
    std::atomic<std::size_t> left_;
};

/// Called for each piece that was copied, with its bytes; false ends the copying.
using Copied = std::function<bool(std::uint64_t bytes)>;

/// The content of an archive inside an archive, where it can be read at any place: in memory while there is some left,
/// else in a private file.
Result<std::shared_ptr<const RandomAccess>> copy_of(File& file, std::string_view path, InnerMemory& memory,
                                                    const Copied& copied);

} // namespace nei::source
