// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/trust.h"
#include "ui/common/document.h"

namespace nei::ui {

/// Opens with core: source::open, then bundle::scan, chains judged by `trust`.
Opener bundle_opener(signature::TrustStore trust);

} // namespace nei::ui
