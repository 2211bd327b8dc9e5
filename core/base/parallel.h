// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace nei {

/// Threads that work pays for: one for each processor that this program may use.
std::size_t processor_count();

/// Calls `work(0)` to `work(count - 1)`, each once, on at most `threads` threads of which the caller's is one; returns
/// when all are done. Numbers are handed out in order, so what comes first is also begun first. An exception ends the
/// handing out and is thrown to the caller.
void parallel_for(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& work);

} // namespace nei
