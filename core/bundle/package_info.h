// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/package.h"
#include "core/source/xml.h"

namespace nei::bundle {

/// Fills in what a component's PackageInfo says: `pkg-info` with `payload`, `bundle` and `scripts`
/// (pkgbuild(1), "flat package format" of PackageMaker).
void take_package_info(const source::XmlElement& info, PackageComponent& component, Problems& problems);

/// Fills in what a product's Distribution says (Distribution Definition XML of Apple's Installer).
void take_distribution(const source::XmlElement& distribution, InstallerPackage& package);

/// The start of a script, as text; nothing of it where it is none.
void take_script_text(ByteView start, std::uint64_t whole_bytes, PackageScript& script);

/// Paths of the scripts that `pkg-info` has Installer start, relative to the folder Scripts.
struct StartedScripts {
    std::string preinstall = "preinstall", postinstall = "postinstall";
};
StartedScripts started_scripts(const source::XmlElement& info);

} // namespace nei::bundle
