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
    open_recent, ///< a submenu, set by the window; so is `examples`
    close_tab,
    quit,
    copy,
    copy_value,
    copy_all,
    copy_markdown,
    copy_findings,
    find,
    find_next,
    find_previous,
    filter,
    preferences,
    inspect_mode,
    theme_system,
    theme_light,
    theme_dark,
    entitlements,
    signature,
    info_plist,
    libraries,
    files,
    findings,
    problems,
    next_tab,
    previous_tab,
    next_pane,
    previous_pane,
    full_screen,
    menu_bar,
    read_again,
    check_again,
    cancel,
    show_in_folder,
    examples,
    about,
};
inline constexpr std::size_t action_count = static_cast<std::size_t>(ActionId::about) + 1;

/// Every action of the window, by id, with its default keys. Each is in a menu, so that the menu shows its key.
class Actions : public QObject {
    Q_OBJECT

public:
    explicit Actions(const Theme& theme, QObject* parent = nullptr);

    QAction* operator[](ActionId id) const { return actions_[static_cast<std::size_t>(id)]; }

    /// Name of its icon; empty for most.
    QString iconName(ActionId id) const { return icon_names_[static_cast<std::size_t>(id)]; }
    /// All, in the order of the menus: for a window, where they work while the menu bar is hidden.
    QList<QAction*> all() const { return {actions_.begin(), actions_.end()}; }

    /// Menus in the order of the table; the caller's to keep.
    void fill(QMenuBar* bar) const;

private:
    std::array<QAction*, action_count> actions_{};
    std::array<QString, action_count> icon_names_;
};

} // namespace nei::ui
