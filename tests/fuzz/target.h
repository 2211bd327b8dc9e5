// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// What every fuzzer defines: reads one input and prints what it says. libFuzzer calls it, and replay.cpp where there
/// is no libFuzzer. A crash, an abort, a leak or too much time or memory is a finding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
