// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/judge.h"
#include "core/signature/trust.h"

#include <memory>

namespace nei::ui {

/// What was found out about a bundle beside what it says itself. Shared values that never change.
struct Judged {
    std::shared_ptr<const verify::Integrity> integrity; ///< null until it was verified
    std::shared_ptr<const rules::CodeNames> names;      ///< null until its code was read
    std::shared_ptr<const rules::Judgement> judgement;  ///< null until the bundle was read to its end
};

/// How far verification is.
enum class Checking {
    none,    ///< there is nothing to verify, or it was not begun
    running, ///< Judged is what can be said without it
    done,
    stopped, ///< by the user
};

} // namespace nei::ui
