// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/chip_bar.h"
#include "ui/common/tree_model.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// The chips of an item's header: who signed, team, architectures, minimum OS, ...
std::vector<ChipText> item_chips(const bundle::Bundle& bundle, const bundle::CodeItem& item);

/// What matters of an item's profile in six facts.
std::vector<Fact> profile_summary(const bundle::CodeItem& item, Timestamp now);

/// The same in one line, for where there is no room.
QString profile_line(const profile::Profile& profile);

/// All of a profile, for a profile on its own.
std::vector<Fact> profile_facts(const profile::Profile& profile, Timestamp now);

/// The certificates that a profile allows to sign. Columns: name, expiry, SHA-256.
std::vector<Row> profile_certificate_rows(const profile::Profile& profile, Timestamp now);

} // namespace nei::ui
