// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// Mach-O files whose headers lie. Byte by byte after <mach-o/loader.h> and <mach-o/fat.h>.
namespace nei::test {

std::string macho_with_slice_outside();
std::string macho_with_overlapping_slices();
std::string macho_with_commands_outside();
std::string macho_with_two_signatures();
std::string macho_with_signature_outside();

/// A signature of 64 bytes with a blob that claims four gigabytes.
std::string macho_with_signature_of_gigabytes();

} // namespace nei::test
