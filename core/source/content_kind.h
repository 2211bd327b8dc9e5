// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/source/file_tree.h"

namespace nei::source {

/// Bytes from the start of a file that content_kind wants to see: a tar names itself at byte 257.
inline constexpr std::size_t content_kind_bytes = 512;

/// How a single file is opened, told from its first bytes, and from its name where these say nothing. `start` and
/// `end` are its first and last content_kind_bytes, or all where it has fewer.
///
/// `mach_o` also stands for files of no kind known here: the scanner looks closer and says so. An error, with what to
/// do, for archives and images that are not read, and for files named as an archive that are none.
Result<SourceKind> content_kind(ByteView start, ByteView end, std::string_view name);

} // namespace nei::source
