// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/examples.h"
#include "core/signature/trust.h"
#include "ui/common/document.h"

namespace nei::ui {

/// Opens with core: source::open, then bundle::scan, chains judged by `trust`.
Opener bundle_opener(signature::TrustStore trust);

/// The same for an example: the forged root of `library` is trusted beside Apple's, and the bundle says what it is.
Opener example_opener(bundle::ExampleLibrary library);

} // namespace nei::ui
