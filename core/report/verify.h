// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/inspect.h"
#include "core/verify/integrity.h"

#include <string>

namespace nei::report {

/// `neinspect verify`: for each root what `codesign --verify --deep --strict` says, then every code item that is not as
/// it was signed (with --all every item), and what could not be checked.
std::string verify_text(const bundle::Bundle& bundle, const verify::Integrity& integrity, const TextStyle& style);

/// The same as JSON; names and types as the schema `resources/schema/verify.schema.json` says.
std::string verify_json(const bundle::Bundle& bundle, const verify::Integrity& integrity,
                        JsonLayout layout = JsonLayout::indented);

/// "file modified: MyVPN.app/Contents/Resources/a.txt", or the detail alone where no file is named.
std::string error_detail_words(const verify::VerifyError& error);

} // namespace nei::report
