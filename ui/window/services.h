// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/examples.h"
#include "ui/common/document.h"
#include "ui/common/settings.h"
#include "ui/window/dialogs.h"

#include <optional>

namespace nei::ui {

/// What the window is given; all of it outlives the window.
struct Services {
    Theme& theme;
    Workers& workers;
    Dialogs& dialogs;
    Opener opener;
    Settings* settings = nullptr; ///< null: nothing is remembered
    std::optional<bundle::ExampleLibrary> examples = std::nullopt;
};

} // namespace nei::ui
