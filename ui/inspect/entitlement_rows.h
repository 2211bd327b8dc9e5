// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/tree_model.h"

namespace nei::ui {

namespace entitlement_column {
enum { key, claimed, der, allowed, verdict, count };
}
QStringList entitlement_columns();

/// One row a key in groups: restricted, unrestricted, allowed but not claimed. Key of a row: the entitlement key.
std::vector<Row> entitlement_rows(const bundle::CodeItem& item);

/// Whether some key differs between the XML and the DER form; then the DER column must be seen.
bool forms_differ(const bundle::CodeItem& item);

/// The sentence in place of a table without rows, or above one whose item has no profile; "" where there is nothing
/// to say.
QString profile_state(const bundle::CodeItem& item);

/// The allow-list of a profile, for a profile on its own. Columns: key, allowed value.
std::vector<Row> allow_list_rows(const profile::Profile& profile);

/// A property list as rows of key and value; dictionaries and arrays as branches.
std::vector<Row> value_rows(const plist::Value& value);

} // namespace nei::ui
