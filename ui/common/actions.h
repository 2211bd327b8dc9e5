// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QAction>
#include <QKeySequence>

#include <array>

class QMenuBar;

namespace nei::ui {

enum class ActionId {
    open,
    open_folder,
    read_again,
    close_tab,
    quit,
    copy,
    copy_value,
    theme_system,
    theme_light,
    theme_dark,
    entitlements,
    signature,
    problems,
    next_tab,
    previous_tab,
    next_pane,
    previous_pane,
    cancel,
    about,
};
inline constexpr std::size_t action_count = static_cast<std::size_t>(ActionId::about) + 1;

/// Every action of the window, by id, with its default keys. Each is in a menu, so that the menu shows its key.
class Actions : public QObject {
    Q_OBJECT

public:
    explicit Actions(const Theme& theme, QObject* parent = nullptr);

    QAction* operator[](ActionId id) const { return actions_[static_cast<std::size_t>(id)]; }

    /// Menus in the order of the table; the caller's to keep.
    void fill(QMenuBar* bar) const;

private:
    std::array<QAction*, action_count> actions_{};
};

} // namespace nei::ui
