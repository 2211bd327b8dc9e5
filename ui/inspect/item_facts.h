// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/verify/integrity.h"
#include "ui/common/chip_bar.h"
#include "ui/common/tree_model.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// The chips of an item's header: who signed, team, architectures, minimum OS, ...
std::vector<ChipText> item_chips(const bundle::Bundle& bundle, const bundle::CodeItem& item,
                                 const verify::Integrity* integrity = nullptr);

/// What matters of an item's profile in six facts.
std::vector<Fact> profile_summary(const bundle::CodeItem& item, Timestamp now);

/// The same in one line, for where there is no room.
QString profile_line(const profile::Profile& profile);

/// Whether the item's application identifier is the profile's, in a word: "matches"; none where it claims none.
Fact profile_match(const bundle::CodeItem& item);

/// How far away a moment is: "in 17 years", "in 3 days", "today", "2 months ago".
QString distance_words(Timestamp moment, Timestamp now);

/// All of a profile, for a profile on its own.
std::vector<Fact> profile_facts(const profile::Profile& profile, Timestamp now);

QStringList profile_certificate_columns();

/// The certificates that a profile allows to sign. `signer`: the one that signed the item, marked in words; may be
/// null.
std::vector<Row> profile_certificate_rows(const profile::Profile& profile, Timestamp now,
                                          const signature::Certificate* signer = nullptr);

/// The devices that a profile is for, one a row.
std::vector<Row> profile_device_rows(const profile::Profile& profile);

} // namespace nei::ui
