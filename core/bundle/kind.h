// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"

namespace nei::bundle {

/// What a bundle is: by its Info.plist first, by its name second, by the folder it lies in where both leave it open
/// (a login item is an app in `Library/LoginItems`).
ItemKind bundle_kind(const plist::Value* info_plist, std::string_view path, std::string_view name, bool has_executable);

/// What a Mach-O outside any bundle's main executable is.
ItemKind loose_code_kind(macho::FileType type);

/// How an extension registers itself, from its Info.plist; nothing for other bundles.
std::optional<Provider> provider_of(const plist::Value& info_plist, ItemKind kind);

} // namespace nei::bundle
