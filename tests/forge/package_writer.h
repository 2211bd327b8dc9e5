// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/identities.h"
#include "tests/forge/spec_reader.h"
#include "tests/forge/tree.h"

namespace nei::forge {

/// What goes into a package.
struct PackageContent {
    Tree payload;
    std::vector<Bytes> cdhashes; ///< of the code in it; for the ticket
    SignerSpec signer;           ///< who signed the code: the package's signer is of the same team
    Timestamp date{};            ///< when that was
};

/// A flat installer package that installs `content`, as the member "package" of a spec says (README.md). `name` is its
/// file name without the ending.
Bytes make_package(const Json& package, const PackageContent& content, const std::string& name);

} // namespace nei::forge
