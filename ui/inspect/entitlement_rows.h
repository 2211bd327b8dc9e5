// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/judged.h"
#include "ui/common/tree_model.h"

#include <map>

namespace nei::ui {

namespace entitlement_column {
enum { key, claimed, der, allowed, verdict, count };
}
QStringList entitlement_columns();

/// One row a key in groups: restricted, unrestricted, allowed but not claimed. Key of a row: the entitlement key.
std::vector<Row> entitlement_rows(const bundle::CodeItem& item);

/// What findings say of single keys, in place of the verdict of claim and profile alone: by the key of the row.
std::map<QString, Cell> entitlement_verdicts(const bundle::CodeItem& item, std::size_t index, const Judged& judged);

/// Whether some key differs between the XML and the DER form; then the DER column must be seen.
bool forms_differ(const bundle::CodeItem& item);

/// The sentence in place of a table without rows, or above one whose item has no profile; "" where there is nothing
/// to say.
QString profile_state(const bundle::CodeItem& item);

/// What a key lets code do; for the networkextension key also what each value means. Lines; "" where nothing is known.
QString entitlement_meaning(const std::string& key, const plist::Value* value);

/// The allow-list of a profile, for a profile on its own. Columns: key, allowed value. Key of a row: the entitlement
/// key, of rows below it as well.
std::vector<Row> allow_list_rows(const profile::Profile& profile);

/// A property list as rows of key and value; dictionaries and arrays as branches.
std::vector<Row> value_rows(const plist::Value& value);

} // namespace nei::ui
