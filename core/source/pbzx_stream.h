// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/source/byte_stream.h"

#include <string_view>

namespace nei::source {

/// How Apple's tools compress the payload of an installer package for newer systems: "pbzx", then pieces that are xz
/// streams of their own, or plain where that is no longer. There is no specification; several tools agree on the
/// layout (for example https://github.com/NiklasRosenstein/pbzx).
inline constexpr std::string_view pbzx_magic = "pbzx";

/// The stream itself, or what it unpacks to where it is a pbzx. `name` names it in errors.
StreamStart without_pbzx(StreamStart start, std::string name);

} // namespace nei::source
