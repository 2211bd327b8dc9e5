// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/timestamp.h"

#include <vector>

namespace nei::forge {

/// A stapled notarisation ticket (`Contents/CodeResources`) that covers these truncated SHA-256 cdhashes.
Bytes make_ticket(const std::vector<Bytes>& cdhashes, Timestamp issued);

} // namespace nei::forge
