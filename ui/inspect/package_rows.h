// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/chip_bar.h"
#include "ui/common/tree_model.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// How a package's signature is to be marked: with shape and words everywhere alike.
Mark package_mark(const bundle::InstallerPackage& package);

/// The chips of a package's header: who signed, team, ticket.
std::vector<ChipText> package_chips(const bundle::Bundle& bundle, const bundle::InstallerPackage& package);

std::vector<Fact> package_facts(const bundle::InstallerPackage& package);

/// Components, the bundles that PackageInfo names below each. Columns: what, version, where it is installed, payload.
std::vector<Row> component_rows(const bundle::InstallerPackage& package);

/// All scripts of a package, in the order of script_rows.
std::vector<const bundle::PackageScript*> scripts_of(const bundle::InstallerPackage& package);

/// Columns: script, when it runs, size. Key: int, index in scripts_of.
std::vector<Row> script_rows(const bundle::InstallerPackage& package);

/// What a script says, to be read.
QString script_text(const bundle::PackageScript& script);

} // namespace nei::ui
