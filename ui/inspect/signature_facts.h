// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

namespace nei::ui {

std::vector<Fact> directory_facts(const signature::CodeDirectory& directory);

/// When it was signed: by a time-stamp authority, and by the signer's own clock.
std::vector<Fact> time_facts(const signature::Signature& signature);

/// What the stapled ticket says, and which file it is; empty where there is none.
std::vector<Fact> ticket_facts(const ShownItem& item);

/// What this program did not check of a signature: the thing, and what that means.
std::vector<Fact> unchecked_facts(const bundle::CodeItem& item, const signature::Signature& signature);

} // namespace nei::ui
