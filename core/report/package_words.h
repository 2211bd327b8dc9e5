// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/words.h"

/// What installer packages and their parts are called, for the command line and the window alike.
namespace nei::report {

/// "Installer package, product of 2 components", "Installer package, one component".
std::string package_kind_words(const bundle::InstallerPackage& package);

/// How far the package's signature is true, with its mark: "intact, its chain leads to Apple".
struct PackageVerdict {
    Mark mark = Mark::neutral; ///< neutral: intact, though not by a chain that leads to Apple, or not signed
    std::string words;
};
PackageVerdict package_verdict(const bundle::InstallerPackage& package);

/// "stapled, names this package and 6 cdhashes"; the ticket itself is not verified.
std::string package_ticket_words(const bundle::InstallerPackage& package);

/// "opened", "not read", "none: the component only runs scripts".
std::string payload_words(const bundle::PackageComponent& component);

/// When Installer runs a script, as whom: "before the payload is written, as administrator".
std::string_view script_role_words(bundle::PackageScript::Role role);

/// What the program does with scripts, for everywhere that shows one.
inline constexpr std::string_view scripts_are_not_run = "Shown as text, never run.";

} // namespace nei::report
