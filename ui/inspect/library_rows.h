// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/row_set.h"

namespace nei::ui {

QStringList library_columns();

/// What an item's code is linked with: libraries with the place where each resolves to, run paths, minimum OS. Slices
/// that agree are shown once. Key of a library's row: its path as the executable names it.
std::vector<Row> library_rows(const bundle::CodeItem& item);

/// "12 libraries, 3 of them in the bundle; arm64 and x86_64 agree"
QString library_summary(const bundle::CodeItem& item);

} // namespace nei::ui
