// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plist/value.h"
#include "ui/common/row_set.h"

namespace nei::ui {

QStringList info_plist_columns();

/// One row a value: key, type, value; dictionaries and arrays as branches. Keys that matter for Network Extensions are
/// marked. Key of a row: the keys from the top, joined by ':'.
std::vector<Row> info_plist_rows(const plist::Value& plist);

/// What a key decides; "" where it is an ordinary one.
QString info_plist_meaning(const QString& path);

} // namespace nei::ui
