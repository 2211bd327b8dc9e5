// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/judge.h"
#include "tests/forge/spec_reader.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace nei::test {

/// A bundle with all that is found out about it, and what the rules say.
struct Judged {
    std::shared_ptr<const bundle::Bundle> bundle;
    verify::Integrity integrity;
    rules::CodeNames names;
    rules::Judgement judgement;

    bool says(std::string_view rule) const;
    const rules::Finding* find(std::string_view rule) const;
    /// "blocker rule (item): title", a line each; for failed tests.
    std::string lines() const;
    std::string blockers() const;
};

/// Judged on a day shortly after the forge's, with the forge's roots.
rules::Intent intent_of(const forge::Json& members);
Judged judged(const forge::Json& spec, const rules::Intent& intent = intent_of(forge::Json::object()));
/// What was opened, with Apple's roots alone.
Judged judged_file(const std::filesystem::path& path, const rules::Intent& intent, bool trust_forged = false);

/// Specs of a whole Developer ID app with a packet tunnel in a system extension, and of a development app with one in
/// an app extension; members change what `app` and the extension are.
std::string system_extension_app(std::string_view extension = "", std::string_view app = "", std::string_view top = "");
std::string app_extension_app(std::string_view extension = "", std::string_view app = "", std::string_view top = "");

} // namespace nei::test
